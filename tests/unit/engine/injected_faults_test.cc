// Fault rules at work, through the facade.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/engine/subscription_fixture.h"

namespace runnel {
namespace {

constexpr std::string_view kPut = R"({"StreamName": "s", "PartitionKey": "a", "Data": "YWJj"})";

struct FaultFixture : SubscriptionFixture {
  std::string Add(std::string_view rule) {
    const Answer added = Control("AddFaultRule", rule);
    CHECK_MESSAGE(added.status == 200, boost::json::serialize(added.json));
    return added.status == 200 ? added.json.at("RuleId").get_string().c_str() : "";
  }
  std::string Iterator(std::string_view type = "TRIM_HORIZON") {
    const Answer got =
        Call("GetShardIterator", R"({"StreamName": "s", "ShardId": "0", "ShardIteratorType": ")" +
                                     std::string(type) + "\"}");
    return got.json.at("ShardIterator").get_string().c_str();
  }
  Answer Read(const std::string& iterator) {
    return Call("GetRecords", R"({"ShardIterator": ")" + iterator + "\"}");
  }
  std::size_t Stored() { return Read(Iterator()).json.at("Records").as_array().size(); }
  std::int64_t Counted(const char* counter) {
    const Answer list = Control("ListFaultRules", "{}");
    return list.json.at("Rules").at(0).at(counter).as_int64();
  }
};

std::string Next(const Answer& read) {
  return read.json.at("NextShardIterator").get_string().c_str();
}

TEST_CASE_FIXTURE(FaultFixture, "an injected error has no effect, and the status of its code") {
  Add(R"({"Action": "ERROR", "ErrorCode": "ServiceUnavailable", "Operations": ["PutRecord"],
          "FirstN": 1})");
  const Answer refused = Call("PutRecord", kPut);
  CHECK(refused.status == 503);
  CHECK(refused.error() == "ServiceUnavailable");
  CHECK(Call("PutRecord", kPut).status == 200);
  CHECK(Stored() == 1);
}

TEST_CASE_FIXTURE(FaultFixture,
                  "what Kinesis refuses is refused as without faults, and not counted") {
  Add(R"({"Action": "ERROR", "ErrorCode": "InternalFailure"})");
  CHECK(Call("PutRecord", R"({"StreamName": "none", "PartitionKey": "a", "Data": ""})").error() ==
        "ResourceNotFoundException");
  CHECK(Call("PutRecord", "{}").error() == "ValidationException");
  CHECK(Counted("Matched") == 0);
  // A dry run would have succeeded.
  CHECK(Call("PutRecord", R"({"StreamName": "s", "PartitionKey": "a", "Data": "", "DryRun": true})")
            .error() == "InternalFailure");
  CHECK(Counted("Fired") == 1);
}

TEST_CASE_FIXTURE(FaultFixture, "a connection dropped before the effect leaves nothing behind") {
  Add(R"({"Action": "DROP_BEFORE", "Operations": ["PutRecord"], "FirstN": 1})");
  CHECK(Call("PutRecord", kPut).hang_up);
  CHECK_FALSE(Call("PutRecord", kPut).hang_up);
  CHECK(Stored() == 1);
}

TEST_CASE_FIXTURE(FaultFixture, "after the effect, the record is there although nobody was told") {
  Add(R"({"Action": "DROP_AFTER", "Operations": ["PutRecord"], "FirstN": 1})");
  CHECK(Call("PutRecord", kPut).hang_up);
  CHECK(Call("PutRecord", kPut).status == 200);
  CHECK(Stored() == 2);
}

TEST_CASE_FIXTURE(FaultFixture, "an answer is told to come late, with its effect at once") {
  Add(R"({"Action": "DELAY", "DelayMillis": 250, "Operations": ["PutRecord"]})");
  CHECK(Call("PutRecord", kPut).delay.milliseconds == 250);
  CHECK(Stored() == 1);
}

TEST_CASE_FIXTURE(FaultFixture, "records of a PutRecords fail one by one") {
  Add(R"({"Action": "FAIL_RECORDS", "PartitionKey": "bad*", "ErrorCode": "InternalFailure"})");
  const Answer put = Call("PutRecords", R"({"StreamName": "s", "Records": [
      {"PartitionKey": "good", "Data": "YQ=="}, {"PartitionKey": "bad-1", "Data": "YQ=="},
      {"PartitionKey": "good", "Data": "YQ=="}]})");
  CHECK(put.status == 200);
  CHECK(put.json.at("FailedRecordCount").as_int64() == 1);
  CHECK(put.json.at("Records").at(1) ==
        boost::json::parse(
            R"({"ErrorCode": "InternalFailure", "ErrorMessage": "Internal Service Failure"})"));
  CHECK(Stored() == 2);
}

