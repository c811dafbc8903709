#include "core/operations/placement.h"

#include <algorithm>

#include "core/api/errors.h"
#include "core/model/partition_keys.h"

namespace runnel {

Result<const Shard*> RecordPlacer::Choose(std::string_view partition_key,
                                          std::string_view explicit_hash_key) {
  if (stream_.distribution == RecordDistributionStrategy::kAuto) {
    const Shard* const shard = stream_.open_shards[next_auto_place_].shard;
    next_auto_place_ = (next_auto_place_ + 1) % stream_.open_shards.size();
    return shard;
  }
  if (explicit_hash_key.data() == nullptr)
    return &stream_.ShardFor(HashKey::OfPartitionKey(partition_key));
  const auto key = HashKey::Parse(explicit_hash_key);
  if (!key) return error::ExplicitHashKeyOutOfRange(std::string(explicit_hash_key));
  return &stream_.ShardFor(*key);
}

Result<std::vector<const Shard*>> RecordPlacer::ChooseEach(std::span<const Keys> keys) {
  std::vector<const Shard*> shards;
  shards.reserve(keys.size());
  const bool by_partition_keys = stream_.distribution != RecordDistributionStrategy::kAuto &&
                                 std::all_of(keys.begin(), keys.end(), [](const Keys& of) {
                                   return of.explicit_hash_key.data() == nullptr;
                                 });
  if (!by_partition_keys) {
    for (const Keys& of : keys) {
      const auto shard = Choose(of.partition_key, of.explicit_hash_key);
      if (!shard) return shard.error();
      shards.push_back(*shard);
    }
    return shards;
  }
  std::vector<std::string_view> partition_keys;
  partition_keys.reserve(keys.size());
  for (const Keys& of : keys) partition_keys.push_back(of.partition_key);
  std::vector<HashKey> hash_keys(keys.size());
  HashPartitionKeys(partition_keys, hash_keys);
  for (const HashKey key : hash_keys) shards.push_back(&stream_.ShardFor(key));
  return shards;
}

std::uint64_t RecordPlacer::TakeIndex(const Shard& shard) {
  const std::int32_t group = shard.id.index / Stream::kShardsPerSequenceGroup;
  for (auto& [used_group, next] : next_index_) {
    if (used_group == group) return next++;
  }
  const std::uint64_t index = stream_.NextSequenceIndex(shard.id);
  next_index_.emplace_back(group, index + 1);
  return index;
}

std::optional<std::size_t> RecordPlacer::next_auto_place() const {
  if (stream_.distribution != RecordDistributionStrategy::kAuto) return std::nullopt;
  return next_auto_place_;
}

}  // namespace runnel
