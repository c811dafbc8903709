#include "core/engine/injected_faults.h"

#include <algorithm>

#include "core/api/errors.h"
#include "core/engine/reshard.h"
#include "core/model/limits.h"
#include "core/operations/quotas.h"

namespace runnel {
namespace {

bool CanBeStruck(const Result<void>& result) {
  return result || result.error().code() == error::DryRunOperation().code();
}

bool CanSplit(const Shard& shard) {
  return shard.open() && shard.range.starting < shard.range.ending;
}

// The shard that the call is about, or else the first that can be split.
const Shard* ShardToSplit(const Stream& stream, const CallSubject& subject) {
  if (subject.shard) {
    const Shard* const shard = stream.FindShard(*subject.shard);
    if (shard != nullptr && CanSplit(*shard)) return shard;
  }
  const auto found = std::find_if(stream.open_shards.begin(), stream.open_shards.end(),
                                  [](const OpenShard& open) { return CanSplit(*open.shard); });
  return found == stream.open_shards.end() ? nullptr : found->shard;
}

}  // namespace

FaultDraws DrawsOf(const DecodedRequest& decoded, const Context& context) {
  const Operation& operation = *decoded.operation;
  return {context.state, context.random, context.now, context.settings.shard_iterator_lifetime,
          SubjectOf(context.state, context.token_key, context.caller, operation.name,
                    operation.input, decoded.invocation->input())};
}

CallFaults Strike(FaultDraws& draws, Result<void>& result) {
  if (!CanBeStruck(result)) return {};
  CallFaults faults = draws.OnCall();
  if (faults.drop_before) result = error::InternalFailure();  // nobody is told
  if (faults.error) result = *faults.error;
  return faults;
}

std::vector<Mutation> SpontaneousReshard(const State& state, const Settings& settings,
                                         const CallSubject& subject, const CallFaults& faults,
                                         Timestamp now) {
  // The call itself may have deleted the stream, or begun to change it.
  if (!subject.stream_arn) return {};
  const StreamArn& arn = *subject.stream_arn;
  const Stream* const stream = state.FindStream(arn.scope, arn.stream.text());
  if (stream == nullptr || stream->status != StreamStatus::kActive) return {};
  const auto open = static_cast<std::int64_t>(stream->open_shards.size());
  const std::int64_t target = faults.reshard_to.value_or(open + 1);
  const bool fits = target <= limits::kUpdateShardCountTargetMax &&
                    CheckShardQuota(state, settings, arn.scope, target - open);
  if (!fits) return {};
  std::vector<Mutation> changes;
  if (faults.reshard_to) {
    for (ShardsReplaced& round : Reshard(*stream, *faults.reshard_to, now)) {
      changes.push_back(std::move(round));
    }
  } else if (const Shard* const shard = ShardToSplit(*stream, subject)) {
    changes.push_back(SplitEach(*stream, {shard->id}, now));
  }
  return changes;
}

}  // namespace runnel