TEST_CASE_FIXTURE(FaultFixture, "an iterator is said to have expired, and a new one works") {
  Add(R"({"Action": "ERROR", "ErrorCode": "ExpiredIteratorException", "Operations": ["GetRecords"],
          "EveryNth": 2})");
  const std::string iterator = Iterator();
  const Answer read = Read(iterator);
  CHECK(read.status == 200);
  const Answer expired = Read(Next(read));
  CHECK(expired.error() == "ExpiredIteratorException");
  CHECK(expired.json.at("message").get_string().find("tolerated delay of 300000 milliseconds.") !=
        boost::json::string::npos);
  CHECK(Read(Iterator()).status == 200);
}

TEST_CASE_FIXTURE(FaultFixture, "records are delivered once more, then the reader goes on") {
  Call("PutRecord", kPut);
  Add(R"({"Action": "REPEAT_RECORDS", "Operations": ["GetRecords"], "FirstN": 1})");
  const Answer first = Read(Iterator());
  const Answer second = Read(Next(first));
  REQUIRE(first.json.at("Records").as_array().size() == 1);
  CHECK(second.json.at("Records") == first.json.at("Records"));
  CHECK(Read(Next(second)).json.at("Records").as_array().empty());
}

TEST_CASE_FIXTURE(FaultFixture, "the last records of a closed shard can be repeated too") {
  Call("PutRecord", kPut);
  const std::string iterator = Iterator();
  Call("SplitShard", R"({"StreamName": "s", "ShardToSplit": "0", "NewStartingHashKey": "1000"})");
  Add(R"({"Action": "REPEAT_RECORDS", "FirstN": 1})");
  const Answer first = Read(iterator);
  const Answer second = Read(Next(first));
  CHECK(second.json.at("Records") == first.json.at("Records"));
  CHECK(second.json.as_object().contains("ChildShards"));
}

TEST_CASE_FIXTURE(FaultFixture, "a record becomes visible late, and in its place") {
  Add(R"({"Action": "HIDE_RECORDS", "DelayMillis": 1000, "Operations": ["GetRecords"]})");
  const std::string iterator = Iterator();
  Call("PutRecord", kPut);
  Advance(Duration::Milliseconds(500));
  Call("PutRecord", kPut);
  const Answer none = Read(iterator);
  CHECK(none.json.at("Records").as_array().empty());
  Advance(Duration::Milliseconds(499));
  CHECK(Read(Next(none)).json.at("Records").as_array().empty());
  Advance(Duration::Milliseconds(1));
  const Answer one = Read(Next(none));
  CHECK(one.json.at("Records").as_array().size() == 1);
  CHECK(one.json.at("MillisBehindLatest").as_int64() == 1000);
  Advance(Duration::Milliseconds(500));
  CHECK(Read(Next(one)).json.at("Records").as_array().size() == 1);
}

TEST_CASE_FIXTURE(FaultFixture, "a stream is resharded although nobody asked for it") {
  Add(R"({"Action": "RESHARD", "Operations": ["PutRecord"], "FirstN": 1})");
  const std::string iterator = Iterator();
  CHECK(Call("PutRecord", kPut).status == 200);
  const Answer shards = Call("ListShards", R"({"StreamName": "s"})");
  CHECK(shards.json.at("Shards").as_array().size() == 3);
  // The record was put into the parent, which its readers finish before they go to the children.
  const Answer read = Read(iterator);
  CHECK(read.json.at("Records").as_array().size() == 1);
  CHECK(read.json.at("ChildShards").as_array().size() == 2);
  Control("ClearFaultRules", "{}");
  Add(R"({"Action": "RESHARD", "ShardCount": 5, "FirstN": 1})");
  Call("PutRecord", kPut);
  const Answer summary = Call("DescribeStreamSummary", R"({"StreamName": "s"})");
  CHECK(summary.json.at("StreamDescriptionSummary").at("OpenShardCount").as_int64() == 5);
}

TEST_CASE_FIXTURE(FaultFixture, "a subscription ends with an exception") {
  Add(R"({"Action": "END_SUBSCRIPTION", "ErrorCode": "InternalFailureException", "EveryNth": 2})");
  const SubscriptionId subscription = Subscribe().subscription;
  CHECK(Has(Take(subscription, ended), "ContinuationSequenceNumber"));
  CHECK_FALSE(ended);
  Put("YQ==");
  CHECK(Has(Take(subscription, ended), "InternalFailureException"));
  CHECK(ended);
}

