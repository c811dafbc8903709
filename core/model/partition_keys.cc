#include "core/model/partition_keys.h"

#include <algorithm>
#include <array>

#include "core/base/md5.h"

namespace runnel {

HashKey HashKeyOfDigest(const std::array<std::uint8_t, 16>& digest) {
  Uint128 value = 0;
  for (const std::uint8_t byte : digest) value = value << 8 | byte;
  return {value};
}

void HashPartitionKeys(std::span<const std::string_view> partition_keys,
                       std::span<HashKey> hash_keys) {
  constexpr std::size_t kAtOnce = 64;
  std::array<std::array<std::uint8_t, 16>, kAtOnce> digests;
  for (std::size_t begin = 0; begin < partition_keys.size(); begin += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, partition_keys.size() - begin);
    Md5OfEach(partition_keys.subspan(begin, count), std::span(digests).first(count));
    for (std::size_t i = 0; i < count; ++i) hash_keys[begin + i] = HashKeyOfDigest(digests[i]);
  }
}

}  // namespace runnel
