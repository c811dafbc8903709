// The 128-bit key space that the shards of a stream divide among them.
// Source: kinesis-api 5.2.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/uint128.h"

namespace runnel {

struct HashKey {
  Uint128 value = 0;

  static constexpr HashKey Max() { return {~Uint128{0}}; }
  // The MD5 of the key's UTF-8 bytes, as a big-endian number.
  static HashKey OfPartitionKey(std::string_view partition_key);
  // Decimal text of at most 39 digits; nullopt when it is 2^128 or more.
  static std::optional<HashKey> Parse(std::string_view decimal);
  std::string ToString() const;

  friend constexpr auto operator<=>(const HashKey&, const HashKey&) = default;
};

// Both ends belong to the range.
struct HashKeyRange {
  HashKey starting;
  HashKey ending;

  constexpr bool Contains(HashKey key) const { return starting <= key && key <= ending; }
  friend constexpr bool operator==(const HashKeyRange&, const HashKeyRange&) = default;
};

// The ranges of a new stream with `count` shards: equal steps of floor(2^128 / count), the last one
// ending at 2^128 - 1. REQUIRES: count >= 1.
std::vector<HashKeyRange> InitialHashKeyRanges(std::int32_t count);

// Where an even split of `range` cuts it: the start of the upper half.
// REQUIRES: the range holds at least two keys.
HashKey MiddleOf(const HashKeyRange& range);

}  // namespace runnel
