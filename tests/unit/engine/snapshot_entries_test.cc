#include "core/engine/snapshot_entries.h"

#include <doctest/doctest.h>

#include "core/engine/replay.h"
#include "core/state/mutation_codec.h"
#include "core/state/state_image.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

// One of everything that an image can have.
struct FullScene : Scene {
  FullScene() {
    uid = CreateStream("events", 2);
    Split(uid, 0);
    Put(uid, 1);
    Register(uid, "reader");
    CreateChannel(uid, "sink");
    MappingCreated mapping;
    mapping.uid = state.next_mapping_uid();
    mapping.scope = HomeScope();
    mapping.uuid = "14e0db71-0000-4eb5-b481-8945cf9d10c2";
    state.Apply(mapping);
    state.Apply(EncryptionPeriodBegan{uid, {now, {}}});
    state.Apply(KeyStateChanged{"key", KeyState::kDisabled});
    FaultRule rule;
    rule.rule_id = "rule";
    rule.action = "ERROR";
    rule.durable = true;
    state.Apply(FaultRuleAdded{rule, now});
    state.Apply(EventQueued{{7, now, HomeScope(), "fn", "id", "{}", "", 0, 2, now}});
    BatchFailed failed;
    failed.batch.id = 1;
    state.Apply(failed);
    FunctionPut function;
    function.function.scope = HomeScope();
    function.function.name = "fn";
    state.Apply(function);
    ConnectionPut connection;
    connection.connection.scope = HomeScope();
    connection.connection.name = "c";
    state.Apply(connection);
    ApiDestinationPut destination;
    destination.destination.scope = HomeScope();
    destination.destination.name = "d";
    state.Apply(destination);
    StackPut stack;
    stack.stack.uid = StackUid{1};
    stack.stack.scope = HomeScope();
    stack.stack.name = "stack";
    state.Apply(stack);
    state.Apply(StackEventsAdded{StackUid{1}, {{}}});
  }
  StreamUid uid;
};

// Of the image of a full scene.
template <class M>
M Imaged() {
  static const FullScene scene;
  for (const Mutation& change : ImageOf(scene.state)) {
    if (const auto* const found = std::get_if<M>(&change)) return *found;
  }
  FAIL("the image has none");
  return {};
}

template <class... Kinds>
void CheckRefused(const State& state) {
  for (const Mutation& change : {Mutation(Imaged<Kinds>())...}) {
    CHECK_MESSAGE(!IsOfSnapshot(change, state), change.index());
  }
}

TEST_CASE("Everything that an image of a state has can come from a snapshot") {
  const FullScene scene;
  State made;
  for (const Mutation& change : ImageOf(scene.state)) {
    REQUIRE(IsOfSnapshot(change, made));
    made.Apply(change);
  }
}

TEST_CASE("A snapshot cannot hold what happened, only what there is") {
  const FullScene scene;
  CHECK_FALSE(IsOfSnapshot(StreamDeleted{scene.uid}, scene.state));
  CHECK_FALSE(IsOfSnapshot(ShardExpired{scene.uid, ShardId{1}}, scene.state));
  CHECK_FALSE(IsOfSnapshot(MappingDeleted{MappingUid{1}}, scene.state));
  CHECK_FALSE(IsOfSnapshot(StateCleared{}, scene.state));
}

TEST_CASE("A snapshot cannot hold two of one id") {
  const FullScene scene;
  CheckRefused<StreamRestored, ConsumerRestored, ChannelRestored, MappingRestored, EventQueued,
               BatchFailed, FunctionPut, ConnectionPut, ApiDestinationPut, StackPut>(scene.state);
}

TEST_CASE("A snapshot cannot hold two of one name") {
  const FullScene scene;
  auto stream = Imaged<StreamRestored>();
  stream.uid = StreamUid{99};
  CHECK_FALSE(IsOfSnapshot(stream, scene.state));
  auto consumer = Imaged<ConsumerRestored>();
  consumer.consumer.uid = ConsumerUid{99};
  CHECK_FALSE(IsOfSnapshot(consumer, scene.state));
  auto channel = Imaged<ChannelRestored>();
  channel.channel.uid = ChannelUid{99};
  CHECK_FALSE(IsOfSnapshot(channel, scene.state));
  auto mapping = Imaged<MappingRestored>();
  mapping.mapping.uid = MappingUid{99};
  CHECK_FALSE(IsOfSnapshot(mapping, scene.state));
  auto stack = Imaged<StackPut>();
  stack.stack.uid = StackUid{99};
  CHECK_FALSE(IsOfSnapshot(stack, scene.state));
}

