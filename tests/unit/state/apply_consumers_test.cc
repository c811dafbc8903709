#include <doctest/doctest.h>

#include "core/state/invariants.h"
#include "core/state/state.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

using Ids = std::vector<SubscriptionId>;

// A stream of one shard with an ACTIVE consumer.
struct ConsumedScene : Scene {
  StreamUid stream = CreateStream("s");
  ConsumerUid consumer = Register(stream, "c");

  const Subscription& Of(SubscriptionId id) const { return *state.FindSubscription(id); }
  std::optional<Timestamp> Due(SubscriptionId id) const {
    return DueOf({TimerKind::kSubscription, id.value});
  }
  // A subscription that has nothing to say: its first event was taken.
  SubscriptionId QuietSubscription(std::int32_t shard = 0) {
    const SubscriptionId id = Subscribe(consumer, shard);
    state.Apply(SubscriptionAdvanced{id, {}, now + Duration::Seconds(5)});
    state.TakeReady();
    return id;
  }
};

TEST_CASE("a consumer is CREATING until it is due, then ACTIVE, then DELETING, then gone") {
  Scene scene;
  const StreamUid stream = scene.CreateStream("s");
  ConsumerRegistered registered;
  registered.uid = scene.state.next_consumer_uid();
  registered.stream = stream;
  registered.arn = {Scene::ArnOf("s"), ConsumerName("c"), scene.now.seconds()};
  registered.at = scene.now;
  registered.tags = {{"k", "v"}};
  registered.due = scene.now + Duration::Seconds(1);
  scene.state.Apply(registered);
  const TimerKey timer{TimerKind::kConsumer, registered.uid.value};
  const Consumer& consumer = *scene.state.FindConsumer(registered.uid);
  CHECK(consumer.status == ConsumerStatus::kCreating);
  CHECK(consumer.created_at == scene.now);
  CHECK(consumer.tags == registered.tags);
  CHECK(scene.DueOf(timer) == registered.due);
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(ConsumerActivated{registered.uid});
  CHECK(consumer.status == ConsumerStatus::kActive);
  CHECK_FALSE(scene.DueOf(timer).has_value());
  scene.state.Apply(ConsumerDeletionStarted{registered.uid, scene.now});
  CHECK(consumer.status == ConsumerStatus::kDeleting);
  CHECK(scene.DueOf(timer) == scene.now);
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(ConsumerDeleted{registered.uid});
  CHECK(scene.state.FindConsumer(registered.uid) == nullptr);
  CHECK(scene.StreamOf(stream).consumers.empty());
  CHECK_FALSE(scene.DueOf(timer).has_value());
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a consumer's ARN names one incarnation of it") {
  ConsumedScene scene;
  const ConsumerArn arn = scene.state.FindConsumer(scene.consumer)->arn;
  CHECK(scene.state.FindConsumer(arn)->uid == scene.consumer);
  ConsumerArn later = arn;
  ++later.created_seconds;
  CHECK(scene.state.FindConsumer(later) == nullptr);
  ConsumerArn other = arn;
  other.consumer = ConsumerName("d");
  CHECK(scene.state.FindConsumer(other) == nullptr);
  ConsumerArn elsewhere = arn;
  elsewhere.stream.stream = StreamName("t");
  CHECK(scene.state.FindConsumer(elsewhere) == nullptr);
}

