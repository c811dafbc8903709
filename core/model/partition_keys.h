// The hash keys of many partition keys.
#pragma once

#include <span>
#include <string_view>

#include "core/model/hash_key.h"

namespace runnel {

// `hash_keys[i]` becomes HashKey::OfPartitionKey(partition_keys[i]); together that is faster.
// REQUIRES: hash_keys.size() == partition_keys.size().
void HashPartitionKeys(std::span<const std::string_view> partition_keys,
                       std::span<HashKey> hash_keys);

}  // namespace runnel
