// An emulator that ends and one that goes on from its journal.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/memory_journal.h"

namespace runnel {
namespace {

struct Incarnation : EmulatorFixture {
  Incarnation(MemoryJournal& kept, Timestamp now, const Settings& settings = WithoutDelays())
      : EmulatorFixture(settings, 1, true), journal(kept) {
    clock.now = now;
    report = emulator.Recover(journal);
  }
  // Commits what has happened.
  void Keep() { CHECK(journal.Commit(emulator.TakeJournal().entries) == ""); }
  std::string Text(std::string_view operation, std::string_view body) {
    return boost::json::serialize(Call(operation, body).json);
  }
  std::string Iterator(std::string_view shard) {
    const auto answer =
        Call("GetShardIterator", "{\"StreamName\":\"s\",\"ShardId\":\"" + std::string(shard) +
                                     "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}");
    return std::string(answer.json.at("ShardIterator").as_string());
  }
  boost::json::value Records(const std::string& iterator) {
    return Call("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}").json;
  }

  MemoryJournal& journal;
  RecoveryReport report;
};

constexpr Timestamp kStart{1'700'000'000'000};
constexpr std::string_view kPut = R"({"StreamName":"s","PartitionKey":"a","Data":"YQ=="})";

TEST_CASE("What was committed is there again, and so is an iterator that was given before") {
  MemoryJournal journal;
  std::string iterator;
  std::string before;
  std::string description;
  {
    Incarnation first(journal, kStart);
    first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1,"Tags":{"a":"b"}})");
    for (int i = 0; i < 3; ++i) first.Call("PutRecord", kPut);
    first.Call("SplitShard", R"({"StreamName":"s","ShardToSplit":"shardId-000000000000",
                                 "NewStartingHashKey":"170141183460469231731687303715884105728"})");
    first.Call("PutRecord", kPut);
    iterator = first.Iterator("shardId-000000000000");
    before = boost::json::serialize(first.Records(iterator).at("Records"));
    description = first.Text("DescribeStream", R"({"StreamName":"s"})");
    first.Keep();
  }
  Incarnation second(journal, kStart + Duration::Seconds(1));
  CHECK(second.report.failure == "");
  CHECK(second.report.records == 4);
  CHECK(second.report.streams == 1);
  CHECK(second.report.shards == 3);
  const auto read = second.Records(iterator);
  CHECK(boost::json::serialize(read.at("Records")) == before);
  CHECK(read.at("ChildShards").as_array().size() == 2);
  CHECK(second.Text("DescribeStream", R"({"StreamName":"s"})") == description);
}

TEST_CASE("What keys are, and which records need them, outlives the process and a checkpoint") {
  MemoryJournal journal;
  std::string iterator;
  {
    Incarnation first(journal, kStart);
    first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    for (const std::string key : {"alias/old", "alias/new"}) {
      first.Call("StartStreamEncryption",
                 R"({"StreamName":"s","EncryptionType":"KMS","KeyId":")" + key + "\"}");
      first.Call("PutRecord", kPut);
      first.Advance(Duration::Seconds(1));
    }
    first.Control("UpdateKeyState", R"({"KeyId":"alias/old","State":"DISABLED"})");
    iterator = first.Iterator("shardId-000000000000");
    first.Keep();
    CHECK(journal.Commit(first.emulator.TakeCheckpoint()) == "");
  }
  Incarnation second(journal, kStart + Duration::Seconds(3));
  CHECK(second.report.failure == "");
  const auto refused = second.Records(iterator);
  CHECK(refused.at("__type") == "KMSDisabledException");
  second.Control("UpdateKeyState", R"({"KeyId":"alias/old","State":"ENABLED"})");
  CHECK(second.Records(iterator).at("Records").as_array().size() == 2);
}

TEST_CASE("Sequence numbers go on rising after a restart, even when all records have aged out") {
  MemoryJournal journal;
  std::string last;
  {
    Incarnation first(journal, kStart);
    first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    for (int i = 0; i < 5; ++i) {
      last = first.Call("PutRecord", kPut).json.at("SequenceNumber").as_string();
    }
    first.Advance(Duration::Hours(25));
    first.Keep();
  }
  CHECK(journal.block_count() == 0);
  Incarnation second(journal, kStart + Duration::Hours(25));
  CHECK(second.report.records == 0);
  const std::string next(second.Call("PutRecord", kPut).json.at("SequenceNumber").as_string());
  CHECK(next.size() == last.size());
  CHECK(next > last);
}

