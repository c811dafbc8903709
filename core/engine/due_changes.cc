#include "core/engine/due_changes.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/engine/reshard.h"
#include "core/integrations/channels/channel_flush.h"
#include "core/model/limits.h"
#include "core/operations/warm_throughput.h"

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
    Changes changes = {StreamSettingsChanged{stream.uid, change, at}, StreamActivated{stream.uid}};
    if (change.encryption) {
      changes.push_back(EncryptionPeriodBegan{stream.uid, {at, change.encryption->key_id}});
    }
    return changes;
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

Changes ChannelDue(const State& state, const Settings& settings, const Timer& timer) {
  const Channel* const channel = state.FindChannel(ChannelUid{timer.key.id});
  RUNNEL_CHECK(channel != nullptr);
  if (channel->status == ChannelStatus::kDeleting) return {ChannelDeleted{channel->uid}};
  if (channel->started) return {ChannelActivated{channel->uid}};
  if (channel->configuration.s3 && settings.channel_deliveries == ChannelDeliveries::kHost) {
    return {ChannelFlushBegan{channel->uid, {timer.due, {}}}};
  }
  return StartChannel(state, *channel);
}

Changes DeliveryDue(const State& state, const Settings& settings, const Timer& timer) {
  const Channel* const channel = state.FindChannel(ChannelUid{timer.key.id});
  RUNNEL_CHECK(channel != nullptr);
  return BeginFlush(state, settings, *channel, timer.due);
}

Changes RetentionDue(const State& state, const Timer& timer, Timestamp now) {
  const Stream* const stream = state.FindStream(StreamUid{timer.key.id});
  RUNNEL_CHECK(stream != nullptr);
  const Shard* const shard = stream->FindKeptShard(ShardId{timer.key.shard});
  RUNNEL_CHECK(shard != nullptr);
  // A change of the stream that comes first may be a longer retention: what is too old only after
  // it is not too old.
  const Timestamp until =
      std::min(now, state.timers().DueOf({TimerKind::kStream, stream->uid.value}).value_or(now));
  const Timestamp horizon = stream->TrimHorizon(until);
  // Channels deliver before anything is forgotten.
  const auto held = state.UndeliveredSince(*stream, *shard);
  Changes changes = {RecordsTrimmed{stream->uid, shard->id,
                                    std::min(horizon, held.value_or(horizon)), shard->log.end(),
                                    stream->NextSequenceIndex(shard->id)}};
  if (shard->closed_at && *shard->closed_at < horizon) {
    if (!held) {
      changes.push_back(ShardExpired{stream->uid, shard->id});
    } else if (stream->FindShard(shard->id) != nullptr) {
      changes.push_back(ShardWithdrawn{stream->uid, shard->id});
    }
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

// AWS: an on-demand stream splits the shards that take more than they should for long. It does not
// shrink again within the 30 days for which it keeps room for its peak (kinesis-api 6.7).
Changes ScalingDue(const State& state, const Timer& timer) {
  const Stream* const stream = state.FindStream(StreamUid{timer.key.id});
  RUNNEL_CHECK(stream != nullptr);
  constexpr std::int64_t kHot =
      limits::kSplitAboveBytesPerSecond * (limits::kScalingWindow.milliseconds / 1000);
  std::vector<ShardId> hot;
  for (const OpenShard& open : stream->open_shards) {
    const Shard& shard = *open.shard;
    const bool is_hot = shard.throughput && shard.throughput->window_bytes > kHot;
    if (is_hot && shard.range.starting < shard.range.ending) hot.push_back(shard.id);
  }
  // A shard takes 1 MiB a second, so the limit of the stream's throughput is one of its shards.
  const auto shards_max = static_cast<std::size_t>(WarmThroughputLimit(stream->arn.scope.region));
  const std::size_t open = stream->open_shards.size();
  hot.resize(std::min(hot.size(), shards_max - std::min(shards_max, open)));
  Changes changes = {ScalingWindowEnded{stream->uid}};
  const bool scales =
      stream->mode == StreamMode::kOnDemand && stream->status == StreamStatus::kActive;
  if (scales && !hot.empty()) changes.push_back(SplitEach(*stream, hot, timer.due));
  return changes;
}

Changes MappingDue(const State& state, const Timer& timer) {
  const EventSourceMapping* const mapping = state.FindMapping(MappingUid{timer.key.id});
  RUNNEL_CHECK(mapping != nullptr);
  if (mapping->state == MappingState::kDeleting) return {MappingDeleted{mapping->uid}};
  const auto settled = mapping->enabled ? MappingState::kEnabled : MappingState::kDisabled;
  return {MappingStateChanged{mapping->uid, settled, timer.due, std::nullopt}};
}

}  // namespace

std::vector<Mutation> DueChanges(const State& state, const Settings& settings, const Timer& timer,
                                 Timestamp now) {
  switch (timer.key.kind) {
    case TimerKind::kStream:
      return StreamDue(state, timer);
    case TimerKind::kConsumer:
      return ConsumerDue(state, timer);
    case TimerKind::kChannel:
      return ChannelDue(state, settings, timer);
    case TimerKind::kDelivery:
      return DeliveryDue(state, settings, timer);
    case TimerKind::kRetention:
      return RetentionDue(state, timer, now);
    case TimerKind::kSubscription:
      return SubscriptionDue(state, timer);
    case TimerKind::kScaling:
      return ScalingDue(state, timer);
    case TimerKind::kMapping:
      return MappingDue(state, timer);
    case TimerKind::kStack:
      break;  // stack_host.h: it takes more than changes that are known beforehand
  }
  RUNNEL_CHECK(false);
  return {};
}

}  // namespace runnel
