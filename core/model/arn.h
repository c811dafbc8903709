// Amazon Resource Names of streams, consumers and channels.
// Source: kinesis-api 5.1, kinesis-api-45 2.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/model/names.h"

namespace runnel {

// "aws", or the other AWS partition that the region belongs to.
std::string_view PartitionOf(const Region& region);

struct StreamArn {
  Scope scope;
  StreamName stream;

  // "arn:aws:kinesis:us-east-1:000000000000:stream/events".
  std::string ToString() const;
  static std::optional<StreamArn> Parse(std::string_view text);
  friend bool operator==(const StreamArn&, const StreamArn&) = default;
};

struct ConsumerArn {
  StreamArn stream;
  ConsumerName consumer;
  std::int64_t created_seconds = 0;  // since the Unix epoch; tells incarnations of a name apart

  // "{stream ARN}/consumer/{name}:{seconds}".
  std::string ToString() const;
  static std::optional<ConsumerArn> Parse(std::string_view text);
};

struct ChannelArn {
  Scope scope;
  ChannelId channel;

  // "arn:aws:kinesis:us-east-1:000000000000:channel/{id}".
  std::string ToString() const;
  static std::optional<ChannelArn> Parse(std::string_view text);
};

using ResourceArn = std::variant<StreamArn, ConsumerArn, ChannelArn>;

// Whatever a ResourceARN member can name; nullopt when it is none of the three.
std::optional<ResourceArn> ParseResourceArn(std::string_view text);

// Twelve decimal digits.
bool IsAccountId(std::string_view text);

}  // namespace runnel
