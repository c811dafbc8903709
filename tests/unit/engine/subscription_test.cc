// The life of a SubscribeToShard response, through the facade.
#include <doctest/doctest.h>

#include "tests/unit/engine/subscription_fixture.h"

namespace runnel {
namespace {

// The last ContinuationSequenceNumber in the frames.
std::string ContinuationIn(const std::string& frames) {
  constexpr std::string_view kKey = "\"ContinuationSequenceNumber\":\"";
  const std::size_t key = frames.rfind(kKey);
  REQUIRE(key != std::string::npos);
  const std::size_t begin = key + kKey.size();
  return frames.substr(begin, frames.find('"', begin) - begin);
}

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

TEST_CASE_FIXTURE(SubscriptionFixture,
                  "Subscription: a consumer that is behind gets 2 MiB a second") {
  const std::string large(1'000'000, 'A');  // 750,000 bytes, so that an event holds one
  for (int i = 0; i < 12; ++i) Put(large);
  Put("bGFzdA==");
  Control("UpdateStreamLimits", R"({"StreamName":"s","Limits":"AWS"})");
  const SubscriptionId id = Subscribe("TRIM_HORIZON").subscription;
  std::string frames = Take(id, ended);
  CHECK(frames.size() > large.size());
  CHECK(frames.size() < 2 * large.size());
  emulator.TakeReady();
  CHECK(Take(id, ended).empty());
  Advance(Duration::Milliseconds(356));
  CHECK_FALSE(IsReady(id));
  CHECK(Take(id, ended).empty());
  Advance(Duration::Milliseconds(1));
  CHECK(IsReady(id));
  // 9 MB take four seconds and a third in all; then nothing is held back any more.
  std::int64_t passed_millis = 357;
  while (!Has(frames = Take(id, ended), "bGFzdA==")) {
    Advance(Duration::Milliseconds(1));
    ++passed_millis;
    REQUIRE(passed_millis < 10'000);
  }
  CHECK(passed_millis > 3'900);
  CHECK(passed_millis < 4'400);
  Put("YXQgb25jZQ==");
  CHECK(Has(Take(id, ended), "YXQgb25jZQ=="));
  CHECK(Has(frames, "\"MillisBehindLatest\":0"));
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

TEST_CASE_FIXTURE(SubscriptionFixture,
                  "Subscription: continuing, AT_ or AFTER_, loses nothing and repeats nothing") {
  SubscriptionId id = Subscribe("TRIM_HORIZON").subscription;
  for (const char* type : {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"}) {
    CAPTURE(type);
    Put("b25l");
    const std::string taken = Take(id, ended);
    CHECK(Has(taken, "b25l"));
    emulator.Unsubscribe(id);
    Put("dHdv");
    id = SubscribeFrom(type, ContinuationIn(taken)).subscription;
    REQUIRE(id);
    const std::string continued = Take(id, ended);
    CHECK(Has(continued, "dHdv"));
    CHECK_FALSE(Has(continued, "b25l"));
  }
}

TEST_CASE_FIXTURE(SubscriptionFixture,
                  "Subscription: continuing from a silent event misses nothing put since") {
  const SubscriptionId silent = Subscribe().subscription;
  const std::string number = ContinuationIn(Take(silent, ended));
  emulator.Unsubscribe(silent);
  Put("b25l");
  const SubscriptionId id = SubscribeFrom("AFTER_SEQUENCE_NUMBER", number).subscription;
  CHECK(Has(Take(id, ended), "b25l"));
}

TEST_CASE_FIXTURE(SubscriptionFixture,
                  "Subscription: silent events do not pile up for a client that does not read") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  emulator.TakeReady();
  for (int i = 0; i < 3; ++i) Advance(Duration::Seconds(5));
  CHECK(emulator.TakeReady() == std::vector<SubscriptionId>{id});
  CHECK(Has(Take(id, ended), "\"Records\":[]"));
  CHECK(Take(id, ended).empty());
  CHECK(emulator.NextDeadline() == Duration::Seconds(5));
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: an event with records puts off the silence") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  Advance(Duration::Seconds(4));
  Put("b25l");
  Take(id, ended);
  emulator.TakeReady();
  Advance(Duration::Milliseconds(4999));
  CHECK_FALSE(IsReady(id));
  Advance(Duration::Milliseconds(1));
  CHECK(IsReady(id));
}

TEST_CASE_FIXTURE(SubscriptionFixture,
                  "Subscription: the shard's end comes after all that was not taken yet") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  const std::string large(1'000'000, 'A');
  for (int i = 0; i < 3; ++i) Put(large);
  Call("SplitShard",
       R"({"StreamName":"s","ShardToSplit":"shardId-000000000000","NewStartingHashKey":"9"})");
  SubscriptionOutput first = emulator.Poll(id);
  std::string frames;
  first.Encode(frames);
  CHECK(first.more);
  CHECK_FALSE(first.ended);
  CHECK_FALSE(Has(frames, "ChildShards"));
  frames += Take(id, ended);
  CHECK(frames.size() > 3 * large.size());
  CHECK(Has(frames, "ChildShards"));
  CHECK(ended);
}

TEST_CASE_FIXTURE(SubscriptionFixture,
                  "Subscription: only the newest one counts when the older ones were not read") {
  const SubscriptionId first = Subscribe().subscription;
  Advance(Duration::Seconds(5));
  const SubscriptionId second = Subscribe().subscription;
  CHECK(Subscribe().error() == "ResourceInUseException");
  Advance(Duration::Seconds(5));
  const SubscriptionId third = Subscribe().subscription;
  CHECK(third);
  for (const SubscriptionId old : {first, second}) {
    CHECK(Has(Take(old, ended), "ResourceInUseException"));
    CHECK(ended);
  }
  Take(third, ended);
  CHECK_FALSE(ended);
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: a dry run neither opens nor replaces one") {
  const SubscriptionId id = Subscribe().subscription;
  Advance(Duration::Seconds(5));
  const Answer dry =
      Call("SubscribeToShard", R"({"ConsumerARN":")" + consumer_arn +
                                   R"(","ShardId":"shardId-000000000000","DryRun":true,)"
                                   R"("StartingPosition":{"Type":"LATEST"}})");
  CHECK(dry.error() == "DryRunOperationException");
  CHECK_FALSE(dry.subscription);
  Take(id, ended);
  CHECK_FALSE(ended);
}

TEST_CASE_FIXTURE(SubscriptionFixture, "Subscription: a reset ends it") {
  const SubscriptionId id = Subscribe().subscription;
  Take(id, ended);
  emulator.TakeReady();
  const Header headers[] = {{"X-Amz-Target", "Runnel.Reset"},
                            {"Content-Type", "application/x-amz-json-1.1"},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization",
                             "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/"
                             "aws4_request, SignedHeaders=host, Signature=0"}};
  CHECK(emulator.Handle({"POST", "/", headers, "{}"}).status == 200);
  CHECK(IsReady(id));
  CHECK(Take(id, ended).empty());
  CHECK(ended);
}

}  // namespace
}  // namespace runnel
