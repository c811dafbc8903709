// Source: kinesis-api 4.11, 6.1.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/quotas.h"

namespace runnel {
namespace {

struct SplitShardInput {
  std::optional<std::string> new_starting_hash_key;
  std::optional<std::string> stream_name;
  std::optional<std::string> shard_to_split;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&SplitShardInput::new_starting_hash_key>("NewStartingHashKey", shapes::kHashKey)
        .Required(),
    Field<&SplitShardInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&SplitShardInput::shard_to_split>("ShardToSplit", shapes::kShardId).Required(),
    Field<&SplitShardInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&SplitShardInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<HashKey> CheckSplitPoint(const Stream& stream, const Shard& shard, const std::string& text) {
  const auto key = HashKey::Parse(text);
  const HashKeyRange& range = shard.range;
  // AWS: the lower half must hold at least two keys, so "greater than one plus the start".
  const bool fits = key && key->value > range.starting.value &&
                    key->value - range.starting.value > 1 && *key < range.ending;
  if (!fits) {
    return error::SplitPointOutOfRange(text, shard.id, stream.name(), stream.account(), range);
  }
  return *key;
}

Result<NoOutput> SplitShard(Context& context, const SplitShardInput& input) {
  const auto arn = ResolveStream(context, input.stream_name, input.stream_arn);
  if (!arn) return arn.error();
  const auto id = ParseShardId(*input.shard_to_split);
  if (!id) return error::ShardNotFound(*input.shard_to_split, arn->stream, arn->scope.account);
  const auto found = FindStream(context, *arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  if (const auto ready = RequireReshardable(stream); !ready) return ready.error();
  const Shard* const shard = stream.FindShard(*id);
  if (shard == nullptr) {
    return error::ShardNotFound(id->ToString(), stream.name(), stream.account());
  }
  if (const auto fits = CheckShardQuota(context.state, context.settings, stream.arn.scope, 1);
      !fits)
    return fits.error();
  const auto key = CheckSplitPoint(stream, *shard, *input.new_starting_hash_key);
  if (!key) return key.error();
  if (!shard->open()) return error::ShardAlreadyClosed(*id, stream.name(), stream.account());
  context.Emit(StreamChangeStarted{stream.uid, PendingSplit{*id, *key},
                                   context.now + context.settings.update_stream_delay});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kSplitShard =
    DefineOperation<SplitShardInput, SplitShard>("SplitShard", kInput);

}  // namespace runnel
