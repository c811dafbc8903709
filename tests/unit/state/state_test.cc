#include "core/state/state.h"

#include <doctest/doctest.h>

#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

TEST_CASE("an account that has nothing is empty") {
  const State state;
  CHECK(state.AccountIn(Scene::HomeScope()).streams.empty());
  CHECK(state.AccountIn(Scene::HomeScope()).channels.empty());
  CHECK_FALSE(state.AccountIn(Scene::HomeScope()).commitment.enabled);
  CHECK(state.FindStream(Scene::HomeScope(), "s") == nullptr);
  CHECK(state.FindStream(StreamUid{1}) == nullptr);
  CHECK_FALSE(state.EarliestTimer().has_value());
}

TEST_CASE("streams of one name in two scopes share nothing") {
  Scene scene;
  const StreamUid home = scene.CreateStream("s");
  StreamCreated created;
  created.uid = scene.state.next_stream_uid();
  created.arn = {{AccountId("000000000000"), Region("eu-west-1")}, StreamName("s")};
  scene.state.Apply(created);
  CHECK(scene.state.FindStream(Scene::HomeScope(), "s")->uid == home);
  CHECK(scene.state.FindStream(created.arn.scope, "s")->uid == created.uid);
  CHECK(scene.state.AccountIn(created.arn.scope).streams.size() == 1);
}

TEST_CASE("ids of each kind count up by themselves") {
  Scene scene;
  CHECK(scene.state.next_stream_uid() == StreamUid{1});
  const StreamUid stream = scene.CreateStream("s");
  const ConsumerUid consumer = scene.Register(stream, "c");
  CHECK(scene.state.next_stream_uid() == StreamUid{2});
  CHECK(scene.state.next_consumer_uid() == ConsumerUid{2});
  CHECK(scene.state.next_subscription_id() == SubscriptionId{1});
  CHECK(scene.state.next_channel_uid() == ChannelUid{1});
  scene.Subscribe(consumer, 0);
  CHECK(scene.state.next_subscription_id() == SubscriptionId{2});
  scene.state.Apply(StreamDeleted{stream});
  CHECK(scene.state.next_stream_uid() == StreamUid{2});
}

TEST_CASE("tags are set, replaced and removed on streams, consumers and channels") {
  Scene scene;
  const StreamUid stream = scene.CreateStream("s");
  const ConsumerUid consumer = scene.Register(stream, "c");
  const ChannelUid channel = scene.CreateChannel(stream, "ch");
  const auto tags_of = [&](std::size_t which) -> const TagMap& {
    if (which == 0) return scene.StreamOf(stream).tags;
    return which == 1 ? scene.state.FindConsumer(consumer)->tags
                      : scene.state.FindChannel(channel)->tags;
  };
  std::size_t which = 0;
  using Resource = std::variant<StreamUid, ConsumerUid, ChannelUid>;
  for (const Resource& resource : {Resource(stream), Resource(consumer), Resource(channel)}) {
    scene.state.Apply(TagsChanged{resource, {{"a", "1"}, {"b", "2"}}, {}});
    scene.state.Apply(TagsChanged{resource, {{"b", "3"}, {"c", "4"}}, {"a", "unknown"}});
    CHECK(tags_of(which) == TagMap{{"b", "3"}, {"c", "4"}});
    ++which;
  }
}

TEST_CASE("policies are set and deleted on streams and consumers") {
  Scene scene;
  const StreamUid stream = scene.CreateStream("s");
  const ConsumerUid consumer = scene.Register(stream, "c");
  scene.state.Apply(PolicyChanged{stream, "of the stream"});
  scene.state.Apply(PolicyChanged{consumer, "of the consumer"});
  CHECK(scene.StreamOf(stream).policy == "of the stream");
  CHECK(scene.state.FindConsumer(consumer)->policy == "of the consumer");
  scene.state.Apply(PolicyChanged{stream, std::nullopt});
  CHECK_FALSE(scene.StreamOf(stream).policy.has_value());
  CHECK(scene.state.FindConsumer(consumer)->policy.has_value());
}

TEST_CASE("a billing commitment belongs to one account in one region") {
  Scene scene;
  BillingCommitment commitment;
  commitment.enabled = true;
  scene.state.Apply(BillingCommitmentChanged{Scene::HomeScope(), commitment});
  CHECK(scene.state.AccountIn(Scene::HomeScope()).commitment.enabled);
  const Scope elsewhere{AccountId("000000000000"), Region("eu-west-1")};
  CHECK_FALSE(scene.state.AccountIn(elsewhere).commitment.enabled);
}

TEST_CASE("a state may be moved with everything in it") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  scene.Put(uid, 0, "kept");
  const State moved = std::move(scene.state);
  REQUIRE(moved.FindStream(Scene::HomeScope(), "s") != nullptr);
  CHECK(moved.FindStream(uid)->FindShard({0})->log.record_count() == 1);
}

}  // namespace
}  // namespace runnel