TEST_CASE("A checkpoint stands for all changes before it") {
  MemoryJournal journal;
  {
    Incarnation first(journal, kStart);
    first.Call("CreateStream", R"({"StreamName":"s","ShardCount":2})");
    first.Call("PutRecord", kPut);
    for (int i = 0; i < 20; ++i) {
      first.Call("AddTagsToStream",
                 R"({"StreamName":"s","Tags":{"n":")" + std::to_string(i) + "\"}}");
    }
    first.Keep();
    CHECK(journal.change_count() > 20);
    CHECK(journal.Commit(first.emulator.TakeCheckpoint()) == "");
    CHECK(journal.change_count() == 0);
    first.Call("AddTagsToStream", R"({"StreamName":"s","Tags":{"after":"x"}})");
    first.Keep();
  }
  Incarnation second(journal, kStart);
  CHECK(second.report.failure == "");
  CHECK(second.Text("ListTagsForStream", R"({"StreamName":"s"})") ==
        R"({"Tags":[{"Key":"after","Value":"x"},{"Key":"n","Value":"19"}],"HasMoreTags":false})");
  CHECK(
      second.Records(second.Iterator("shardId-000000000000")).at("Records").as_array().size() +
          second.Records(second.Iterator("shardId-000000000001")).at("Records").as_array().size() ==
      1);
}

TEST_CASE("Fault rules survive if they are to, and so do the limits of a stream") {
  for (const bool checkpoint : {false, true}) {
    CAPTURE(checkpoint);
    MemoryJournal journal;
    Settings settings = WithoutDelays();
    settings.put_error_probability = 1.0;
    {
      Incarnation first(journal, kStart, settings);
      first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
      first.Control("UpdateStreamLimits", R"({"StreamName":"s","Limits":"AWS"})");
      first.Control("AddFaultRule", R"({"RuleId":"gone","Action":"DROP_AFTER"})");
      first.Control("AddFaultRule", R"({"RuleId":"again","Action":"DROP_AFTER"})");
      first.Control("AddFaultRule", R"({"RuleId":"kept","Action":"DROP_BEFORE","Durable":true})");
      first.Control("AddFaultRule", R"({"RuleId":"again","Action":"DROP_AFTER","Durable":true})");
      first.Control("AddFaultRule", R"({"RuleId":"removed","Action":"DELAY","DelayMillis":1,)"
                                    R"("Durable":true})");
      first.Control("RemoveFaultRule", R"({"RuleId":"removed"})");
      first.Control("AddFaultRule", R"({"RuleId":"weak","Action":"DROP_AFTER","Durable":true})");
      first.Control("AddFaultRule", R"({"RuleId":"weak","Action":"DROP_AFTER"})");
      const auto before = first.Control("ListFaultRules", "{}").json.at("Rules").as_array();
      REQUIRE(before.size() == 5);
      CHECK(before[2].at("Rule").at("RuleId") == "kept");
      CHECK(before[3].at("Rule").at("RuleId") == "again");
      first.Keep();
      if (checkpoint) CHECK(journal.Commit(first.emulator.TakeCheckpoint()) == "");
    }
    Incarnation second(journal, kStart + Duration::Seconds(1), settings);
    CHECK(second.report.failure == "");
    const auto rules = second.Control("ListFaultRules", "{}").json.at("Rules").as_array();
    REQUIRE(rules.size() == 3);
    CHECK(rules[0].at("Rule").at("RuleId") == "kept");
    CHECK(rules[1].at("Rule").at("RuleId") == "again");
    CHECK(rules[2].at("Rule").at("RuleId") == "error-probability");
    second.Control("ClearFaultRules", "{}");
    const std::string large(1'000'000, 'A');
    const std::string put = R"({"StreamName":"s","PartitionKey":"a","Data":")" + large + "\"}";
    CHECK(second.Call("PutRecord", put).status == 200);
    CHECK(second.Call("PutRecord", put).error() == "ProvisionedThroughputExceededException");
  }
}

TEST_CASE("Changed settings, the moved clock and a change under way survive") {
  MemoryJournal journal;
  Settings slow = WithoutDelays();
  slow.create_stream_delay = Duration::Seconds(10);
  {
    Incarnation first(journal, kStart, slow);
    first.Control("UpdateSettings", R"({"ShardLimit":3})");
    first.Control("UpdateClock", R"({"AdvanceMillis":3600000})");
    first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    first.Keep();
  }
  Incarnation second(journal, kStart + Duration::Seconds(1), slow);
  CHECK(second.Call("DescribeLimits", "{}").json.at("ShardLimit").as_int64() == 3);
  CHECK(second.Control("DescribeClock", "{}").json.at("NowMillis").as_int64() ==
        (kStart + Duration::Seconds(3601)).milliseconds);
  CHECK(second.Text("DescribeStreamSummary", R"({"StreamName":"s"})").find("CREATING") !=
        std::string::npos);
  second.Advance(Duration::Seconds(10));
  CHECK(second.Text("DescribeStreamSummary", R"({"StreamName":"s"})").find("ACTIVE") !=
        std::string::npos);
}