TEST_CASE_FIXTURE(FaultFixture, "the connection of a subscription ends without a word") {
  Add(R"({"Action": "DROP_SUBSCRIPTION", "ConsumerName": "c"})");
  SubscriptionOutput output = emulator.Poll(Subscribe().subscription);
  std::string frames;
  output.Encode(frames);
  CHECK(frames.empty());
  CHECK(output.ended);
  CHECK(output.hang_up);
}

TEST_CASE_FIXTURE(FaultFixture, "a subscription is silent, then says what it missed") {
  const SubscriptionId subscription = Subscribe().subscription;
  Take(subscription, ended);
  Add(R"({"Action": "SILENCE_SUBSCRIPTION", "DelayMillis": 20000, "FirstN": 1})");
  Put("YQ==");
  CHECK(Take(subscription, ended).empty());
  Advance(Duration::Milliseconds(19'999));
  Put("Yg==");
  CHECK(Take(subscription, ended).empty());
  emulator.TakeReady();
  Advance(Duration::Milliseconds(1));
  CHECK(IsReady(subscription));
  const std::string frames = Take(subscription, ended);
  CHECK(Has(frames, "\"YQ==\""));
  CHECK(Has(frames, "\"Yg==\""));
  CHECK_FALSE(ended);
}

TEST_CASE_FIXTURE(FaultFixture, "a subscription repeats an event, and hides records for a while") {
  const SubscriptionId subscription = Subscribe().subscription;
  Take(subscription, ended);
  Add(R"({"Action": "REPEAT_RECORDS", "FirstN": 1})");
  Put("YQ==");
  const std::string frames = Take(subscription, ended);
  CHECK(frames.find("\"YQ==\"") != frames.rfind("\"YQ==\""));
  Control("ClearFaultRules", "{}");
  Add(R"({"Action": "HIDE_RECORDS", "DelayMillis": 700})");
  Put("Yg==");
  CHECK(Take(subscription, ended).empty());
  emulator.TakeReady();
  Advance(Duration::Milliseconds(700));
  CHECK(IsReady(subscription));
  CHECK(Has(Take(subscription, ended), "\"Yg==\""));
}

TEST_CASE_FIXTURE(FaultFixture, "a subscription can be refused like any call") {
  Add(R"({"Action": "ERROR", "ErrorCode": "LimitExceededException",
          "Operations": ["SubscribeToShard"], "FirstN": 1})");
  const Answer refused = Subscribe();
  CHECK(refused.error() == "LimitExceededException");
  CHECK_FALSE(refused.subscription);
  CHECK(Subscribe().subscription);
}

TEST_CASE_FIXTURE(FaultFixture, "rules are listed, replaced, removed by pattern and cleared") {
  CHECK(Add(R"({"Action": "DROP_AFTER", "Operations": ["PutRecord"]})") == "rule-1");
  CHECK(Add(R"({"Action": "DROP_AFTER", "RuleId": "mine", "Operations": ["PutRecord"]})") ==
        "mine");
  CHECK(Add(R"({"Action": "DROP_BEFORE", "RuleId": "mine", "Probability": 0.5})") == "mine");
  const Answer list = Control("ListFaultRules", "{}");
  REQUIRE(list.json.at("Rules").as_array().size() == 2);
  CHECK(list.json.at("Rules").at(1) == boost::json::parse(R"({"Rule": {"RuleId": "mine",
      "Action": "DROP_BEFORE", "Probability": 0.5}, "Matched": 0, "Fired": 0})"));
  CHECK(Control("RemoveFaultRule", R"({"RuleId": "m*"})").status == 200);
  CHECK(Control("RemoveFaultRule", R"({"RuleId": "m*"})").error() == "ResourceNotFoundException");
  Control("ClearFaultRules", "{}");
  CHECK(Control("ListFaultRules", "{}").json.at("Rules").as_array().empty());
  CHECK(Call("PutRecord", kPut).status == 200);
}

TEST_CASE_FIXTURE(FaultFixture, "a rule that makes no sense is refused with what would be right") {
  const auto complaint = [&](std::string_view rule) {
    const Answer refused = Control("AddFaultRule", rule);
    CHECK(refused.status == 400);
    return std::string(refused.json.at("message").get_string());
  };
  CHECK(Has(complaint(R"({"Action": "DROP_AFTER", "Operations": ["PutRekord"]})"),
            "no operation 'PutRekord'"));
  CHECK(Has(complaint(R"({"Action": "ERROR"})"), "needs an ErrorCode"));
  CHECK(Has(complaint(R"({"Action": "BREAK"})"), "SILENCE_SUBSCRIPTION"));
  CHECK(Has(complaint(R"({})"), "'action'"));
  CHECK(Has(complaint(R"({"Action": "DROP_AFTER", "RuleId": "a b"})"), "'ruleId'"));
}

