// Every panel on an empty, an ordinary and a huge world, without a window.
#include "inspector-ui/panels/panels.h"

#include <doctest/doctest.h>

#include "tests/ui/screen.h"

namespace runnel {
namespace {

World WorldOf(int streams, int shards) {
  World world;
  for (int i = 0; i < streams; ++i) {
    StreamView& stream = world.streams.emplace_back();
    stream.stream_name = "stream" + std::to_string(i);
    stream.stream_arn = "arn" + std::to_string(i);
    stream.status = "ACTIVE";
    stream.mode = "PROVISIONED";
    stream.open_shards = shards;
    for (int j = 0; j < shards; ++j) {
      ShardView& shard = stream.shards.emplace_back();
      shard.shard_id = "shardId-" + std::to_string(1'000'000'000'000 + j).substr(1);
      shard.starting_hash_key = std::to_string(j) + std::string(34, '0');
      shard.ending_hash_key = std::to_string(j) + std::string(34, '9');
      shard.readers.push_back({1, 2, {3, 4}});
      shard.hot_keys.push_back({"key", 5, 0.5});
      shard.quota_used = QuotaView{0.5, 0.25, 0, 0};
    }
    stream.subscriptions.push_back({"consumer", "shardId-000000000000", 0, 1000, {1, 2}});
  }
  for (int i = 0; i < 1000 && streams > 0; ++i) {
    CallRow& call = world.calls.emplace_back();
    call.operation = "PutRecord";
    if (i % 2 == 0) call.error_code = "ProvisionedThroughputExceededException";
  }
  if (streams > 0) world.fault_rules.push_back({"rule", "DELAY", "DelayMillis=5", "", 2, 1});
  return world;
}

TEST_CASE_FIXTURE(Screen, "Panels: an empty world is drawn, and asks for nothing") {
  CHECK(Draw() > 0);
  CHECK(source.calls.empty());
}

TEST_CASE_FIXTURE(Screen, "Panels: an ordinary world shows more than an empty one") {
  const int empty = Draw();
  Show(WorldOf(3, 4));
  CHECK(Draw() > empty);
  REQUIRE(source.calls.size() == 1);  // the latest records of the first stream, once
  CHECK(source.calls[0].starts_with("Runnel.InspectRecords {\"StreamARN\":\"arn0\""));
  inspector.shard_id = "shardId-000000000002";
  Draw();
  CHECK(source.calls.size() == 2);
}

// As a page of the records of a stream that holds a million.
CallAnswer PageOfRecords() {
  boost::json::array records;
  for (int i = 0; i < 1000; ++i) {
    records.push_back({{"ShardId", "shardId-000000000" + std::to_string(i % 900 + 100)},
                       {"SequenceNumber", std::to_string(i)},
                       {"ArrivalMillis", i},
                       {"PartitionKey", "key" + std::to_string(i)},
                       {"HashKey", std::to_string(i) + std::string(34, '0')},
                       {"DataBytes", 100},
                       {"Data", "aGVsbG8="}});
  }
  return {{{"Records", std::move(records)}, {"Previous", "1.2.3"}, {"Next", "4.5.6"}}, ""};
}

TEST_CASE_FIXTURE(Screen,
                  "Panels: a huge world costs no more vertices than the screen has room for") {
  World huge = WorldOf(100, 1000);
  for (StreamView& stream : huge.streams) {
    stream.records = 1'000'000;
    for (ShardView& shard : stream.shards) shard.records = 1000;
    for (const ShardView& shard : stream.shards) {
      stream.pollers.push_back({"uuid",
                                "arn:aws:lambda:us-east-1:0:function:fn",
                                "Enabled",
                                "OK",
                                shard.shard_id,
                                0,
                                false,
                                {1, 2, "49"}});
    }
  }
  Show(huge);
  source.answer = PageOfRecords();
  const int vertices = Draw(5);
  CHECK(vertices > 0);
  CHECK(vertices < 60'000);
  CHECK(inspector.records.size() == 1000);
  // As many rows as there is room for, whatever is listed: those of the records, the streams, the
  // shards, the pollers and the calls.
  source.answer = {};
  inspector.record_filter = "key:key1";
  CHECK(Draw() <= vertices);
}

TEST_CASE_FIXTURE(Screen,
                  "Panels: the time is that of the last look, in a world that stays the same") {
  World world = WorldOf(1, 1);
  world.now_millis = 1;
  world.streams[0].subscriptions.clear();
  Show(world);
  source.now_millis = 2;  // the iterator was used just now: "last 1 ms ago"
  const int just_now = Draw();
  source.now_millis = 100'002;  // "last 1.7 min ago"
  CHECK(Draw() > just_now);
}

TEST_CASE_FIXTURE(Screen, "Panels: a lost server is told, and what was known stays in sight") {
  World world = WorldOf(1, 2);
  Show(world);
  const int well = Draw();
  world.trouble = "no answer from http://127.0.0.1:4566";
  Show(world);
  CHECK(Draw() >= well);
}

TEST_CASE_FIXTURE(Screen, "Panels: a refused change is told") {
  inspector.Change("Kinesis_20131202.CreateStream", {{"StreamName", ""}});
  source.answer.refusal = "ValidationException: too short";
  Draw();
  CHECK(inspector.notice == "CreateStream: ValidationException: too short");
}

TEST_CASE_FIXTURE(Screen, "Activity: a chosen call is asked for, and its bodies are drawn") {
  World world = WorldOf(1, 1);
  for (std::size_t i = 0; i < world.calls.size(); ++i) {
    world.calls[i].number = static_cast<std::int64_t>(i + 1);
  }
  Show(world);
  inspector.chosen_call = 1000;
  const int without = Draw();
  inspector.call_text = {1000, R"({"StreamName":"s"})", R"({"ShardId":"x"})", 18, 15, ""};
  CHECK(Draw() > without);
}

TEST_CASE_FIXTURE(Screen, "Consumers: who reads, where it is and how far behind it is") {
  World world = WorldOf(1, 1);
  Show(world);
  const int without = Draw();
  world.streams[0].pollers.push_back({"uuid",
                                      "arn:aws:lambda:us-east-1:0:function:fn",
                                      "Enabled",
                                      "OK",
                                      "shardId-000000000000",
                                      0,
                                      false,
                                      {1, 2, "49"}});
  Show(world);
  CHECK(Draw() > without);
}

}  // namespace
}  // namespace runnel