TEST_CASE("Time does not go back below what the journal has seen") {
  MemoryJournal journal;
  {
    Incarnation first(journal, kStart);
    first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    first.Call("PutRecord", kPut);
    first.Keep();
  }
  Incarnation second(journal, kStart + Duration::Hours(-2));
  CHECK(second.Control("DescribeClock", "{}").json.at("NowMillis").as_int64() ==
        kStart.milliseconds);
  CHECK(second.Call("PutRecord", kPut).status == 200);
}

TEST_CASE("A reset leaves nothing behind but the key of tokens and the last ids") {
  MemoryJournal journal;
  Incarnation first(journal, kStart);
  first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  first.Call("PutRecord", kPut);
  first.Keep();
  first.Control("Reset", "{}");
  first.Keep();
  CHECK(journal.block_count() == 0);
  CHECK(journal.change_count() == 2);
  const Incarnation second(journal, kStart);
  CHECK(second.report.streams == 0);
}

TEST_CASE("An iterator of before a reset reads no stream that comes later") {
  MemoryJournal journal;
  Incarnation first(journal, kStart);
  first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  const std::string iterator = first.Iterator("shardId-000000000000");
  first.Control("Reset", "{}");
  first.Keep();
  Incarnation second(journal, kStart);
  for (Incarnation* later : {&first, &second}) {
    later->Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    const Answer read = later->Call("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");
    CHECK(read.error() == "ResourceNotFoundException");
  }
}

TEST_CASE("After a commit that failed the emulator is what the journal holds, and refuses writes") {
  MemoryJournal journal;
  Incarnation first(journal, kStart);
  first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  first.Call("RegisterStreamConsumer", R"({"ConsumerName":"c",
      "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"})");
  first.Call("PutRecord", kPut);
  first.Keep();
  first.Call("PutRecord", kPut);
  journal.failure = "disk full";
  CHECK(journal.Commit(first.emulator.TakeJournal().entries) == "disk full");
  CHECK(first.emulator.Recover(journal).failure == "");
  first.emulator.RefuseWrites("disk full");
  CHECK(first.Records(first.Iterator("shardId-000000000000")).at("Records").as_array().size() == 1);
  const Answer refused = first.Call("PutRecord", kPut);
  CHECK(refused.status == 500);
  CHECK(refused.error() == "InternalFailure");
  CHECK(refused.json.at("message").as_string().find("disk full") != std::string::npos);
  CHECK(first.Control("Reset", "{}").status == 500);
  CHECK(first.Records(first.Iterator("shardId-000000000000")).at("Records").as_array().size() == 1);

  journal.failure.clear();
  first.emulator.RefuseWrites({});
  CHECK(first.Call("PutRecord", kPut).status == 200);
  first.Keep();
  CHECK(Incarnation(journal, kStart).report.records == 2);
}

TEST_CASE("A subscription that was open when a commit failed ends") {
  MemoryJournal journal;
  Incarnation first(journal, kStart);
  first.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  const std::string arn(first
                            .Call("RegisterStreamConsumer", R"({"ConsumerName":"c",
          "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"})")
                            .json.at("Consumer")
                            .at("ConsumerARN")
                            .as_string());
  first.Keep();
  const Answer opened =
      first.Call("SubscribeToShard", R"({"ShardId":"shardId-000000000000","ConsumerARN":")" + arn +
                                         R"(","StartingPosition":{"Type":"LATEST"}})");
  REQUIRE(opened.subscription);
  first.emulator.TakeReady();
  CHECK(first.emulator.Recover(journal).failure == "");
  CHECK(first.emulator.TakeReady() == std::vector<SubscriptionId>{opened.subscription});
  bool ended = false;
  CHECK(first.Take(opened.subscription, ended) == "");
  CHECK(ended);
}

TEST_CASE("A journal with an entry that cannot be read is refused in words") {
  MemoryJournal journal;
  JournalEntry entry;
  entry.position = 1;
  entry.name = "StreamCreated";
  entry.bytes = "garbage";
  REQUIRE(journal.Commit({entry}) == "");
  const Incarnation first(journal, kStart);
  CHECK(first.report.failure ==
        "the change StreamCreated at position 1 cannot be read: it is damaged, or a newer version "
        "wrote it");
}

}  // namespace
}  // namespace runnel
