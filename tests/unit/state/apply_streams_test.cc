#include <doctest/doctest.h>

#include "core/state/invariants.h"
#include "core/state/state.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

TimerKey StreamTimer(StreamUid uid) { return {TimerKind::kStream, uid.value}; }
TimerKey RetentionTimer(StreamUid uid, std::int32_t shard) {
  return {TimerKind::kRetention, uid.value, shard};
}

// The data of all records of a shard, "a b c".
std::string DataOf(const Shard& shard) {
  std::string text;
  const RecordRun run = shard.log.Read({}, {0}, 1000, 1'000'000);
  for (const RecordSlice& slice : run.slices) {
    for (std::size_t i = slice.first; i < slice.first + slice.count; ++i) {
      if (!text.empty()) text += ' ';
      text += slice.chunk->At(i).data;
    }
  }
  return text;
}

// The starts of the open shards as multiples of 2^125, with their ids: "0:s0 4:s1".
std::string OpenShards(const Stream& stream) {
  std::string text;
  for (const OpenShard& open : stream.open_shards) {
    if (!text.empty()) text += ' ';
    text += std::to_string(static_cast<int>(open.starting.value >> 125)) + ":s" +
            std::to_string(open.shard->id.index);
  }
  return text;
}

TEST_CASE("a new stream is in CREATING, without shards, until it is due") {
  Scene scene;
  StreamCreated created;
  created.uid = scene.state.next_stream_uid();
  created.arn = Scene::ArnOf("s");
  created.at = scene.now;
  created.mode = StreamMode::kOnDemand;
  created.shard_count = 4;
  created.record_size_max_kib = 2048;
  created.distribution = RecordDistributionStrategy::kAuto;
  created.warm_throughput = WarmThroughput{10, 10};
  created.tags = {{"k", "v"}};
  created.due = scene.now + Duration::Seconds(3);
  scene.state.Apply(created);
  const Stream* const stream = scene.state.FindStream(Scene::HomeScope(), "s");
  REQUIRE(stream != nullptr);
  CHECK(stream->status == StreamStatus::kCreating);
  CHECK(stream->created_at == scene.now);
  CHECK(stream->mode == StreamMode::kOnDemand);
  CHECK(stream->record_size_max_kib == 2048);
  CHECK(stream->distribution == RecordDistributionStrategy::kAuto);
  CHECK(stream->warm_throughput->target_mibps == 10);
  CHECK(stream->tags == created.tags);
  CHECK(stream->retention_hours == 24);
  CHECK(stream->shards.empty());
  CHECK(std::get<PendingCreation>(*stream->pending).shard_count == 4);
  CHECK(scene.DueOf(StreamTimer(created.uid)) == created.due);
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a created stream is ACTIVE, and its shards tile the key space") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 4);
  const Stream& stream = scene.StreamOf(uid);
  CHECK(stream.status == StreamStatus::kActive);
  CHECK_FALSE(stream.pending.has_value());
  CHECK_FALSE(scene.DueOf(StreamTimer(uid)).has_value());
  CHECK(OpenShards(stream) == "0:s0 2:s1 4:s2 6:s3");
  CHECK(stream.ShardFor({0}).id == ShardId{0});
  CHECK(stream.ShardFor(HashKey::Max()).id == ShardId{3});
  CHECK(stream.ShardFor(stream.shards[1]->range.starting).id == ShardId{1});
  CHECK(stream.ShardFor(stream.shards[1]->range.ending).id == ShardId{1});
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a split closes the parent and opens two children in its place") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  scene.Advance(Duration::Seconds(10));
  scene.Split(uid, 0);
  const Stream& stream = scene.StreamOf(uid);
  CHECK(OpenShards(stream) == "0:s2 2:s3 4:s1");
  const Shard& parent = scene.ShardOf(uid, 0);
  CHECK(parent.closed_at == scene.now);
  CHECK(parent.closed_seconds == scene.now.seconds());
  CHECK(parent.children == std::vector<ShardId>{{2}, {3}});
  CHECK(parent.EndingNumber().ToString() < scene.ShardOf(uid, 2).StartingNumber().ToString());
  for (const std::int32_t child : {2, 3}) {
    CHECK(scene.ShardOf(uid, child).parent == ShardId{0});
    CHECK_FALSE(scene.ShardOf(uid, child).adjacent_parent.has_value());
    CHECK(scene.ShardOf(uid, child).created_seconds == parent.closed_seconds + 1);
  }
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a merge closes two parents and opens one child in their place") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 4);
  scene.Merge(uid, 1, 2);
  CHECK(OpenShards(scene.StreamOf(uid)) == "0:s0 2:s4 6:s3");
  CHECK(scene.ShardOf(uid, 4).parent == ShardId{1});
  CHECK(scene.ShardOf(uid, 4).adjacent_parent == ShardId{2});
  CHECK(scene.ShardOf(uid, 1).children == std::vector<ShardId>{{4}});
  CHECK(scene.ShardOf(uid, 2).children == std::vector<ShardId>{{4}});
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("sequence indexes are shared by groups of five shards, and begin at one") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 6);
  for (const std::int32_t shard : {0, 1, 5, 0}) scene.Put(uid, shard);
  const Stream& stream = scene.StreamOf(uid);
  CHECK(stream.NextSequenceIndex({0}) == 4);
  CHECK(stream.NextSequenceIndex({4}) == 4);
  CHECK(stream.NextSequenceIndex({5}) == 2);
  CHECK(stream.NextSequenceIndex({40}) == 1);
  CHECK(scene.ShardOf(uid, 0).log.end().index == 3);
  CHECK(scene.ShardOf(uid, 1).log.end().index == 2);
}

