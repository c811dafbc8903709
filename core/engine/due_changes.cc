#include "core/engine/due_changes.h"

#include "core/base/check.h"
#include "core/engine/reshard.h"

namespace runnel {
namespace {

using Changes = std::vector<Mutation>;

// What a pending change of a stream does, by kind.
struct Completion {
  const Stream& stream;
  Timestamp at;

  Changes operator()(const PendingCreation& creation) const {
    return {FirstShards(stream, creation.shard_count, at), StreamActivated{stream.uid}};
  }
  Changes operator()(const PendingDeletion&) const { return {StreamDeleted{stream.uid}}; }
  Changes operator()(const PendingSplit& split) const {
    return {Split(stream, split, at), StreamActivated{stream.uid}};
  }
  Changes operator()(const PendingMerge& merge) const {
    return {Merge(stream, merge, at), StreamActivated{stream.uid}};
  }
  Changes operator()(const PendingReshard& reshard) const {
    Changes changes;
    for (ShardsReplaced& round : Reshard(stream, reshard.target_shard_count, at)) {
      changes.push_back(std::move(round));
    }
    changes.push_back(StreamActivated{stream.uid});
    return changes;
  }
  Changes operator()(const StreamSettingsChange& change) const {
    return {StreamSettingsChanged{stream.uid, change}, StreamActivated{stream.uid}};
  }
};

Changes StreamDue(const State& state, const Timer& timer) {
  const Stream* const stream = state.FindStream(StreamUid{timer.key.id});
  RUNNEL_CHECK(stream != nullptr && stream->pending);
  return std::visit(Completion{*stream, timer.due}, *stream->pending);
}

Changes ConsumerDue(const State& state, const Timer& timer) {
  const Consumer* const consumer = state.FindConsumer(ConsumerUid{timer.key.id});
  RUNNEL_CHECK(consumer != nullptr);
  if (consumer->status == ConsumerStatus::kDeleting) return {ConsumerDeleted{consumer->uid}};
  return {ConsumerActivated{consumer->uid}};
}

Changes ChannelDue(const State& state, const Timer& timer) {
  const Channel* const channel = state.FindChannel(ChannelUid{timer.key.id});
  RUNNEL_CHECK(channel != nullptr);
  if (channel->status == ChannelStatus::kDeleting) return {ChannelDeleted{channel->uid}};
  return {ChannelActivated{channel->uid}};
}

Changes RetentionDue(const State& state, const Timer& timer, Timestamp now) {
  const Stream* const stream = state.FindStream(StreamUid{timer.key.id});
  RUNNEL_CHECK(stream != nullptr);
  const Shard* const shard = stream->FindShard(ShardId{timer.key.shard});
  RUNNEL_CHECK(shard != nullptr);
  const Timestamp horizon = stream->TrimHorizon(now);
  Changes changes = {RecordsTrimmed{stream->uid, shard->id, horizon, shard->log.end(),
                                    stream->NextSequenceIndex(shard->id)}};
  if (shard->closed_at && *shard->closed_at < horizon) {
    changes.push_back(ShardExpired{stream->uid, shard->id});
  }
  return changes;
}

Changes SubscriptionDue(const State& state, const Timer& timer) {
  const SubscriptionId id{timer.key.id};
  const Subscription* const subscription = state.FindSubscription(id);
  RUNNEL_CHECK(subscription != nullptr);
  if (subscription->ends <= timer.due) return {SubscriptionEnding{id, SubscriptionEnd::kExpired}};
  return {SubscriptionHeartbeatDue{id}};
}

}  // namespace

std::vector<Mutation> DueChanges(const State& state, const Timer& timer, Timestamp now) {
  switch (timer.key.kind) {
    case TimerKind::kStream:
      return StreamDue(state, timer);
    case TimerKind::kConsumer:
      return ConsumerDue(state, timer);
    case TimerKind::kChannel:
      return ChannelDue(state, timer);
    case TimerKind::kRetention:
      return RetentionDue(state, timer, now);
    case TimerKind::kSubscription:
      return SubscriptionDue(state, timer);
  }
  RUNNEL_CHECK(false);
  return {};
}

}  // namespace runnel