TEST_CASE_FIXTURE(FaultFixture, "a scenario adds its rules, all of them or none") {
  const Answer started = Control("StartScenario", R"({"Name": "hot-shard", "StreamName": "s"})");
  CHECK(started.json.at("RuleIds") ==
        boost::json::parse(R"(["hot-shard:writes", "hot-shard:reads"])"));
  const Answer list = Control("ListFaultRules", "{}");
  CHECK(list.json.at("Rules").at(0).at("Rule").at("StreamName").get_string() == "s");
  CHECK(Control("RemoveFaultRule", R"({"RuleId": "hot-shard:*"})").status == 200);
  CHECK(Control("StartScenario", R"({"Document": "{\"Name\": \"x\", \"Rules\": [)"
                                 R"({\"Action\": \"DROP_AFTER\"}, {\"Action\": \"DELAY\"}]}"})")
            .error() == "InvalidArgumentException");
  CHECK(Control("ListFaultRules", "{}").json.at("Rules").as_array().empty());
  CHECK(Control("StartScenario", "{}").error() == "InvalidArgumentException");
  CHECK(Control("ListScenarios", "{}").json.at("Scenarios").as_array().size() == 5);
}

TEST_CASE("equal seeds give equal faults, other seeds others") {
  const auto run = [](std::uint64_t seed) {
    EmulatorFixture fixture(WithoutDelays(), seed);
    fixture.Call("CreateStream", R"({"StreamName": "s", "ShardCount": 1})");
    fixture.Control("StartScenario", R"({"Name": "flaky-producer"})");
    std::string outcome;
    for (int i = 0; i < 300; ++i) {
      const Answer put = fixture.Call("PutRecord", kPut);
      outcome += std::to_string(put.status) + (put.hang_up ? "!" : " ") +
                 std::to_string(put.delay.milliseconds) + ",";
    }
    return outcome;
  };
  const std::string first = run(1);
  CHECK(first == run(1));
  CHECK(first != run(2));
  CHECK(first.find('!') != std::string::npos);
  CHECK(first.find("400") != std::string::npos);
}

TEST_CASE("what a host sets up returns after a reset, what clients added does not") {
  EmulatorFixture fixture;
  CHECK(fixture.emulator.SetUp("AddFaultRule", R"({"RuleId": "kept", "Action": "DROP_AFTER"})")
            .empty());
  CHECK(
      Has(fixture.emulator.SetUp("AddFaultRule", R"({"Action": "ERROR"})"), "needs an ErrorCode"));
  CHECK(Has(fixture.emulator.SetUp("AddFaultRule", "{"), "not a JSON object"));
  CHECK(Has(fixture.emulator.SetUp("AddFaultRule", "{}"), "'action'"));
  fixture.Control("AddFaultRule", R"({"RuleId": "lost", "Action": "DROP_AFTER"})");
  fixture.Control("Reset", "{}");
  const Answer list = fixture.Control("ListFaultRules", "{}");
  REQUIRE(list.json.at("Rules").as_array().size() == 1);
  CHECK(list.json.at("Rules").at(0).at("Rule").at("RuleId").get_string() == "kept");
}

TEST_CASE("the error probability is a fault rule, with one draw for all records of a call") {
  Settings settings = WithoutDelays();
  settings.put_error_probability = 0.5;
  EmulatorFixture fixture(settings);
  fixture.Call("CreateStream", R"({"StreamName": "s", "ShardCount": 1})");
  int failed = 0;
  for (int i = 0; i < 1000; ++i) {
    const Answer put = fixture.Call("PutRecords", R"({"StreamName": "s", "Records": [
        {"PartitionKey": "a", "Data": ""}, {"PartitionKey": "b", "Data": ""}]})");
    const auto count = put.json.at("FailedRecordCount").as_int64();
    REQUIRE((count == 0 || count == 2));
    failed += count == 2;
  }
  CHECK(failed > 436);
  CHECK(failed < 564);
  CHECK(fixture.Control("ListFaultRules", "{}").json.at("Rules").at(0).at("Fired").as_int64() ==
        failed);
  fixture.Control("UpdateSettings", R"({"PutErrorProbability": 1.0})");
  CHECK(fixture.Call("PutRecord", kPut).error() == "ProvisionedThroughputExceededException");
  fixture.Control("UpdateSettings", R"({"PutErrorProbability": 0.0})");
  CHECK(fixture.Call("PutRecord", kPut).status == 200);
  CHECK(fixture.Control("ListFaultRules", "{}").json.at("Rules").as_array().empty());
  fixture.Control("Reset", "{}");
  CHECK(fixture.Control("ListFaultRules", "{}").json.at("Rules").as_array().size() == 1);
}

}  // namespace
}  // namespace runnel