TEST_CASE("What a snapshot refers to must be there") {
  const State nothing;
  CheckRefused<ConsumerRestored, ChannelRestored, EncryptionPeriodBegan, StackEventsAdded>(nothing);
  CHECK_FALSE(IsOfSnapshot(ChannelWriteFailed{ChannelUid{1}, "", {}}, nothing));
  CHECK_FALSE(AreOfSnapshot({StreamUid{1}, ShardId{0}, {}}, nothing));
  const FullScene scene;
  CHECK(AreOfSnapshot({scene.uid, ShardId{0}, {}}, scene.state));
  CHECK_FALSE(AreOfSnapshot({scene.uid, ShardId{9}, {}}, scene.state));
  // It has nothing to write.
  CHECK_FALSE(IsOfSnapshot(ChannelWriteFailed{ChannelUid{1}, "", {}}, scene.state));
}

TEST_CASE("What a snapshot holds must be whole") {
  const State nothing;
  CHECK_FALSE(IsOfSnapshot(FaultRuleAdded{}, nothing));
  auto rule = Imaged<FaultRuleAdded>();
  rule.rule.action = "NONE";
  CHECK_FALSE(IsOfSnapshot(rule, nothing));
  auto event = Imaged<EventQueued>();
  event.event.function_arn = "no name";
  CHECK_FALSE(IsOfSnapshot(event, nothing));
  const auto stream = Imaged<StreamRestored>();
  CHECK(IsOfSnapshot(stream, nothing));
  auto changed = stream;
  changed.uid = {};
  CHECK_FALSE(IsOfSnapshot(changed, nothing));
  changed = stream;
  changed.shards[1]->id = ShardId{7};
  CHECK_FALSE(IsOfSnapshot(changed, nothing));
  changed = stream;
  changed.shards[1]->withdrawn = true;  // and open
  CHECK_FALSE(IsOfSnapshot(changed, nothing));
  changed = stream;
  changed.next_sequence_index.clear();
  CHECK_FALSE(IsOfSnapshot(changed, nothing));
}

TEST_CASE("What follows in a snapshot must be later than what it has") {
  const FullScene scene;
  CHECK_FALSE(IsOfSnapshot(EncryptionPeriodBegan{scene.uid, {scene.now - Duration::Seconds(1), {}}},
                           scene.state));
  RestoredRecord record{100, scene.now, false, "k", "data"};
  CHECK(AreOfSnapshot({scene.uid, ShardId{1}, {record}}, scene.state));
  record.index = 0;
  CHECK_FALSE(AreOfSnapshot({scene.uid, ShardId{1}, {record}}, scene.state));
  record = {100, scene.now - Duration::Seconds(1), false, "k", "data"};
  CHECK_FALSE(AreOfSnapshot({scene.uid, ShardId{1}, {record}}, scene.state));
}

TEST_CASE("A snapshot with an entry that does not fit is refused as a damaged one is") {
  State state;
  Replay replay(state, Replay::Source::kSnapshot);
  JournalEntry entry;
  entry.name = "StreamDeleted";
  entry.position = 3;
  entry.bytes = EncodeMutation(StreamDeleted{StreamUid{1}})->bytes;
  CHECK(replay.Take(entry) ==
        "the change StreamDeleted at position 3 cannot be read: it is damaged, or a newer version "
        "wrote it");
  entry.kind = JournalEntry::Kind::kRecords;
  entry.stream = StreamUid{1};
  entry.shard = ShardId{0};
  entry.bytes.clear();
  CHECK(replay.Take(entry) ==
        "records of shardId-000000000000 from sequence index 0 cannot be read: they are damaged");
}

}  // namespace
}  // namespace runnel
