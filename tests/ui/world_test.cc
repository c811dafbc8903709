#include "inspector-ui/view_models/world.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "inspector-ui/view_models/number_text.h"
#include "inspector-ui/view_models/rate_history.h"
#include "inspector-ui/view_models/summary.h"

namespace runnel {
namespace {

boost::json::object Json(const char* text) { return boost::json::parse(text).get_object(); }

TEST_CASE("TakeStreams: what the server says is what is shown, and what is missing is nothing") {
  World world;
  TakeStreams(Json(R"({"NowMillis":5,"Frozen":true,"Scale":2,"Streams":[
      {"StreamName":"s","StreamARN":"arn","StreamStatus":"ACTIVE","OpenShards":1,
       "Incoming":{"RecordsPerSecond":1.5,"Records":3},
       "Subscriptions":[{"ConsumerName":"c","ShardId":"x","Lag":{"Records":2,"Millis":30}}],
       "Pollers":[{"UUID":"u","FunctionArn":"f","State":"Enabled","Lane":1,"ShardId":"x",
                   "Lag":{"Records":3,"NextSequenceNumber":"49"}}],
       "Shards":[{"ShardId":"x","QuotaUsed":{"WriteBytes":0.5},
                  "Readers":[{"Calls":4,"Lag":{"Records":1}}],
                  "HotKeys":[{"PartitionKey":"k","Records":9,"Share":0.9}]}]},
      {"StreamName":"t","StreamARN":"other"}]})"),
              world);
  REQUIRE(world.streams.size() == 2);
  const StreamView& stream = world.streams[0];
  CHECK(world.frozen);
  CHECK(stream.status == "ACTIVE");
  CHECK(stream.incoming.records_per_second == doctest::Approx(1.5));
  CHECK(stream.subscriptions.at(0).lag.millis == 30);
  CHECK_FALSE(stream.subscriptions.at(0).lag.next_sequence_number);
  CHECK(stream.pollers.at(0).state == "Enabled");
  CHECK(stream.pollers.at(0).lane == 1);
  CHECK(stream.pollers.at(0).lag.next_sequence_number == "49");
  CHECK(stream.shards.at(0).quota_used->write_bytes == doctest::Approx(0.5));
  CHECK(stream.shards.at(0).readers.at(0).calls == 4);
  CHECK(stream.shards.at(0).hot_keys.at(0).partition_key == "k");
  CHECK(FindStream(world, "") == &world.streams[0]);
  CHECK(FindStream(world, "other") == &world.streams[1]);
  CHECK(FindStream(world, "gone") == nullptr);
  TakeStreams({}, world);
  CHECK(world.streams.empty());
}

TEST_CASE("TakeFaultRules: a rule says whom it is about") {
  World world;
  TakeFaultRules(Json(R"({"Rules":[{"Rule":{"RuleId":"r","Action":"DELAY","DelayMillis":5,
                          "StreamName":"s"},"Matched":4,"Fired":2}]})"),
                 world);
  REQUIRE(world.fault_rules.size() == 1);
  CHECK(world.fault_rules[0].about == "DelayMillis=5 StreamName=s");
  CHECK(world.fault_rules[0].fired == 2);
}

TEST_CASE("RulesAbout: those that name the stream, by a pattern too, and those that name none") {
  World world;
  world.fault_rules = {{"all", "DELAY", "", "", 0, 0},
                       {"named", "DELAY", "", "ord*", 0, 0},
                       {"arn", "DELAY", "", "arn:*:stream/orders", 0, 0},
                       {"other", "DELAY", "", "events", 0, 0}};
  StreamView stream;
  stream.stream_name = "orders";
  stream.stream_arn = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
  CHECK(RulesAbout(world, stream).size() == 3);
  stream.stream_name = "events";
  stream.stream_arn = "arn:aws:kinesis:us-east-1:000000000000:stream/events";
  REQUIRE(RulesAbout(world, stream).size() == 2);
  CHECK(RulesAbout(world, stream)[1]->rule_id == "other");
}

TEST_CASE("TakeCalls: the latest thousand are kept") {
  World world;
  for (int i = 1; i <= 1200; ++i) {
    boost::json::object call = {{"Number", i}, {"Operation", "PutRecord"}};
    TakeCalls({{"Calls", boost::json::array{call}}}, world);
  }
  CHECK(world.calls.size() == 1000);
  CHECK(world.calls.front().number == 201);
  CHECK(world.calls.back().microseconds == -1);
}

TEST_CASE("SummaryOf: what there is to see, in a line") {
  World world;
  CHECK(SummaryOf(world, nullptr) == "connecting");
  world.now_millis = 1;
  CHECK(SummaryOf(world, nullptr) == "no streams");
  StreamView stream;
  stream.stream_name = "orders";
  stream.open_shards = 1;
  stream.records = 12;
  CHECK(SummaryOf(world, &stream) == "orders: 1 open shard, 12 records");
  stream.open_shards = 3;
  stream.closed_shards = stream.throttled_writes = 2;
  world.fault_rules = {{"r", "DELAY", "", "", 5, 2}};
  world.frozen = true;
  CHECK(SummaryOf(world, &stream) ==
        "orders: 3 open shards, 2 closed, 12 records, 2 throttled; faults: r struck 2 of 5; the "
        "clock stands still");
  world.trouble = "lost";
  CHECK(SummaryOf(world, &stream) == "not connected");
}

TEST_CASE("RateHistory: a line for each stream that is there") {
  RateHistory history;
  World world;
  world.streams.emplace_back();
  world.streams.front().stream_arn = std::string("a");
  for (int i = 0; i < 300; ++i) {
    world.streams.front().incoming.records_per_second = i;
    history.Take(world);
  }
  CHECK(history.Of("a").incoming.size() == RateHistory::kPointsMax);
  CHECK(history.Of("a").incoming.back() == doctest::Approx(299));
  world.streams.clear();
  history.Take(world);
  CHECK(history.Of("a").incoming.empty());
}

TEST_CASE("Amounts and times are short") {
  CHECK(ShardNumber("shardId-000000000000") == "0");
  CHECK(ShardNumber("shardId-000000000120") == "120");
  CHECK(ByteText(0) == "0 B");
  CHECK(ByteText(1500) == "1.5 KB");
  CHECK(ByteText(12'000'000) == "12 MB");
  CHECK(TimeOfDay(45'296'789) == "12:34:56.789");
  CHECK(ClockText(45'296'789, false) == "12:34");
  CHECK(ClockText(45'296'789, true) == "12:34:56.789, still");
  CHECK(ShortSpan(35) == "35 ms");
  CHECK(ShortSpan(2500) == "2.5 s");
  CHECK(ShortSpan(180'000) == "3.0 min");
  CHECK(ShortSpan(4'320'000) == "1.2 h");
}

}  // namespace
}  // namespace runnel
