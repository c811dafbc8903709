#include "core/model/hash_key.h"

#include "core/base/check.h"
#include "core/base/decimal.h"
#include "core/base/md5.h"
#include "core/model/partition_keys.h"

namespace runnel {

HashKey HashKey::OfPartitionKey(std::string_view partition_key) {
  return HashKeyOfDigest(Md5(partition_key));
}

std::optional<HashKey> HashKey::Parse(std::string_view decimal) {
  Uint128 value = 0;
  if (!ParseDecimal(decimal, value)) return std::nullopt;
  return HashKey{value};
}

std::string HashKey::ToString() const { return ToDecimal(value); }

std::vector<HashKeyRange> InitialHashKeyRanges(std::int32_t count) {
  RUNNEL_CHECK(count >= 1);
  // 2^128 / count without a 129-bit number: (2^128 - 1) / count is the same unless count divides
  // 2^128, and then it is one less.
  const Uint128 divisor = static_cast<Uint128>(count);
  const Uint128 all_ones = ~Uint128{0};
  const Uint128 step = all_ones / divisor + (all_ones % divisor == divisor - 1 ? 1 : 0);
  std::vector<HashKeyRange> ranges;
  ranges.reserve(static_cast<std::size_t>(count));
  for (Uint128 i = 0; i < divisor; ++i) {
    const HashKey starting{i * step};
    const HashKey ending = i + 1 == divisor ? HashKey::Max() : HashKey{(i + 1) * step - 1};
    ranges.push_back({starting, ending});
  }
  return ranges;
}

HashKey MiddleOf(const HashKeyRange& range) {
  RUNNEL_CHECK(range.starting < range.ending);
  // start + (end - start + 1) / 2, where end - start + 1 may be 2^128.
  const Uint128 span = range.ending.value - range.starting.value;
  return {range.starting.value + span / 2 + span % 2};
}

}  // namespace runnel