TEST_CASE("a record keeps its arrival, and is never older than its shard") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  scene.Split(uid, 0);  // the children's creation second lies ahead
  scene.Put(uid, 1);
  const Shard& child = scene.ShardOf(uid, 1);
  CHECK(child.log.OldestArrival() == scene.now);
  CHECK(child.log.end().seconds == child.created_seconds + 1);
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("one mutation may append to several shards, in one or several groups") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 6);
  RecordsAppended appended;
  appended.uid = uid;
  appended.at = scene.now;
  appended.encrypted = true;
  appended.records = {{{0}, 1, "k", "a"}, {{5}, 1, {}, "b"}, {{0}, 2, "k", "c"}};
  appended.next_auto_place = 3;
  scene.state.Apply(appended);
  CHECK(DataOf(scene.ShardOf(uid, 0)) == "a c");
  CHECK(DataOf(scene.ShardOf(uid, 5)) == "b");
  CHECK(scene.StreamOf(uid).next_auto_place == 3);
  const RecordRun run = scene.ShardOf(uid, 5).log.Read({}, {0}, 1, 1);
  CHECK(run.slices[0].chunk->At(0).encrypted);
  CHECK(run.slices[0].chunk->At(0).partition_key.data() == nullptr);
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("the place of AUTO distribution stays within the open shards") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  RecordsAppended appended;
  appended.uid = uid;
  appended.at = scene.now;
  appended.next_auto_place = 1;
  scene.state.Apply(appended);
  scene.Merge(uid, 0, 1);
  CHECK(scene.StreamOf(uid).next_auto_place == 0);
}

TEST_CASE("records are due to be trimmed when the oldest has aged out") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  CHECK_FALSE(scene.DueOf(RetentionTimer(uid, 0)).has_value());
  const Timestamp first = scene.now;
  scene.Put(uid, 0, "first");
  const auto due = scene.DueOf(RetentionTimer(uid, 0));
  REQUIRE(due.has_value());
  CHECK(*due > first + Duration::Hours(24));
  CHECK(*due <= first + Duration::Hours(24) + Duration::Seconds(1));
  scene.Advance(Duration::Hours(1));
  scene.Put(uid, 0, "second");
  CHECK(scene.DueOf(RetentionTimer(uid, 0)) == due);
  scene.now = *due;
  scene.Retain(uid);
  CHECK(DataOf(scene.ShardOf(uid, 0)) == "second");
  CHECK(scene.DueOf(RetentionTimer(uid, 0)) == *due + Duration::Hours(1));
  scene.Advance(Duration::Hours(2));
  scene.Retain(uid);
  CHECK(scene.ShardOf(uid, 0).log.empty());
  CHECK_FALSE(scene.DueOf(RetentionTimer(uid, 0)).has_value());
}

