#include "core/operations/placement.h"

#include "core/api/errors.h"

namespace runnel {

Result<const Shard*> RecordPlacer::Choose(std::string_view partition_key,
                                          const std::optional<std::string>& explicit_hash_key) {
  if (stream_.distribution == RecordDistributionStrategy::kAuto) {
    const Shard* const shard = stream_.open_shards[next_auto_place_].shard;
    next_auto_place_ = (next_auto_place_ + 1) % stream_.open_shards.size();
    return shard;
  }
  if (!explicit_hash_key) return &stream_.ShardFor(HashKey::OfPartitionKey(partition_key));
  const auto key = HashKey::Parse(*explicit_hash_key);
  if (!key) return error::ExplicitHashKeyOutOfRange(*explicit_hash_key);
  return &stream_.ShardFor(*key);
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
