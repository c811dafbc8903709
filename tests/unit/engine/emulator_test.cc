#include "core/engine/emulator.h"

#include <doctest/doctest.h>

#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {
namespace {

std::string StatusOf(EmulatorFixture& fixture) {
  const Answer answer = fixture.Call("DescribeStreamSummary", R"({"StreamName":"s"})");
  if (answer.status != 200) return answer.error();
  return answer.json.at("StreamDescriptionSummary").at("StreamStatus").get_string().c_str();
}

TEST_CASE("Emulator: a change takes its time, and the deadline says how long") {
  EmulatorFixture fixture{Settings()};
  CHECK_FALSE(fixture.emulator.NextDeadline());
  fixture.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  CHECK(StatusOf(fixture) == "CREATING");
  CHECK(fixture.emulator.NextDeadline() == Duration::Milliseconds(500));
  fixture.Advance(Duration::Milliseconds(499));
  CHECK(StatusOf(fixture) == "CREATING");
  fixture.Advance(Duration::Milliseconds(1));
  CHECK(StatusOf(fixture) == "ACTIVE");
  fixture.Call("DeleteStream", R"({"StreamName":"s"})");
  CHECK(StatusOf(fixture) == "DELETING");
  fixture.Advance(Duration::Milliseconds(500));
  CHECK(StatusOf(fixture) == "ResourceNotFoundException");
  CHECK_FALSE(fixture.emulator.NextDeadline());
}

TEST_CASE("Emulator: what is due is dated by its time, however late the host calls") {
  EmulatorFixture prompt{Settings()};
  EmulatorFixture late{Settings()};
  for (EmulatorFixture* fixture : {&prompt, &late}) {
    fixture->Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  }
  prompt.Advance(Duration::Milliseconds(500));
  prompt.Advance(Duration::Seconds(60));
  late.Advance(Duration::Milliseconds(60'500));
  const auto shards = [](EmulatorFixture& fixture) {
    return fixture.Call("ListShards", R"({"StreamName":"s"})").json;
  };
  CHECK(shards(prompt) == shards(late));
}

boost::json::array RecordsOf(EmulatorFixture& fixture, const std::string& shard) {
  const Answer iterator =
      fixture.Call("GetShardIterator", R"({"StreamName":"s","ShardIteratorType":"TRIM_HORIZON",
                                           "ShardId":")" +
                                           shard + "\"}");
  return fixture
      .Call("GetRecords", R"({"ShardIterator":")" +
                              std::string(iterator.json.at("ShardIterator").get_string()) + "\"}")
      .json.at("Records")
      .get_array();
}

TEST_CASE("Emulator: a leap of the clock brings about what small steps do") {
  Settings settings;
  settings.update_stream_delay = Duration::Hours(1);
  EmulatorFixture steps{settings};
  EmulatorFixture leap{settings};
  for (EmulatorFixture* fixture : {&steps, &leap}) {
    fixture->Call("CreateStream", R"({"StreamName":"s","ShardCount":2})");
    fixture->Call("CreateStream", R"({"StreamName":"t","ShardCount":1})");
    fixture->Control("UpdateClock", R"({"Freeze":true,"AdvanceMillis":1000})");
    for (int i = 0; i < 20; ++i) {
      fixture->Call("PutRecord", R"({"StreamName":"s","Data":"YWJj","PartitionKey":")" +
                                     std::to_string(i) + "\"}");
      fixture->Control("UpdateClock", R"({"AdvanceMillis":60000})");
    }
    fixture->Call("MergeShards", R"({"StreamName":"s","ShardToMerge":"shardId-000000000000",
                                     "AdjacentShardToMerge":"shardId-000000000001"})");
    fixture->Call("DeleteStream", R"({"StreamName":"t"})");
  }
  // Into the middle of the retention of the records.
  constexpr int kMinutes = 24 * 60 - 10;
  for (int i = 0; i < kMinutes; ++i) steps.Control("UpdateClock", R"({"AdvanceMillis":60000})");
  leap.Control("UpdateClock",
               "{\"AdvanceMillis\":" + std::to_string(std::int64_t{kMinutes} * 60'000) + "}");
  constexpr std::pair<const char*, const char*> kReads[] = {
      {"ListStreams", "{}"},
      {"DescribeStream", R"({"StreamName":"s"})"},
      {"ListShards", R"({"StreamName":"s"})"}};
  for (const auto& read : kReads) {
    CAPTURE(read.first);
    CHECK(steps.Call(read.first, read.second).json == leap.Call(read.first, read.second).json);
  }
  CHECK(RecordsOf(steps, "shardId-000000000001").size() > 2);
  for (const char* shard : {"shardId-000000000000", "shardId-000000000001"}) {
    CHECK(RecordsOf(steps, shard) == RecordsOf(leap, shard));
  }
}

TEST_CASE("Emulator: a clock that is reset catches up with the host's, and never goes back") {
  EmulatorFixture fixture;
  const auto reset = [&] {
    return fixture.Control("UpdateClock", R"({"Reset":true})")
        .json.at("NowMillis")
        .to_number<double>();
  };
  const auto host = [&] { return static_cast<double>(fixture.clock.now.milliseconds); };
  fixture.Control("UpdateClock", R"({"Freeze":true,"Scale":5})");
  fixture.Advance(Duration::Seconds(100));
  CHECK(reset() == host());
  fixture.Advance(Duration::Seconds(1));
  CHECK(reset() == host());
  fixture.Control("UpdateClock", R"({"AdvanceMillis":7000})");
  CHECK(reset() == host() + 7000);
}

TEST_CASE("Emulator: equal seeds, clocks and requests give equal bytes") {
  EmulatorFixture one(WithoutDelays(), 7);
  EmulatorFixture two(WithoutDelays(), 7);
  for (const char* body : {R"({"StreamName":"s","ShardCount":2})", R"({"StreamName":"s"})"}) {
    CHECK(one.Call("CreateStream", body).json == two.Call("CreateStream", body).json);
  }
  const char* iterator =
      R"({"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"LATEST"})";
  CHECK(one.Call("GetShardIterator", iterator).json == two.Call("GetShardIterator", iterator).json);
}