TEST_CASE("a closed shard leaves the stream when its time is over, an open one never") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  scene.Advance(Duration::Seconds(1));
  scene.Split(uid, 0);
  const Timestamp closed = scene.now;
  CHECK(scene.DueOf(RetentionTimer(uid, 0)) ==
        closed + Duration::Hours(24) + Duration::Milliseconds(1));
  CHECK_FALSE(scene.DueOf(RetentionTimer(uid, 1)).has_value());
  scene.Advance(Duration::Hours(24) + Duration::Milliseconds(1));
  scene.Retain(uid);
  CHECK(scene.StreamOf(uid).FindShard({0}) == nullptr);
  CHECK(scene.StreamOf(uid).FindShard({1}) != nullptr);
  CHECK_FALSE(scene.DueOf(RetentionTimer(uid, 0)).has_value());
  CHECK(OpenShards(scene.StreamOf(uid)) == "0:s2 2:s3 4:s1");
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a longer retention moves what is due, a shorter one brings it forward") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  scene.Put(uid, 0);
  const Timestamp due = *scene.DueOf(RetentionTimer(uid, 0));
  StreamSettingsChange change;
  change.retention_hours = 48;
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  CHECK(scene.DueOf(RetentionTimer(uid, 0)) == due + Duration::Hours(24));
  change.retention_hours = 24;
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  CHECK(scene.DueOf(RetentionTimer(uid, 0)) == due);
}

TEST_CASE("what is too old when a longer retention comes into force stays gone") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  scene.Put(uid, 0, "old");
  scene.Split(uid, 0);
  scene.Advance(Duration::Hours(10));
  scene.Put(uid, 1, "new");
  scene.Advance(Duration::Hours(14) + Duration::Milliseconds(1));
  const Timestamp horizon = scene.StreamOf(uid).TrimHorizon(scene.now);
  StreamSettingsChange change;
  change.retention_hours = 100;
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  CHECK(scene.StreamOf(uid).TrimHorizon(scene.now) == horizon);
  // What is gone is due at once, and the shard with it.
  CHECK(*scene.DueOf(RetentionTimer(uid, 0)) < scene.now);
  CHECK(scene.DueOf(RetentionTimer(uid, 1)) ==
        horizon + Duration::Hours(10 + 100) - Duration::Milliseconds(1) + Duration::Seconds(1));
  scene.Advance(Duration::Hours(80));
  CHECK(scene.StreamOf(uid).TrimHorizon(scene.now) > horizon);
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a closed shard is withdrawn as long as a channel has to deliver records of it") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  const ChannelUid channel = scene.CreateChannel(uid, "ch");
  scene.Put(uid, 0, "delivered by nobody");
  scene.StartChannel(channel);
  scene.Put(uid, 0, "held");
  scene.Split(uid, 0);
  const SubscriptionId reader = scene.Subscribe(scene.Register(uid, "c"), 0);
  scene.Advance(Duration::Hours(24) + Duration::Milliseconds(1));
  CHECK(*scene.DueOf(RetentionTimer(uid, 0)) <= scene.now);
  scene.Retain(uid);
  const Stream& stream = scene.StreamOf(uid);
  CHECK(stream.FindShard({0}) == nullptr);
  CHECK(scene.state.FindSubscription(reader)->ending == SubscriptionEnd::kShardExpired);
  REQUIRE(stream.FindKeptShard({0}) != nullptr);
  CHECK(scene.state.FindChannel(channel)->undelivered_bytes == 7);
  CHECK_FALSE(scene.DueOf(RetentionTimer(uid, 0)).has_value());
  CHECK(FindViolation(scene.state) == "");
  scene.DeliverAll(channel);
  CHECK(*scene.DueOf(RetentionTimer(uid, 0)) <= scene.now);
  scene.Retain(uid);
  CHECK(stream.FindKeptShard({0}) == nullptr);
  CHECK(scene.state.record_memory() == 0);
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a change of settings replaces what it names and nothing else") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  const Stream& stream = scene.StreamOf(uid);
  StreamSettingsChange change;
  change.encryption = Encryption{"alias/aws/kinesis"};
  change.record_size_max_kib = 4096;
  change.metrics.emplace().Add("ALL");
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  CHECK(stream.encryption.enabled());
  CHECK(stream.record_size_max_kib == 4096);
  CHECK(stream.metrics.Names().size() == 7);
  CHECK(stream.mode == StreamMode::kProvisioned);
  CHECK(stream.retention_hours == 24);
  change = {};
  change.mode = StreamMode::kOnDemand;
  change.warm_throughput = WarmThroughput{5, 5};
  change.distribution = RecordDistributionStrategy::kAuto;
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  CHECK(stream.mode == StreamMode::kOnDemand);
  CHECK(stream.warm_throughput.has_value());
  CHECK(stream.distribution == RecordDistributionStrategy::kAuto);
  CHECK(stream.encryption.enabled());
}

