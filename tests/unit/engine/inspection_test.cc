// What an emulator tells those who look on: InspectStreams, InspectRecords, InspectActivity,
// metrics.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/inspect/metrics.h"
#include "tests/unit/engine/subscription_fixture.h"

namespace runnel {
namespace {

using boost::json::value;

struct Site : EmulatorFixture {
  using EmulatorFixture::EmulatorFixture;

  void Put(const std::string& key, const std::string& stream = "s") {
    Call("PutRecord",
         R"({"StreamName":")" + stream + R"(","Data":"YWJj","PartitionKey":")" + key + "\"}");
  }
  std::string Iterator(const std::string& shard = "shardId-000000000000") {
    return std::string(
        Call("GetShardIterator",
             R"({"StreamName":"s","ShardIteratorType":"TRIM_HORIZON","ShardId":")" + shard + "\"}")
            .json.at("ShardIterator")
            .get_string());
  }
  Answer Read(const std::string& iterator, int limit = 10000) {
    return Call("GetRecords",
                R"({"ShardIterator":")" + iterator + R"(","Limit":)" + std::to_string(limit) + "}");
  }
  value Stream(const std::string& more = "") {
    const Answer answer = Control("InspectStreams", R"({"StreamName":"s")" + more + "}");
    REQUIRE(answer.status == 200);
    return answer.json.at("Streams").at(0);
  }
  boost::json::array Calls(const std::string& input = "{}") {
    return Control("InspectActivity", input).json.at("Calls").get_array();
  }
  std::string Metrics() { return PrometheusText(emulator.Metrics()); }
};

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::int64_t Int(const value& number) { return number.to_number<std::int64_t>(); }

TEST_CASE("InspectStreams: what was put and read is counted by stream and by shard") {
  Site site;
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  site.Call("CreateStream", R"({"StreamName":"other","ShardCount":1})");
  for (int i = 0; i < 20; ++i) site.Put("k");
  const std::string next(site.Read(site.Iterator(), 15).json.at("NextShardIterator").get_string());
  const value stream = site.Stream();
  CHECK(Int(stream.at("Incoming").at("Records")) == 20);
  CHECK(Int(stream.at("Incoming").at("Bytes")) == 80);
  CHECK(stream.at("Incoming").at("RecordsPerSecond").to_number<double>() == doctest::Approx(2));
  CHECK(Int(stream.at("Outgoing").at("Records")) == 15);
  CHECK(Int(stream.at("Records")) == 20);
  CHECK(Int(stream.at("PutRecord").at("Succeeded")) == 20);
  CHECK(Int(stream.at("GetRecords").at("Records")) == 15);
  CHECK(Int(stream.at("OpenShards")) == 1);
  const value& shard = stream.at("Shards").at(0);
  CHECK(Int(shard.at("Incoming").at("Records")) == 20);
  CHECK(Int(shard.at("Readers").at(0).at("Lag").at("Records")) == 5);
  site.Advance(Duration::Seconds(3));
  CHECK(Int(site.Stream().at("Shards").at(0).at("Readers").at(0).at("Lag").at("Millis")) == 3000);
  site.Read(next);
  const value later = site.Stream().at("Shards").at(0).at("Readers");
  REQUIRE(later.get_array().size() == 1);  // the same iterator went on
  CHECK(Int(later.at(0).at("Calls")) == 2);
  CHECK(Int(later.at(0).at("Lag").at("Records")) == 0);
}

TEST_CASE("InspectStreams: a stream that is created again begins anew, as everything does") {
  Site site;
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  site.Put("k");
  site.Call("DeleteStream", R"({"StreamName":"s"})");
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  CHECK(Int(site.Stream().at("Incoming").at("Records")) == 0);
  site.Put("k");
  CHECK(Int(site.Stream().at("Incoming").at("Records")) == 1);
  site.Control("Reset", "{}");
  CHECK(site.Control("InspectStreams", "{}").json.at("Streams").get_array().empty());
}

TEST_CASE("InspectStreams: hot keys are those of the last ten seconds, the most frequent first") {
  Site site;
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  for (int i = 0; i < 50; ++i) site.Put("old");
  site.Advance(Duration::Seconds(11));
  for (int i = 0; i < 9; ++i) site.Put("hot");
  site.Put("cold");
  CHECK(site.Stream().at("Shards").at(0).at("HotKeys").get_array().empty());
  const value keys = site.Stream(R"(,"HotKeys":true)").at("Shards").at(0).at("HotKeys");
  REQUIRE(keys.get_array().size() == 2);
  CHECK(keys.at(0).at("PartitionKey") == "hot");
  CHECK(keys.at(0).at("Share").to_number<double>() == doctest::Approx(0.9));
  CHECK(keys.at(1).at("PartitionKey") == "cold");
}

