#include "core/operations/record_list.h"

#include <algorithm>

#include "core/api/errors.h"

namespace runnel {

Result<void> RecordList::Load() {
  const bool loaded =
      std::all_of(slices_.begin(), slices_.end(), [](RecordSlice& slice) { return slice.Load(); });
  if (!loaded) return error::RecordsNotReadable();
  return {};
}

std::vector<ChildShardOutput> ChildShardsOf(const Stream& stream, const Shard& shard) {
  std::vector<ChildShardOutput> children;
  for (const ShardId id : shard.children) {
    // A child outlives its parent: it closes later, so it expires later.
    const Shard& child = *stream.FindShard(id);
    ChildShardOutput& output = children.emplace_back();
    output.shard_id = child.id.ToString();
    auto& parents = output.parent_shards.emplace();
    parents.push_back(child.parent->ToString());
    if (child.adjacent_parent) parents.push_back(child.adjacent_parent->ToString());
    output.hash_key_range = HashKeyRangeOutput::Of(child.range);
  }
  return children;
}

}  // namespace runnel