TEST_CASE("a stream that becomes provisioned loses its warm throughput") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  StreamSettingsChange change;
  change.mode = StreamMode::kOnDemand;
  change.warm_throughput = WarmThroughput{5, 5};
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  change = {};
  change.mode = StreamMode::kProvisioned;
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  CHECK_FALSE(scene.StreamOf(uid).warm_throughput.has_value());
}

TEST_CASE("a change makes a stream UPDATING until it is due, a deletion DELETING") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  const Timestamp due = scene.now + Duration::Seconds(2);
  scene.state.Apply(StreamChangeStarted{uid, PendingSplit{{0}, {7}}, due});
  CHECK(scene.StreamOf(uid).status == StreamStatus::kUpdating);
  CHECK(scene.DueOf(StreamTimer(uid)) == due);
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(StreamChangeStarted{uid, PendingDeletion{}, due + Duration::Seconds(1)});
  CHECK(scene.StreamOf(uid).status == StreamStatus::kDeleting);
  CHECK(scene.DueOf(StreamTimer(uid)) == due + Duration::Seconds(1));
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a deleted stream takes everything with it, and its name is free again") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  scene.Put(uid, 0);
  scene.Split(uid, 1);
  const ConsumerUid consumer = scene.Register(uid, "c");
  const SubscriptionId subscription = scene.Subscribe(consumer, 0);
  scene.state.Apply(StreamChangeStarted{uid, PendingDeletion{}, scene.now});
  scene.state.Apply(StreamDeleted{uid});
  CHECK(scene.state.FindStream(uid) == nullptr);
  CHECK(scene.state.FindStream(Scene::HomeScope(), "s") == nullptr);
  CHECK(scene.state.FindConsumer(consumer) == nullptr);
  REQUIRE(scene.state.FindSubscription(subscription) != nullptr);
  CHECK(scene.state.FindSubscription(subscription)->ending == SubscriptionEnd::kStreamDeleted);
  CHECK(scene.state.timers().all().empty());
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(SubscriptionClosed{subscription});
  const StreamUid again = scene.CreateStream("s");
  CHECK(again != uid);
  CHECK(scene.state.FindStream(Scene::HomeScope(), "s")->uid == again);
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("uses of a daily quota count for 24 hours, each quota by itself") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  const auto use = [&](DailyQuota quota) {
    scene.state.Apply(DailyQuotaUsed{uid, quota, scene.now});
  };
  const auto uses = [&](DailyQuota quota) {
    return scene.StreamOf(uid).daily_uses[static_cast<std::size_t>(quota)].size();
  };
  use(DailyQuota::kModeChange);
  scene.Advance(Duration::Hours(1));
  use(DailyQuota::kModeChange);
  use(DailyQuota::kUpdateShardCount);
  CHECK(uses(DailyQuota::kModeChange) == 2);
  CHECK(uses(DailyQuota::kUpdateShardCount) == 1);
  CHECK(uses(DailyQuota::kStartEncryption) == 0);
  scene.Advance(Duration::Hours(23) - Duration::Milliseconds(1));
  use(DailyQuota::kModeChange);
  CHECK(uses(DailyQuota::kModeChange) == 3);
  scene.Advance(Duration::Milliseconds(1));
  use(DailyQuota::kModeChange);
  CHECK(uses(DailyQuota::kModeChange) == 3);
}

}  // namespace
}  // namespace runnel
