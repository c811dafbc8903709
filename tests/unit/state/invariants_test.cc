// Sound states first, then planted damage. Nobody but State::Apply may change a state; the tests
// here go behind its back on purpose, by casting away the const of what it shows.
#include "core/state/invariants.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"
#include "core/state/applied_counts.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

Stream& Damaged(const Scene& scene, StreamUid uid) {
  return const_cast<Stream&>(scene.StreamOf(uid));
}

void Finds(const Scene& scene, const std::string& what) {
  const std::string violation = FindViolation(scene.state);
  CAPTURE(violation);
  CAPTURE(what);
  CHECK(violation.find(what) != std::string::npos);
}

// Does whatever may be done next to a state, chosen at random.
class RandomWalk {
 public:
  explicit RandomWalk(std::uint64_t seed) : prng_(seed) {}

  void Step() {
    scene_.Advance(Duration::Milliseconds(static_cast<std::int64_t>(prng_.Next() % 1'000'000)));
    if (prng_.Next() % 100 == 0) scene_.Advance(Duration::Hours(20));
    const std::uint64_t choice = prng_.Next() % 100;
    if (choice < 5) return CreateStream();
    const Stream* const stream = AnyStream();
    if (stream == nullptr) return;
    const StreamUid uid = stream->uid;
    if (stream->status == StreamStatus::kCreating) return scene_.FinishCreating(uid);
    if (stream->status == StreamStatus::kDeleting) return scene_.state.Apply(StreamDeleted{uid});
    if (choice < 7) {
      if (!stream->channels.empty()) return;  // they keep it
      scene_.state.Apply(StreamChangeStarted{uid, PendingDeletion{}, scene_.now});
    } else if (choice < 15) {
      Reshard(*stream);
    } else if (choice < 25) {
      scene_.Retain(uid);
    } else if (choice < 35) {
      ChangeConsumers(*stream);
    } else if (choice < 45) {
      ChangeSubscriptions(*stream);
    } else if (choice < 48) {
      ChangeChannels(*stream);
    } else if (choice < 50) {
      ChangeRetention(uid);
    } else {
      scene_.Put(uid, AnyOpenShard(*stream), std::string(prng_.Next() % 2000, 'd'));
    }
  }

  const State& state() const { return scene_.state; }

 private:
  void CreateStream() {
    const std::string name = "s" + std::to_string(prng_.Next() % 4);
    if (scene_.state.FindStream(Scene::HomeScope(), name) != nullptr) return;
    scene_.StartCreating(name, static_cast<std::int32_t>(1 + prng_.Next() % 6));
  }

  const Stream* AnyStream() {
    const auto& streams = scene_.state.AccountIn(Scene::HomeScope()).streams;
    if (streams.empty()) return nullptr;
    return std::next(streams.begin(), static_cast<std::ptrdiff_t>(prng_.Next() % streams.size()))
        ->second;
  }

  std::int32_t AnyOpenShard(const Stream& stream) {
    return stream.open_shards[prng_.Next() % stream.open_shards.size()].shard->id.index;
  }

  void Reshard(const Stream& stream) {
    if (prng_.Next() % 2 == 0 || stream.open_shards.size() == 1) {
      return scene_.Split(stream.uid, AnyOpenShard(stream));
    }
    const std::size_t place = prng_.Next() % (stream.open_shards.size() - 1);
    scene_.Merge(stream.uid, stream.open_shards[place].shard->id.index,
                 stream.open_shards[place + 1].shard->id.index);
  }

  void ChangeConsumers(const Stream& stream) {
    const std::string name = "c" + std::to_string(prng_.Next() % 3);
    const auto entry = stream.consumers.find(name);
    if (entry == stream.consumers.end()) {
      scene_.Register(stream.uid, name);
    } else if (entry->second->status == ConsumerStatus::kActive) {
      scene_.state.Apply(ConsumerDeletionStarted{entry->second->uid, scene_.now});
    } else {
      scene_.state.Apply(ConsumerDeleted{entry->second->uid});
    }
  }

  void ChangeSubscriptions(const Stream& stream) {
    const std::vector<SubscriptionId> ready = scene_.state.TakeReady();
    for (const SubscriptionId id : ready) {
      const Subscription* const subscription = scene_.state.FindSubscription(id);
      if (subscription != nullptr && subscription->ending) {
        scene_.state.Apply(SubscriptionClosed{id});
      }
    }
    for (const auto& [name, consumer] : stream.consumers) {
      if (consumer->status != ConsumerStatus::kActive) continue;
      scene_.Subscribe(consumer->uid, AnyOpenShard(stream));
      return;
    }
  }

