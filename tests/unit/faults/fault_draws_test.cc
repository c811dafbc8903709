#include "core/faults/fault_draws.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

// Rules at work on one stream, and calls about it.
struct Rules {
  Rules() { scene.CreateStream("orders", 2); }

  void Add(FaultRule rule, const std::string& id = "r") {
    rule.rule_id = id;
    scene.state.Apply(FaultRuleAdded{rule, scene.now});
  }
  CallSubject Subject(std::string_view operation) const {
    CallSubject subject;
    subject.operation = operation;
    subject.account = AccountId("111122223333");
    subject.stream_arn = Scene::ArnOf("orders");
    subject.stream = scene.state.FindStream(Scene::HomeScope(), "orders");
    return subject;
  }
  CallFaults Call(const CallSubject& subject) {
    FaultDraws draws(scene.state, random, scene.now, Duration::Seconds(300), subject);
    const CallFaults faults = draws.OnCall();
    for (const Mutation& count : draws.TakeCounts()) scene.state.Apply(count);
    return faults;
  }
  // Whether a call of PutRecord is dropped.
  bool Strikes() { return Call(Subject("PutRecord")).drop_after; }
  const FaultTally& tally() const { return scene.state.fault_rules().front().tally; }

  Scene scene;
  Prng random{7};
};

FaultRule Dropping() {
  FaultRule rule;
  rule.action = "DROP_AFTER";
  return rule;
}

TEST_CASE("a rule without conditions strikes every call") {
  Rules rules;
  rules.Add(Dropping());
  CHECK(rules.Strikes());
  CHECK(rules.Call(rules.Subject("ListStreams")).drop_after);
  CHECK(rules.tally().matched == 2);
  CHECK(rules.tally().fired == 2);
}

TEST_CASE("a rule is about the calls it names") {
  Rules rules;
  FaultRule rule = Dropping();
  rule.operations = {"Put*", "GetRecords"};
  rule.stream_name = "ord?rs";
  rule.caller_account = "1111*";
  rules.Add(rule);
  CHECK(rules.Strikes());
  CHECK(rules.Call(rules.Subject("GetRecords")).drop_after);
  CHECK_FALSE(rules.Call(rules.Subject("GetShardIterator")).drop_after);
  CallSubject other = rules.Subject("PutRecord");
  other.stream_arn = Scene::ArnOf("payments");
  CHECK_FALSE(rules.Call(other).drop_after);
  other.stream_arn.reset();
  CHECK_FALSE(rules.Call(other).drop_after);
  other = rules.Subject("PutRecord");
  other.account = AccountId("999922223333");
  CHECK_FALSE(rules.Call(other).drop_after);
  CHECK(rules.tally().matched == 2);
}

TEST_CASE("a rule for shards, consumers or ARNs strikes those alone") {
  Rules rules;
  FaultRule rule = Dropping();
  rule.shard_id = "shardId-*1";
  rule.consumer_name = "slow";
  rule.stream_name = "arn:aws:kinesis:*:stream/orders";
  rules.Add(rule);
  CallSubject subject = rules.Subject("SubscribeToShard");
  subject.consumer_name = "slow";
  CHECK_FALSE(rules.Call(subject).drop_after);  // no shard
  subject.shard = ShardId{1};
  CHECK(rules.Call(subject).drop_after);
  subject.shard = ShardId{2};
  CHECK_FALSE(rules.Call(subject).drop_after);
  subject.shard = ShardId{1};
  subject.consumer_name = "quick";
  CHECK_FALSE(rules.Call(subject).drop_after);
}

TEST_CASE("a rule for keys strikes a call if one of its records has such a key") {
  Rules rules;
  FaultRule rule = Dropping();
  rule.partition_key = "user-*";
  rules.Add(rule);
  CallSubject subject = rules.Subject("PutRecords");
  CHECK_FALSE(rules.Call(subject).drop_after);
  subject.records = {{ShardId{0}, "device-1"}, {ShardId{1}, "device-2"}};
  CHECK_FALSE(rules.Call(subject).drop_after);
  subject.records.push_back({ShardId{1}, "user-1"});
  CHECK(rules.Call(subject).drop_after);
}

TEST_CASE("every Nth, the first N and a window count what matches") {
  SUBCASE("every third") {
    Rules rules;
    FaultRule rule = Dropping();
    rule.every_nth = 3;
    rules.Add(rule);
    std::string struck;
    for (int i = 0; i < 9; ++i) struck += rules.Strikes() ? 'x' : '.';
    CHECK(struck == "..x..x..x");
  }
  SUBCASE("the first two") {
    Rules rules;
    FaultRule rule = Dropping();
    rule.first_n = 2;
    rules.Add(rule);
    std::string struck;
    for (int i = 0; i < 5; ++i) struck += rules.Strikes() ? 'x' : '.';
    CHECK(struck == "xx...");
  }
  SUBCASE("a window in time") {
    Rules rules;
    FaultRule rule = Dropping();
    rule.start_millis = 1000;
    rule.end_millis = 3000;
    rules.Add(rule);
    std::string struck;
    for (int i = 0; i < 5; ++i) {
      struck += rules.Strikes() ? 'x' : '.';
      rules.scene.Advance(Duration::Milliseconds(i == 0 ? 999 : 1));
      if (i == 2) rules.scene.Advance(Duration::Milliseconds(1998));
    }
    CHECK(struck == "..xx.");
  }
}

TEST_CASE("a budget is spent, and refilled by the clock") {
  Rules rules;
  FaultRule rule = Dropping();
  rule.budget_tokens = 2;
  rule.budget_refill_per_second = 0.5;
  rules.Add(rule);
  CHECK(rules.Strikes());
  CHECK(rules.Strikes());
  CHECK_FALSE(rules.Strikes());
  rules.scene.Advance(Duration::Milliseconds(1999));
  CHECK_FALSE(rules.Strikes());
  rules.scene.Advance(Duration::Milliseconds(1));
  CHECK(rules.Strikes());
  CHECK(rules.tally().fired == 3);
}

