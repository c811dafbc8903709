// Source: kinesis-api 4.12, 6.2.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct MergeShardsInput {
  std::optional<std::string> shard_to_merge;
  std::optional<std::string> adjacent_shard_to_merge;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&MergeShardsInput::shard_to_merge>("ShardToMerge", shapes::kShardId).Required(),
    Field<&MergeShardsInput::adjacent_shard_to_merge>("AdjacentShardToMerge", shapes::kShardId)
        .Required(),
    Field<&MergeShardsInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&MergeShardsInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&MergeShardsInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<void> CheckPair(const Stream& stream, ShardId lower_id, ShardId upper_id) {
  const Shard* const lower = stream.FindShard(lower_id);
  const Shard* const upper = stream.FindShard(upper_id);
  for (const auto& [shard, id] : {std::pair(lower, lower_id), std::pair(upper, upper_id)}) {
    if (shard == nullptr) {
      return error::ShardNotFound(id.ToString(), stream.name(), stream.account());
    }
  }
  // AWS: the order matters; the lower neighbour comes first.
  const bool adjacent = lower->range.ending != HashKey::Max() &&
                        lower->range.ending.value + 1 == upper->range.starting.value;
  if (!adjacent) {
    return error::ShardsNotAdjacent(lower_id, upper_id, stream.name(), stream.account());
  }
  for (const Shard* shard : {lower, upper}) {
    if (!shard->open()) {
      return error::ShardAlreadyClosed(shard->id, stream.name(), stream.account());
    }
  }
  return {};
}

Result<NoOutput> MergeShards(Context& context, const MergeShardsInput& input) {
  const auto arn = ResolveStream(context, input.stream_name, input.stream_arn);
  if (!arn) return arn.error();
  const auto lower = ParseShardId(*input.shard_to_merge);
  if (!lower) return error::ShardNotFound(*input.shard_to_merge, arn->stream, arn->scope.account);
  const auto upper = ParseShardId(*input.adjacent_shard_to_merge);
  if (!upper) {
    return error::ShardNotFound(*input.adjacent_shard_to_merge, arn->stream, arn->scope.account);
  }
  const auto found = FindStream(context, *arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  if (const auto ready = RequireReshardable(stream); !ready) return ready.error();
  if (const auto checked = CheckPair(stream, *lower, *upper); !checked) return checked.error();
  context.Emit(StreamChangeStarted{stream.uid, PendingMerge{*lower, *upper},
                                   context.now + context.settings.update_stream_delay});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kMergeShards =
    DefineOperation<MergeShardsInput, MergeShards>("MergeShards", kInput);

}  // namespace runnel