  void ChangeChannels(const Stream& stream) {
    if (stream.channels.empty()) {
      const ChannelUid channel = scene_.CreateChannel(stream.uid, "ch of " + stream.name().text());
      return scene_.StartChannel(channel);
    }
    const ChannelUid channel = stream.channels.front()->uid;
    if (prng_.Next() % 4 > 0) return scene_.DeliverAll(channel);
    scene_.state.Apply(ChannelDeletionStarted{channel, scene_.now});
    scene_.state.Apply(ChannelDeleted{channel});
  }

  void ChangeRetention(StreamUid uid) {
    StreamSettingsChange change;
    change.retention_hours = static_cast<std::int32_t>(24 + prng_.Next() % 3);
    scene_.state.Apply(StreamSettingsChanged{uid, change, scene_.now});
  }

  Prng prng_;
  Scene scene_;
};

TEST_CASE("an empty state is sound") { CHECK(FindViolation(State()) == ""); }

TEST_CASE("a state stays sound whatever happens to it") {
  std::size_t expired = 0;
  const auto withdrawals = [] { return CountApplied()[Mutation(ShardWithdrawn()).index()]; };
  const std::uint64_t withdrawn = withdrawals();
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    RandomWalk walk(seed);
    for (int step = 0; step < 1500; ++step) {
      walk.Step();
      REQUIRE(FindViolation(walk.state()) == "");
    }
    walk.state().ForEachStream([&](const Stream& stream) {
      for (const auto& shard : stream.shards) expired += shard == nullptr ? 1 : 0;
    });
    CHECK(walk.state().next_stream_uid().value > 5);
    CHECK(walk.state().next_subscription_id().value > 5);
  }
  CHECK(expired > 0);
  CHECK(withdrawals() > withdrawn);
}

TEST_CASE("a gap or an overlap between open shards is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 3);
  HashKeyRange& range = Damaged(scene, uid).shards[1]->range;
  const HashKeyRange sound = range;
  ++range.ending.value;
  Finds(scene, "stream s: the open shards do not tile the key space");
  range = sound;
  --range.ending.value;
  Finds(scene, "do not tile the key space");
  range = sound;
  ++range.starting.value;
  Finds(scene, "an open shard begins elsewhere");
  range = sound;
  CHECK(FindViolation(scene.state) == "");
  --Damaged(scene, uid).shards[2]->range.ending.value;
  Finds(scene, "to its end");
}

TEST_CASE("a replacement of shards whose ranges only add up is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  const HashKeyRange lower = scene.ShardOf(uid, 0).range;
  ShardsReplaced replaced;
  replaced.uid = uid;
  replaced.at = scene.now;
  replaced.closed = {{1}};
  replaced.closed_seconds = scene.now.seconds();
  replaced.opened = {{{2}, ShardId{1}, std::nullopt, lower}};
  replaced.created_seconds = scene.now.seconds() + 1;
  scene.state.Apply(replaced);
  Finds(scene, "do not tile the key space");
}

TEST_CASE("a list of open shards that is not true is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  Stream& stream = Damaged(scene, uid);
  stream.open_shards.pop_back();
  Finds(scene, "another length");
  stream.open_shards.push_back(stream.open_shards.front());
  Finds(scene, "names what is none");
}

TEST_CASE("a shard that stands in another's place is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  Damaged(scene, uid).shards[1]->id = {7};
  Finds(scene, "shardId-000000000007: it stands elsewhere");
}

TEST_CASE("a lineage that is not true is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  scene.Split(uid, 0);
  Shard& child = *Damaged(scene, uid).shards[2];
  child.parent = {1};
  Finds(scene, "its parent is open");
  child.parent = {3};
  Finds(scene, "it is not younger than its parent");
  child.parent.reset();
  child.adjacent_parent = {0};
  Finds(scene, "it has only an adjacent parent");
  child.adjacent_parent.reset();
  child.parent = {0};
  CHECK(FindViolation(scene.state) == "");
  --child.created_seconds;
  Finds(scene, "its sequence numbers do not follow its parent's");
  ++child.created_seconds;
  Damaged(scene, uid).shards[0]->children.pop_back();
  Finds(scene, "shardId-000000000003: its parent does not know it");
}

TEST_CASE("records that are out of order or outside their shard's time are found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  scene.Put(uid, 0);
  Shard& shard = *Damaged(scene, uid).shards[0];
  ++shard.created_seconds;
  Finds(scene, "a record is older than the shard");
  --shard.created_seconds;
  Damaged(scene, uid).next_sequence_index[0] = 1;
  Finds(scene, "the next sequence index was used before");
  Damaged(scene, uid).next_sequence_index[0] = 2;
  CHECK(FindViolation(scene.state) == "");
  scene.Advance(Duration::Seconds(5));
  scene.Split(uid, 0);
  shard.closed_seconds = shard.created_seconds;
  CHECK(FindViolation(scene.state) == "");
  shard.log.Append({{5, shard.created_seconds + 1}, scene.now, "k", "late", false});
  Finds(scene, "a record is younger than the shard's end");
}

