// The hash keys of partition keys, one by one and many at once.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/model/hash_key.h"

namespace runnel {

// The MD5 of a partition key, read as a big-endian number.
HashKey HashKeyOfDigest(const std::array<std::uint8_t, 16>& digest);

// `hash_keys[i]` becomes HashKey::OfPartitionKey(partition_keys[i]); together that is faster.
// REQUIRES: hash_keys.size() == partition_keys.size().
void HashPartitionKeys(std::span<const std::string_view> partition_keys,
                       std::span<HashKey> hash_keys);

}  // namespace runnel
