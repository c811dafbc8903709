// The names by which the API knows things, each a type of its own so that one cannot be passed for
// another.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace runnel {

// A string that names one kind of thing. `Tag` is never defined.
template <class Tag>
class Name {
 public:
  Name() = default;
  explicit Name(std::string_view text) : text_(text) {}
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  // Not auto: libc++ 14 has no three-way comparison of strings to deduce from.
  friend std::strong_ordering operator<=>(const Name&, const Name&) = default;
  friend bool operator==(const Name&, const Name&) = default;

 private:
  std::string text_;
};

using AccountId = Name<struct AccountIdTag>;        // 12 digits
using Region = Name<struct RegionTag>;              // "us-east-1"
using StreamName = Name<struct StreamNameTag>;      // [a-zA-Z0-9_.-]{1,128}
using ConsumerName = Name<struct ConsumerNameTag>;  // [a-zA-Z0-9_.-]{1,128}
using ChannelName = Name<struct ChannelNameTag>;    // [a-zA-Z0-9_.-]{1,128}
using ChannelId = Name<struct ChannelIdTag>;        // [a-z0-9]{20,36}

// Where a resource lives. Two scopes share nothing.
struct Scope {
  AccountId account;
  Region region;
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

// The number of a shard within its stream. Never used again in that stream.
struct ShardId {
  std::int32_t index = 0;

  // "shardId-000000000005".
  std::string ToString() const;
  friend auto operator<=>(const ShardId&, const ShardId&) = default;
};

// Names one incarnation of a stream: a stream that is deleted and created again under its name has
// another StreamUid. Never shown to clients. Zero names none.
struct StreamUid {
  std::uint64_t value = 0;
  friend auto operator<=>(const StreamUid&, const StreamUid&) = default;
};

// One incarnation of a registered consumer. Zero names none.
struct ConsumerUid {
  std::uint64_t value = 0;
  friend auto operator<=>(const ConsumerUid&, const ConsumerUid&) = default;
};

// One open SubscribeToShard response. Zero names none.
struct SubscriptionId {
  std::uint64_t value = 0;
  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(const SubscriptionId&, const SubscriptionId&) = default;
};

// One channel. Zero names none.
struct ChannelUid {
  std::uint64_t value = 0;
  friend auto operator<=>(const ChannelUid&, const ChannelUid&) = default;
};

}  // namespace runnel
