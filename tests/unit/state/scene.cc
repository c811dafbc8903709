#include "tests/unit/state/scene.h"

#include <algorithm>

#include "core/base/check.h"

namespace runnel {

const Stream& Scene::StreamOf(StreamUid uid) const {
  RUNNEL_CHECK(state.FindStream(uid) != nullptr);
  return *state.FindStream(uid);
}

const Shard& Scene::ShardOf(StreamUid uid, std::int32_t shard) const {
  RUNNEL_CHECK(StreamOf(uid).FindShard({shard}) != nullptr);
  return *StreamOf(uid).FindShard({shard});
}

std::optional<Timestamp> Scene::DueOf(const TimerKey& key) const {
  return state.timers().DueOf(key);
}

StreamUid Scene::StartCreating(std::string_view name, std::int32_t shard_count) {
  StreamCreated created;
  created.uid = state.next_stream_uid();
  created.arn = ArnOf(name);
  created.at = now;
  created.shard_count = shard_count;
  created.due = now + Duration::Seconds(1);
  state.Apply(created);
  return created.uid;
}

void Scene::FinishCreating(StreamUid uid) {
  const auto& pending = std::get<PendingCreation>(*StreamOf(uid).pending);
  Replace(uid, {}, InitialHashKeyRanges(pending.shard_count));
  state.Apply(StreamActivated{uid});
}

StreamUid Scene::CreateStream(std::string_view name, std::int32_t shard_count) {
  const StreamUid uid = StartCreating(name, shard_count);
  FinishCreating(uid);
  return uid;
}

void Scene::Split(StreamUid uid, std::int32_t shard) {
  const HashKeyRange range = ShardOf(uid, shard).range;
  const HashKey middle = MiddleOf(range);
  Replace(uid, {{shard}}, {{range.starting, {middle.value - 1}}, {middle, range.ending}});
}

void Scene::Merge(StreamUid uid, std::int32_t shard, std::int32_t adjacent) {
  Replace(uid, {{shard}, {adjacent}},
          {{ShardOf(uid, shard).range.starting, ShardOf(uid, adjacent).range.ending}});
}

void Scene::Replace(StreamUid uid, const std::vector<ShardId>& closed,
                    const std::vector<HashKeyRange>& ranges) {
  ShardsReplaced replaced;
  replaced.uid = uid;
  replaced.at = now;
  replaced.closed = closed;
  replaced.closed_seconds = now.seconds();
  for (const ShardId id : closed) {
    replaced.closed_seconds =
        std::max(replaced.closed_seconds, ShardOf(uid, id.index).created_seconds);
  }
  replaced.created_seconds = closed.empty() ? now.seconds() : replaced.closed_seconds + 1;
  auto next = static_cast<std::int32_t>(StreamOf(uid).shards.size());
  for (const HashKeyRange& range : ranges) {
    NewShard shard;
    shard.id = {next++};
    shard.range = range;
    if (!closed.empty()) shard.parent = closed[0];
    if (closed.size() > 1) shard.adjacent_parent = closed[1];
    replaced.opened.push_back(shard);
  }
  state.Apply(replaced);
}

void Scene::Put(StreamUid uid, std::int32_t shard, std::string_view data) {
  RecordsAppended appended;
  appended.uid = uid;
  appended.at = now;
  appended.records.push_back({{shard}, StreamOf(uid).NextSequenceIndex({shard}), "key", data});
  state.Apply(appended);
}

void Scene::Retain(StreamUid uid) {
  const Timestamp horizon = StreamOf(uid).TrimHorizon(now);
  std::vector<ShardId> kept;
  StreamOf(uid).ForEachKeptShard([&kept](const Shard& shard) { kept.push_back(shard.id); });
  for (const ShardId id : kept) {
    const Stream& stream = StreamOf(uid);
    const Shard& shard = *stream.FindKeptShard(id);
    const auto held = state.UndeliveredSince(stream, shard);
    const bool over = shard.closed_at && *shard.closed_at < horizon;
    state.Apply(RecordsTrimmed{uid, id, std::min(horizon, held.value_or(horizon)), shard.log.end(),
                               stream.NextSequenceIndex(id)});
    if (over && !held) {
      state.Apply(ShardExpired{uid, id});
    } else if (over && stream.FindShard(id) != nullptr) {
      state.Apply(ShardWithdrawn{uid, id});
    }
  }
}

ConsumerUid Scene::Register(StreamUid uid, std::string_view name) {
  ConsumerRegistered registered;
  registered.uid = state.next_consumer_uid();
  registered.stream = uid;
  registered.arn = {StreamOf(uid).arn, ConsumerName(name), now.seconds()};
  registered.at = now;
  registered.due = now + Duration::Seconds(1);
  state.Apply(registered);
  state.Apply(ConsumerActivated{registered.uid});
  return registered.uid;
}

SubscriptionId Scene::Subscribe(ConsumerUid consumer, std::int32_t shard) {
  SubscriptionOpened opened;
  opened.id = state.next_subscription_id();
  opened.consumer = consumer;
  opened.stream = state.FindConsumer(consumer)->stream;
  opened.shard = {shard};
  opened.at = now;
  opened.ends = now + Duration::Seconds(300);
  opened.heartbeat = now + Duration::Seconds(5);
  state.Apply(opened);
  return opened.id;
}

ChannelUid Scene::CreateChannel(StreamUid uid, std::string_view name) {
  ChannelCreated created;
  created.uid = state.next_channel_uid();
  created.name = ChannelName(name);
  created.arn = {HomeScope(), ChannelId("id-of-" + std::string(name))};
  created.stream = uid;
  created.stream_arn = StreamOf(uid).arn;
  created.stream_created_at = StreamOf(uid).created_at;
  created.at = now;
  created.configuration.s3.emplace().data_freshness_in_seconds = 300;
  created.due = now + Duration::Seconds(1);
  state.Apply(created);
  return created.uid;
}

void Scene::StartChannel(ChannelUid uid) {
  ChannelStarted started{uid, {}};
  StreamOf(state.FindChannel(uid)->stream).ForEachKeptShard([&started](const Shard& shard) {
    started.delivered[shard.id] = shard.log.end();
  });
  state.Apply(ChannelActivated{uid});
  state.Apply(started);
}

void Scene::DeliverAll(ChannelUid uid) {
  ChannelFlush flush{now, {}};
  StreamOf(state.FindChannel(uid)->stream).ForEachKeptShard([&flush](const Shard& shard) {
    flush.ends[shard.id] = shard.log.end();
  });
  state.Apply(ChannelFlushBegan{uid, flush});
  state.Apply(ChannelDelivered{uid, now, {}, "key"});
}

}  // namespace runnel