TEST_CASE("a status that belies the pending change or the timer is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  Stream& stream = Damaged(scene, uid);
  stream.status = StreamStatus::kUpdating;
  Finds(scene, "its pending change belies its status");
  stream.pending = PendingMerge{{0}, {1}};
  Finds(scene, "its timer belies its status");
  stream.pending.reset();
  stream.status = StreamStatus::kActive;
  const ConsumerUid consumer = scene.Register(uid, "c");
  const_cast<Consumer*>(scene.state.FindConsumer(consumer))->status = ConsumerStatus::kDeleting;
  Finds(scene, "consumer c: its timer belies its status");
}

TEST_CASE("records without a retention timer, and timers without a thing, are found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  auto& timers = const_cast<Timers&>(scene.state.timers());
  scene.Put(uid, 0);
  timers.Disarm({TimerKind::kRetention, uid.value, 0});
  Finds(scene, "its retention timer is wrong");
  timers.Arm({TimerKind::kRetention, uid.value, 0}, scene.now);
  CHECK(FindViolation(scene.state) == "");
  for (const TimerKind kind : {TimerKind::kStream, TimerKind::kConsumer, TimerKind::kChannel,
                               TimerKind::kRetention, TimerKind::kSubscription}) {
    const TimerKey nobody{kind, 99, 0};
    timers.Arm(nobody, scene.now);
    Finds(scene, "timer of 99: it is armed for what is gone");
    timers.Disarm(nobody);
  }
}

TEST_CASE("a subscription that its shard does not know, or the other way round, is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  const SubscriptionId id = scene.Subscribe(scene.Register(uid, "c"), 0);
  auto& listed = Damaged(scene, uid).shards[0]->subscriptions;
  listed.push_back(id);
  Finds(scene, "it lists a subscription twice");
  listed.clear();
  Finds(scene, "its shard does not list it");
  listed.push_back(id);
  CHECK(FindViolation(scene.state) == "");
  Damaged(scene, uid).shards[1]->subscriptions.push_back(id);
  Finds(scene, "it lists a subscription that does not read it");
}

TEST_CASE("a consumer that its stream does not list is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  scene.Register(uid, "c");
  Damaged(scene, uid).consumers.clear();
  Finds(scene, "consumer c: its stream does not list it");
}

TEST_CASE("a withdrawn shard that is open, there as well, or somewhere else is found") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  const ChannelUid channel = scene.CreateChannel(uid, "ch");
  scene.StartChannel(channel);
  scene.Put(uid, 0);
  scene.Split(uid, 0);
  scene.Advance(Duration::Hours(25));
  scene.Retain(uid);
  auto& withdrawn = Damaged(scene, uid).withdrawn;
  REQUIRE(withdrawn.size() == 1);
  CHECK(FindViolation(scene.state) == "");
  Shard& shard = *withdrawn[{0}];
  shard.subscriptions.push_back({1});
  Finds(scene, "it is withdrawn, and subscribed to");
  shard.subscriptions.clear();
  shard.id = {9};
  Finds(scene, "it stands elsewhere");
  shard.id = {0};
  const auto closed_at = std::exchange(shard.closed_at, std::nullopt);
  Finds(scene, "it is withdrawn, and open");
  shard.closed_at = closed_at;
  Damaged(scene, uid).shards[0] = std::make_unique<Shard>();
  Finds(scene, "it is withdrawn, and there as well");
  Damaged(scene, uid).shards[0].reset();
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("an account that does not list its streams is found") {
  Scene scene;
  scene.CreateStream("s");
  auto& account = const_cast<Account&>(scene.state.AccountIn(Scene::HomeScope()));
  account.streams["t"] = account.streams["s"];
  Finds(scene, "it lists another number of streams");
  account.streams.erase("t");
  CHECK(FindViolation(scene.state) == "");
  account.streams.clear();
  Finds(scene, "its account does not list it");
}

TEST_CASE("an account that counts wrong what its streams use is found, also without streams") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  auto& usage = const_cast<Account&>(scene.state.AccountIn(Scene::HomeScope())).usage;
  ++usage.open_shards;
  Finds(scene, "it counts wrong what its streams use");
  scene.state.Apply(StreamDeleted{uid});
  Finds(scene, "it counts wrong what its streams use");
  --usage.open_shards;
  CHECK(FindViolation(scene.state) == "");
}

}  // namespace
}  // namespace runnel