TEST_CASE("Emulator: records are gone after the retention period, and their memory too") {
  EmulatorFixture fixture;
  fixture.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  fixture.Call("PutRecord", R"({"StreamName":"s","PartitionKey":"a","Data":"YQ=="})");
  const auto read = [&] {
    const auto iterator =
        fixture
            .Call("GetShardIterator",
                  R"({"StreamName":"s","ShardId":"0","ShardIteratorType":"TRIM_HORIZON"})")
            .json.at("ShardIterator");
    return fixture
        .Call("GetRecords", R"({"ShardIterator":")" + std::string(iterator.get_string()) + "\"}")
        .json.at("Records")
        .get_array()
        .size();
  };
  fixture.Advance(Duration::Hours(24));
  CHECK(read() == 1);
  fixture.Advance(Duration::Milliseconds(1));
  CHECK(read() == 0);
  fixture.Advance(Duration::Seconds(1));
  CHECK_FALSE(fixture.emulator.NextDeadline());
}

TEST_CASE("Emulator: initial streams are ACTIVE at once, and bad ones are refused in words") {
  EmulatorFixture fixture{Settings()};
  CHECK(fixture.emulator.CreateInitialStream({"s", 3, ""}) == "");
  CHECK(StatusOf(fixture) == "ACTIVE");
  CHECK(fixture.emulator.CreateInitialStream({"s", 1, ""}) ==
        "Stream s under account 000000000000 already exists.");
  CHECK(fixture.emulator.CreateInitialStream({"?", 1, ""}).find("streamName") != std::string::npos);
  CHECK(fixture.emulator.CreateInitialStream({"t", 0, ""}).find("shardCount") != std::string::npos);
}

TEST_CASE("Emulator: control operations can be switched off") {
  Settings settings;
  settings.control_operations = false;
  ManualClock clock;
  Emulator emulator(settings, clock, 1);
  const Header headers[] = {
      {"X-Amz-Target", "Runnel.UpdateClock"},
      {"Content-Type", "application/x-amz-json-1.1"},
      {"Date", "today"},
      {"Authorization", "A Credential=a/b/c/d, SignedHeaders=h, Signature=s"}};
  // As unknown as if they had never been: not even what is wrong with a call of them is told.
  for (const char* body : {"{}", "", R"({"AdvanceMillis":"x"})"}) {
    CAPTURE(body);
    CHECK(emulator.Handle({"POST", "/", headers, body}).error_code == "UnknownOperationException");
  }
}

}  // namespace
}  // namespace runnel
