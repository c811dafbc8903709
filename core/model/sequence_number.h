// Sequence numbers, bit for bit as the service makes them.
// Source: kinesis-api 5.3 (layout version 2; layouts 0 and 1 are only decoded).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/names.h"

namespace runnel {

// A place in the order of one shard: by sequence index first, then by second.
struct ShardPosition {
  std::uint64_t index = 0;
  std::int64_t seconds = 0;

  // The least position after this one.
  constexpr ShardPosition Next() const { return {index, seconds + 1}; }
  friend constexpr auto operator<=>(const ShardPosition&, const ShardPosition&) = default;
};

struct SequenceNumber {
  int version = 2;
  std::int64_t shard_created_seconds = 0;  // since the Unix epoch, 36 bits
  ShardId shard;
  ShardPosition position;  // index below 2^63; seconds of the record's arrival, 36 bits

  // The number of the end of a closed shard.
  static constexpr std::uint64_t kClosingIndex = 0x7fffffffffffffff;

  std::string ToString() const;
  void AppendTo(std::string& out) const;
  // Decodes any layout; nullopt for what the service calls invalid. In layouts 0 and 1 the position
  // keeps only what they carry.
  static std::optional<SequenceNumber> Parse(std::string_view decimal);
};

}  // namespace runnel