TEST_CASE("a probability is met over ten thousand draws, and equal seeds draw alike") {
  for (const double probability : {0.01, 0.1, 0.5, 0.9}) {
    std::string first;
    for (int round = 0; round < 2; ++round) {
      Rules rules;
      FaultRule rule = Dropping();
      rule.probability = probability;
      rules.Add(rule);
      std::string struck;
      constexpr int kDraws = 10'000;
      for (int i = 0; i < kDraws; ++i) struck += rules.Strikes() ? 'x' : '.';
      // Four standard deviations: one run in sixteen thousand is further off, and the seed is
      // fixed.
      const double expected = kDraws * probability;
      const double bound = 4 * std::sqrt(expected * (1 - probability));
      CHECK(std::abs(static_cast<double>(rules.tally().fired) - expected) < bound);
      CHECK(rules.tally().matched == kDraws);
      if (round == 0) first = struck;
      CHECK(struck == first);
    }
  }
}

TEST_CASE("rules are drawn each on its own") {
  Rules rules;
  FaultRule half = Dropping();
  half.probability = 0.5;
  rules.Add(half, "a");
  rules.Add(half, "b");
  constexpr int kDraws = 10'000;
  for (int i = 0; i < kDraws; ++i) rules.Strikes();
  int both = 0;
  for (int i = 0; i < kDraws; ++i) {
    const auto before_a = rules.scene.state.fault_rules()[0].tally.fired;
    const auto before_b = rules.scene.state.fault_rules()[1].tally.fired;
    rules.Strikes();
    both += rules.scene.state.fault_rules()[0].tally.fired > before_a &&
            rules.scene.state.fault_rules()[1].tally.fired > before_b;
  }
  // A quarter, within four standard deviations.
  CHECK(std::abs(both - 2500) < 174);
}

TEST_CASE("delays keep to their bounds and their distribution, and add up") {
  Rules rules;
  FaultRule rule;
  rule.action = "DELAY";
  rule.delay_millis = 10;
  rule.delay_max_millis = 1000;
  rule.delay_distribution = "HEAVY_TAIL";
  rules.Add(rule);
  int above_ten_times = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t drawn = rules.Call(rules.Subject("PutRecord")).delay.milliseconds;
    REQUIRE(drawn >= 10);
    REQUIRE(drawn <= 1000);
    above_ten_times += drawn >= 100;
  }
  CHECK(std::abs(above_ten_times - 1000) < 120);
  rule.delay_distribution = "UNIFORM";
  rule.delay_max_millis = 13;
  rules.Add(rule);
  std::vector<int> counts(4);
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t drawn = rules.Call(rules.Subject("PutRecord")).delay.milliseconds;
    REQUIRE(drawn >= 10);
    REQUIRE(drawn <= 13);
    ++counts[static_cast<std::size_t>(drawn - 10)];
  }
  for (const int count : counts) CHECK(std::abs(count - 2500) < 174);
  rule.delay_distribution = "FIXED";
  rules.Add(rule);
  rules.Add(rule, "second");
  CHECK(rules.Call(rules.Subject("PutRecord")).delay.milliseconds == 20);
}

TEST_CASE("records are drawn one by one, or all at once") {
  Rules rules;
  FaultRule rule;
  rule.action = "FAIL_RECORDS";
  rule.partition_key = "user-*";
  rule.every_nth = 2;
  rules.Add(rule);
  const auto put = [&] {
    std::string struck;
    FaultDraws draws(rules.scene.state, rules.random, rules.scene.now, Duration::Seconds(300),
                     rules.Subject("PutRecords"));
    for (const char* key : {"user-1", "device", "user-2", "user-3"}) {
      struck += draws.OnRecord(ShardId{1}, key) ? 'x' : '.';
    }
    for (const Mutation& count : draws.TakeCounts()) rules.scene.state.Apply(count);
    return struck;
  };
  CHECK(put() == "..x.");
  CHECK(put() == "x..x");
  CHECK(rules.tally().matched == 6);
  rule.per_record = false;
  rules.Add(rule);
  CHECK(put() == "....");
  CHECK(put() == "x.xx");
  CHECK(rules.tally().matched == 2);
}

TEST_CASE("an error has the text of the service where there is one") {
  const auto text = [](const std::string& code, const std::string& operation = "GetRecords") {
    Rules rules;
    FaultRule rule;
    rule.action = "ERROR";
    rule.error_code = code;
    rules.Add(rule, "mine");
    CallSubject subject = rules.Subject(operation);
    subject.shard = ShardId{1};
    subject.iterator_issued = rules.scene.now;
    const CallFaults faults = rules.Call(subject);
    REQUIRE(faults.error);
    CHECK(faults.error->code() == code);
    return faults.error->message();
  };
  CHECK(text("ProvisionedThroughputExceededException") ==
        "Rate exceeded for shard shardId-000000000001 in stream orders under account "
        "000000000000.");
  CHECK(text("LimitExceededException") ==
        "Rate exceeded for stream orders under account 000000000000.");
  CHECK(text("ResourceNotFoundException") == "Stream orders under account 000000000000 not found.");
  CHECK(text("ExpiredIteratorException").starts_with("Iterator expired. The iterator was created"));
  CHECK(text("InternalFailure").empty());
  CHECK(text("ServiceUnavailable").empty());
  CHECK(text("KMSDisabledException") == "Injected by the fault rule mine.");
}

}  // namespace
}  // namespace runnel