TEST_CASE("InspectStreams: throttling and what is left of quotas is shown where limits hold") {
  Settings settings = WithoutDelays();
  settings.enforce_rate_quotas = true;
  Site site(settings);
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  for (int i = 0; i < 1003; ++i) site.Put("k");
  const value stream = site.Stream();
  CHECK(stream.at("LimitsHold") == true);
  CHECK(Int(stream.at("ThrottledWrites")) == 3);
  CHECK(Int(stream.at("PutRecord").at("Calls")) == 1003);
  CHECK(Int(stream.at("PutRecord").at("Succeeded")) == 1000);
  const value& shard = stream.at("Shards").at(0);
  CHECK(Int(shard.at("ThrottledWrites")) == 3);
  CHECK(shard.at("QuotaUsed").at("WriteRecords").to_number<double>() == doctest::Approx(1));
  CHECK(shard.at("QuotaUsed").at("ReadCalls").to_number<double>() == doctest::Approx(0));
  const std::string iterator = site.Iterator();
  for (int i = 0; i < 7; ++i) site.Read(iterator);
  CHECK(Int(site.Stream().at("ThrottledReads")) == 2);
  CHECK(site.Calls().back().at("Resource") == "s");
  CHECK(site.Calls().back().at("Explanation") ==
        "the limits of AWS hold for this stream: a shard gives 2 MiB in 5 calls a second");
}

TEST_CASE("InspectRecords: all shards are merged by arrival, page by page, and from the end") {
  Site site;
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":4})");
  for (int i = 0; i < 25; ++i) {
    site.Put("key" + std::to_string(i));
    if (i % 3 == 0) site.Advance(Duration::Milliseconds(10));
  }
  std::vector<std::string> numbers;
  std::int64_t last = 0;
  std::string after;
  for (int page = 0; page < 4; ++page) {
    const value answer =
        site.Control("InspectRecords", R"({"StreamName":"s","Limit":10)" + after + "}").json;
    for (const value& record : answer.at("Records").get_array()) {
      CHECK(Int(record.at("ArrivalMillis")) >= last);
      last = Int(record.at("ArrivalMillis"));
      numbers.emplace_back(record.at("SequenceNumber").get_string());
    }
    after = R"(,"After":")" + std::string(answer.at("Next").get_string()) + "\"";
  }
  CHECK(numbers.size() == 25);
  std::vector<std::string> different = numbers;
  std::sort(different.begin(), different.end());
  CHECK(std::unique(different.begin(), different.end()) == different.end());

  const value newest =
      site.Control("InspectRecords", R"({"StreamName":"s","Limit":3,"Newest":true})").json;
  REQUIRE(newest.at("Records").get_array().size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(newest.at("Records").at(i).at("SequenceNumber") == numbers[22 + i].c_str());
  }
  CHECK(site.Control("InspectRecords", R"({"StreamName":"s","After":"1.2"})").error() ==
        "InvalidArgumentException");
  CHECK(site.Control("InspectRecords", R"({"StreamName":"s","ShardId":"shardId-9"})").error() ==
        "ResourceNotFoundException");
}

TEST_CASE("InspectRecords: a record is shown with its number's parts and the hash of its key") {
  Site site;
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  site.Put("a");
  const value record = site.Control("InspectRecords", R"({"StreamName":"s","DataBytesMax":2})")
                           .json.at("Records")
                           .at(0);
  CHECK(record.at("HashKey") == "16955237001963240173058271559858726497");
  CHECK(record.at("Data") == "YWI=");
  CHECK(Int(record.at("DataBytes")) == 3);
  CHECK(Int(record.at("SequenceSeconds")) == 1'700'000'000);
  CHECK(Int(site.Stream().at("Outgoing").at("Records")) == 0);  // looking is not reading
}

TEST_CASE("InspectActivity: calls, why they were refused, and which rule struck") {
  Site site;
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  site.Put("k");
  site.Put("k", "missing");
  site.Control("InspectStreams", "{}");  // who looks on is not shown
  site.Control("AddFaultRule", R"({"RuleId":"r","Action":"ERROR","Operations":["PutRecord"],
                                   "ErrorCode":"InternalFailure"})");
  site.Put("k");
  site.Call("NoSuchOperation", "{}");
  site.emulator.NoteDuration(17);
  const boost::json::array calls = site.Calls();
  REQUIRE(calls.size() == 6);
  CHECK(calls[0].at("Operation") == "CreateStream");
  CHECK(calls[1].at("ShardId") == "shardId-000000000000");
  CHECK(Int(calls[1].at("Bytes")) == 4);
  CHECK(calls[1].get_object().contains("ErrorCode") == false);
  CHECK(calls[2].at("ErrorCode") == "ResourceNotFoundException");
  CHECK(calls[2].at("ErrorMessage") == "Stream missing under account 000000000000 not found.");
  CHECK(calls[3].at("Operation") == "AddFaultRule");
  CHECK(calls[4].at("FaultRules") == "r");
  CHECK(calls[4].at("Explanation") == "struck by fault rule r");
  CHECK(calls[5].at("ErrorCode") == "UnknownOperationException");
  CHECK(Int(calls[5].at("Microseconds")) == 17);
  CHECK(site.Calls(R"({"OnlyRefused":true})").size() == 3);
  CHECK(site.Calls(R"({"AfterNumber":4,"Limit":1})").at(0).at("Number") == 6);
}

