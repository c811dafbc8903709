// The life of a SubscribeToShard response, through the facade.
#include <doctest/doctest.h>

#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {
namespace {

bool Has(const std::string& frames, std::string_view text) {
  return frames.find(text) != std::string::npos;
}

struct SubscriptionFixture : EmulatorFixture {
  SubscriptionFixture() {
    Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    const Answer registered =
        Call("RegisterStreamConsumer",
             R"({"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",)"
             R"("ConsumerName":"c"})");
    consumer_arn = registered.json.at("Consumer").at("ConsumerARN").get_string().c_str();
  }

  Answer Subscribe(std::string_view type = "LATEST") {
    return Call("SubscribeToShard", R"({"ConsumerARN":")" + consumer_arn +
                                        R"(","ShardId":"shardId-000000000000",)"
                                        R"("StartingPosition":{"Type":")" +
                                        std::string(type) + "\"}}");
  }
  void Put(std::string_view base64) {
    Call("PutRecord",
         R"({"StreamName":"s","PartitionKey":"a","Data":")" + std::string(base64) + "\"}");
  }
  // Whether the emulator says that the subscription has something to say.
  bool IsReady(SubscriptionId subscription) {
    for (const SubscriptionId ready : emulator.TakeReady()) {
      if (ready == subscription) return true;
    }
    return false;
  }

  std::string consumer_arn;
  bool ended = false;
};

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: the first event comes at once") {
  const SubscriptionId id = Subscribe().subscription;
  REQUIRE(id);
  CHECK(IsReady(id));
  const std::string frames = Take(id, ended);
  CHECK(Has(frames, "\"Records\":[]"));
  CHECK(Has(frames, "\"ContinuationSequenceNumber\":"));
  CHECK_FALSE(Has(frames, "ChildShards"));
  CHECK_FALSE(ended);
  CHECK(Take(id, ended).empty());
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: a put makes it ready, once") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  emulator.TakeReady();
  Put("b25l");
  Put("dHdv");
  CHECK(emulator.TakeReady() == std::vector<SubscriptionId>{id});
  const std::string frames = Take(id, ended);
  CHECK(Has(frames, "b25l"));
  CHECK(Has(frames, "dHdv"));
  CHECK(Has(frames, "\"MillisBehindLatest\":0"));
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: silence is broken every five seconds") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  emulator.TakeReady();
  CHECK(emulator.NextDeadline() == Duration::Seconds(5));
  Advance(Duration::Milliseconds(4999));
  CHECK_FALSE(IsReady(id));
  Advance(Duration::Milliseconds(1));
  CHECK(IsReady(id));
  CHECK(Has(Take(id, ended), "\"Records\":[]"));
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: it ends without a word after 300 seconds") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  Advance(Duration::Seconds(300));
  CHECK(IsReady(id));
  CHECK(Take(id, ended).empty());
  CHECK(ended);
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: what is not taken stays in the shard") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  const std::string large(1'000'000, 'A');
  for (int i = 0; i < 3; ++i) Put(large);
  SubscriptionOutput first = emulator.Poll(id);
  std::string frames;
  first.Encode(frames);
  CHECK(first.more);
  CHECK(frames.size() < 2 * large.size());
  while (first.more) {
    first = emulator.Poll(id);
    first.Encode(frames);
  }
  CHECK(frames.size() > 3 * large.size());
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: another one takes over after five seconds") {
  const SubscriptionId old = Subscribe().subscription;
  Take(old, ended);
  Advance(Duration::Milliseconds(4999));
  CHECK(Subscribe().error() == "ResourceInUseException");
  Advance(Duration::Milliseconds(1));
  const SubscriptionId fresh = Subscribe().subscription;
  CHECK(fresh);
  CHECK(Has(Take(old, ended), "ResourceInUseException"));
  CHECK(ended);
  Take(fresh, ended);
  CHECK_FALSE(ended);
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: a client that hangs up frees its place") {
  emulator.Unsubscribe(Subscribe().subscription);
  CHECK(Subscribe().subscription);
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: the end of the shard names the children") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  Put("bGFzdA==");
  Call("SplitShard",
       R"({"StreamName":"s","ShardToSplit":"shardId-000000000000","NewStartingHashKey":"9"})");
  const std::string frames = Take(id, ended);
  CHECK(Has(frames, "bGFzdA=="));
  CHECK(Has(frames, "\"ChildShards\":[{\"ShardId\":\"shardId-000000000001\""));
  CHECK_FALSE(Has(frames, "ContinuationSequenceNumber"));
  CHECK(ended);
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: the stream's deletion ends it in words") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  Call("DeleteStream", R"({"StreamName":"s","EnforceConsumerDeletion":true})");
  CHECK(Has(Take(id, ended), "ResourceNotFoundException"));
  CHECK(ended);
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: deregistering the consumer ends it") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  Call("DeregisterStreamConsumer", R"({"ConsumerARN":")" + consumer_arn + "\"}");
  CHECK(Has(Take(id, ended), "ResourceNotFoundException"));
  CHECK(ended);
}

}  // namespace
}  // namespace runnel