TEST_CASE("a new subscription has an event to give at once") {
  ConsumedScene scene;
  const SubscriptionId id = scene.Subscribe(scene.consumer, 0);
  CHECK(scene.Of(id).event_owed);
  CHECK(scene.Of(id).consumer_arn.consumer == ConsumerName("c"));
  CHECK(scene.ShardOf(scene.stream, 0).subscriptions == Ids{id});
  CHECK(scene.Due(id) == scene.now + Duration::Seconds(5));
  CHECK(scene.state.TakeReady() == Ids{id});
  CHECK(scene.state.TakeReady().empty());
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("subscriptions are named once, in the order in which they became ready") {
  ConsumedScene scene;
  const SubscriptionId first = scene.QuietSubscription();
  const SubscriptionId second = scene.QuietSubscription();
  scene.state.Apply(SubscriptionHeartbeatDue{second});
  scene.Put(scene.stream, 0);
  scene.Put(scene.stream, 0);
  CHECK(scene.state.TakeReady() == Ids{second, first});
  scene.Put(scene.stream, 0);
  CHECK(scene.state.TakeReady() == Ids{first, second});
}

TEST_CASE("records wake the subscriptions of their shard only") {
  Scene scene;
  const StreamUid stream = scene.CreateStream("s", 2);
  const ConsumerUid consumer = scene.Register(stream, "c");
  scene.Subscribe(consumer, 0);
  const SubscriptionId other = scene.Subscribe(consumer, 1);
  scene.state.TakeReady();
  scene.Put(stream, 1);
  CHECK(scene.state.TakeReady() == Ids{other});
}

TEST_CASE("a subscription that gave an event owes the next one later") {
  ConsumedScene scene;
  const SubscriptionId id = scene.Subscribe(scene.consumer, 0);
  const Timestamp heartbeat = scene.now + Duration::Seconds(9);
  scene.state.Apply(SubscriptionAdvanced{id, {4, 2}, heartbeat});
  CHECK(scene.Of(id).position == ShardPosition{4, 2});
  CHECK_FALSE(scene.Of(id).event_owed);
  CHECK(scene.Due(id) == heartbeat);
}

TEST_CASE("a subscription that said nothing for too long owes an event, and is woken once") {
  ConsumedScene scene;
  const SubscriptionId id = scene.QuietSubscription();
  scene.state.Apply(SubscriptionHeartbeatDue{id});
  CHECK(scene.Of(id).event_owed);
  CHECK(scene.state.TakeReady() == Ids{id});
  CHECK(scene.Due(id) == scene.Of(id).ends);
}

TEST_CASE("a subscription is due no later than the end of its lifetime") {
  ConsumedScene scene;
  const SubscriptionId id = scene.Subscribe(scene.consumer, 0);
  const Timestamp ends = scene.Of(id).ends;
  scene.state.Apply(SubscriptionAdvanced{id, {}, ends + Duration::Seconds(1)});
  CHECK(scene.Due(id) == ends);
}

TEST_CASE("a subscription that ends is woken, keeps its first reason, and waits to be closed") {
  ConsumedScene scene;
  const SubscriptionId id = scene.QuietSubscription();
  scene.state.Apply(SubscriptionEnding{id, SubscriptionEnd::kTakenOver});
  scene.state.Apply(SubscriptionEnding{id, SubscriptionEnd::kExpired});
  CHECK(scene.Of(id).ending == SubscriptionEnd::kTakenOver);
  CHECK(scene.state.TakeReady() == Ids{id});
  CHECK_FALSE(scene.Due(id).has_value());
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(SubscriptionClosed{id});
  CHECK(scene.state.FindSubscription(id) == nullptr);
  CHECK(scene.ShardOf(scene.stream, 0).subscriptions.empty());
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a subscription that is closed while it has something to say is no trouble") {
  ConsumedScene scene;
  const SubscriptionId id = scene.Subscribe(scene.consumer, 0);
  scene.state.Apply(SubscriptionClosed{id});
  scene.state.TakeReady();
  CHECK(scene.state.FindSubscription(id) == nullptr);
  CHECK_FALSE(scene.Due(id).has_value());
}

TEST_CASE("the end of a shard wakes its subscriptions, which go on until they have read it") {
  ConsumedScene scene;
  const SubscriptionId id = scene.QuietSubscription();
  scene.Split(scene.stream, 0);
  CHECK(scene.state.TakeReady() == Ids{id});
  CHECK_FALSE(scene.Of(id).ending.has_value());
}

TEST_CASE("a subscription to a shard that expires ends") {
  ConsumedScene scene;
  const SubscriptionId id = scene.QuietSubscription();
  scene.Split(scene.stream, 0);
  scene.Advance(Duration::Hours(25));
  scene.Retain(scene.stream);
  CHECK(scene.Of(id).ending == SubscriptionEnd::kShardExpired);
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(SubscriptionClosed{id});
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("the subscriptions of a consumer end with it, those of others go on") {
  ConsumedScene scene;
  const ConsumerUid other = scene.Register(scene.stream, "d");
  const SubscriptionId ending = scene.QuietSubscription();
  const SubscriptionId going_on = scene.Subscribe(other, 0);
  scene.state.Apply(ConsumerDeletionStarted{scene.consumer, scene.now});
  CHECK(scene.Of(ending).ending == SubscriptionEnd::kConsumerDeleted);
  CHECK_FALSE(scene.Of(going_on).ending.has_value());
  scene.state.Apply(ConsumerDeleted{scene.consumer});
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("a channel is created, updated and deleted, each taking its time") {
  Scene scene;
  const StreamUid stream = scene.CreateStream("s");
  const ChannelUid uid = scene.CreateChannel(stream, "ch");
  const TimerKey timer{TimerKind::kChannel, uid.value};
  const Channel& channel = *scene.state.FindChannel(uid);
  CHECK(channel.status == ChannelStatus::kCreating);
  CHECK(scene.state.FindChannel(channel.arn) == &channel);
  CHECK(scene.DueOf(timer) == scene.now + Duration::Seconds(1));
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(ChannelActivated{uid});
  CHECK(channel.status == ChannelStatus::kActive);
  CHECK_FALSE(scene.DueOf(timer).has_value());
  CloudWatchLogs logs;
  logs.enabled = true;
  scene.state.Apply(ChannelUpdateStarted{uid, 600, logs, scene.now});
  CHECK(channel.status == ChannelStatus::kUpdating);
  CHECK(channel.configuration.s3->data_freshness_in_seconds == 600);
  CHECK(channel.configuration.logs.enabled == true);
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(ChannelActivated{uid});
  scene.state.Apply(ChannelDeletionStarted{uid, scene.now});
  CHECK(channel.status == ChannelStatus::kDeleting);
  CHECK(FindViolation(scene.state) == "");
  scene.state.Apply(ChannelDeleted{uid});
  CHECK(scene.state.FindChannel(uid) == nullptr);
  CHECK(scene.state.AccountIn(Scene::HomeScope()).channels.empty());
  CHECK_FALSE(scene.DueOf(timer).has_value());
  CHECK(FindViolation(scene.state) == "");
}

TEST_CASE("an update of a channel replaces what it names and nothing else") {
  Scene scene;
  const ChannelUid uid = scene.CreateChannel(scene.CreateStream("s"), "ch");
  scene.state.Apply(ChannelActivated{uid});
  scene.state.Apply(ChannelUpdateStarted{uid, 300, std::nullopt, scene.now});
  scene.state.Apply(ChannelActivated{uid});
  CloudWatchLogs logs;
  logs.log_group_name = "group";
  scene.state.Apply(ChannelUpdateStarted{uid, std::nullopt, logs, scene.now});
  const ChannelConfiguration& configuration = scene.state.FindChannel(uid)->configuration;
  CHECK(configuration.s3->data_freshness_in_seconds == 300);
  CHECK(configuration.logs.log_group_name == "group");
  CHECK_FALSE(configuration.s3_tables.has_value());
}

}  // namespace
}  // namespace runnel