TEST_CASE("InspectActivity: a PutRecords that failed in part says how much and why") {
  Settings settings = WithoutDelays();
  settings.enforce_rate_quotas = true;
  Site site(settings);
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  std::string records;
  for (int i = 0; i < 400; ++i) {
    records += std::string(i == 0 ? "" : ",") + R"({"PartitionKey":"k","Data":"YQ=="})";
  }
  for (int i = 0; i < 3; ++i) {
    site.Call("PutRecords", R"({"StreamName":"s","Records":[)" + records + "]}");
  }
  const value last = site.Calls().back();
  CHECK(Int(last.at("RefusedRecords")) == 200);
  CHECK(last.at("Explanation") ==
        "200 of 400 records refused, 200 of them as too much at once; the limits of AWS hold for "
        "this stream: a shard takes 1 MiB and 1,000 records a second");
  const std::string metrics = site.Metrics();
  const std::string labels = R"({account_id="000000000000",region="us-east-1",stream_name="s"})";
  CHECK(Contains(metrics, "aws_kinesis_put_records_throttled_records_total" + labels + " 200\n"));
  CHECK(Contains(metrics, "aws_kinesis_put_records_failed_records_total" + labels + " 0\n"));
  CHECK(Contains(metrics, "aws_kinesis_put_records_total_records_total" + labels + " 1200\n"));
  CHECK(Contains(metrics, "aws_kinesis_incoming_records_total" + labels + " 1000\n"));
}

TEST_CASE("Metrics: shards are shown as far as enhanced monitoring has them") {
  Site site;
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  site.Put("k");
  CHECK_FALSE(Contains(site.Metrics(), "shard_id"));
  site.Call("EnableEnhancedMonitoring",
            R"({"StreamName":"s","ShardLevelMetrics":["IncomingBytes"]})");
  const std::string labels = R"({account_id="000000000000",region="us-east-1",stream_name="s",)"
                             R"(shard_id="shardId-000000000000"})";
  CHECK(Contains(site.Metrics(), "aws_kinesis_shard_incoming_bytes_total" + labels + " 4\n"));
  CHECK_FALSE(Contains(site.Metrics(), "aws_kinesis_shard_incoming_records_total{"));
  site.Call("EnableEnhancedMonitoring", R"({"StreamName":"s","ShardLevelMetrics":["ALL"]})");
  CHECK(Contains(site.Metrics(), "aws_kinesis_shard_incoming_records_total" + labels + " 1\n"));
  CHECK(Contains(site.Metrics(), "aws_kinesis_shard_iterator_age_milliseconds" + labels + " 0\n"));
}

TEST_CASE_FIXTURE(SubscriptionFixture,
                  "InspectStreams: subscriptions with their lag, and metrics of their consumer") {
  const Answer opened = Subscribe("TRIM_HORIZON");
  Put("MQ==");
  Put("Mg==");
  const auto inspect = [&] { return Control("InspectStreams", "{}").json.at("Streams").at(0); };
  const value before = inspect().at("Subscriptions").at(0);
  CHECK(Int(before.at("Lag").at("Records")) == 2);
  Take(opened.subscription, ended);
  const value stream = inspect();
  CHECK(Int(stream.at("Subscriptions").at(0).at("Lag").at("Records")) == 0);
  const value& consumer = stream.at("Consumers").at(0);
  CHECK(Int(consumer.at("SubscribeToShard").at("Succeeded")) == 1);
  CHECK(Int(consumer.at("Events").at("Records")) == 2);
  CHECK(Contains(PrometheusText(emulator.Metrics()),
                 "aws_kinesis_subscribe_to_shard_event_records_total"));
}

}  // namespace
}  // namespace runnel
