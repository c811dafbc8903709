#include "core/state/state_image.h"

#include <doctest/doctest.h>

#include "core/state/invariants.h"
#include "core/state/mutation_codec.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

// A bit of everything: lineage, closed and expired shards, consumers, a channel, a pending change.
struct BusyScene : Scene {
  BusyScene() {
    uid = CreateStream("events", 2);
    Put(uid, 0, "first");
    Split(uid, 0);
    Advance(Duration::Hours(20));
    Put(uid, 2);
    Put(uid, 1);
    Advance(Duration::Hours(10));
    Retain(uid);  // shard 0 is gone
    Merge(uid, 2, 3);
    Put(uid, 4);
    Register(uid, "reader");
    CreateChannel(uid, "sink");
    state.Apply(TagsChanged{uid, {{"team", "blue"}}, {}});
    state.Apply(PolicyChanged{uid, "{}"});
    state.Apply(DailyQuotaUsed{uid, DailyQuota::kUpdateShardCount, now});
    state.Apply(BillingCommitmentChanged{HomeScope(), {true, now, now, {}, false}});
    state.Apply(EventQueued{{7, now, HomeScope(), "arn", "id", "{}", "", 0, 2, now}});
    state.Apply(EventFailed{7});
    StartCreating("second", 3);
    StreamSettingsChange change;
    change.retention_hours = 48;
    state.Apply(StreamChangeStarted{uid, change, now + Duration::Seconds(1)});
  }
  StreamUid uid;
};

std::vector<std::string> Encoded(const State& state) {
  std::vector<std::string> image;
  for (const Mutation& mutation : ImageOf(state)) image.push_back(EncodeMutation(mutation)->bytes);
  return image;
}

State FromBytes(const std::vector<std::string>& image) {
  State state;
  for (const std::string& bytes : image) {
    const auto mutation = DecodeMutation(bytes);
    REQUIRE(mutation);
    state.Apply(*mutation);
  }
  return state;
}

TEST_CASE("A state made from the image of another has the same image and timers, and is sound") {
  const BusyScene scene;
  const auto image = Encoded(scene.state);
  const State made = FromBytes(image);
  CHECK(FindViolation(made) == "");
  CHECK(Encoded(made) == image);
  // The timers of retention depend on records, which an image does not hold.
  for (const auto& [key, due] : scene.state.timers().all()) {
    if (key.kind == TimerKind::kRetention) continue;
    CHECK(made.timers().DueOf(key) == due);
  }
  CHECK(made.FindStream(scene.uid)->FindShard({0}) == nullptr);
  CHECK(made.FindStream(scene.uid)->open_shards.size() == 2);
}

TEST_CASE("What is gone for readers is gone in a state that was made from an image") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("events");
  const ChannelUid channel = scene.CreateChannel(uid, "sink");
  scene.StartChannel(channel);
  scene.Put(uid, 0, "held");
  const Timestamp put = scene.now;
  scene.Split(uid, 0);
  scene.Advance(Duration::Hours(25));
  scene.Retain(uid);
  StreamSettingsChange change;
  change.retention_hours = 48;
  scene.state.Apply(StreamSettingsChanged{uid, change, scene.now});
  const auto image = Encoded(scene.state);
  State made = FromBytes(image);
  CHECK(Encoded(made) == image);
  made.Apply(RecordsRestored{uid, {0}, {{1, put, false, "key", "held"}}});
  const Stream& stream = *made.FindStream(uid);
  CHECK(stream.gone_before == scene.now - Duration::Hours(24));
  CHECK(stream.FindShard({0}) == nullptr);
  REQUIRE(stream.FindKeptShard({0}) != nullptr);
  CHECK(made.FindChannel(channel)->undelivered_bytes == 7);
  CHECK(FindViolation(made) == "");
}

TEST_CASE("Sequence indexes and ids are not given again after the state was made from an image") {
  const BusyScene scene;
  const State made = FromBytes(Encoded(scene.state));
  CHECK(made.next_stream_uid() == scene.state.next_stream_uid());
  CHECK(made.next_consumer_uid() == scene.state.next_consumer_uid());
  CHECK(made.next_channel_uid() == scene.state.next_channel_uid());
  const Stream& stream = *scene.state.FindStream(scene.uid);
  CHECK(made.FindStream(scene.uid)->next_sequence_index == stream.next_sequence_index);
  CHECK(made.FindStream(scene.uid)->FindShard({4})->log.end() == stream.FindShard({4})->log.end());
}

TEST_CASE("Restored records are those that were there, and none that had been trimmed") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("events");
  scene.Put(uid, 0, "old");
  const Timestamp old = scene.now;
  scene.Advance(Duration::Hours(30));
  scene.Retain(uid);
  scene.Put(uid, 0, "new");
  State made = FromBytes(Encoded(scene.state));
  made.Apply(
      RecordsRestored{uid, {0}, {{1, old, false, "key", "old"}, {2, scene.now, true, {}, "new"}}});
  const RecordLog& log = made.FindStream(uid)->FindShard({0})->log;
  CHECK(log.record_count() == 1);
  const RecordRun run = log.Read({}, {}, 10, 1000);
  const StoredRecord record = run.slices.at(0).chunk->At(run.slices.at(0).first);
  CHECK(record.data == "new");
  CHECK(record.partition_key.data() == nullptr);
  CHECK(record.encrypted);
  CHECK(FindViolation(made) == "");
}

}  // namespace
}  // namespace runnel
