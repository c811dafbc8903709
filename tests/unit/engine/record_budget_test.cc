// Records beyond a budget of memory: read from where they are kept or, if they are kept nowhere
// else, not taken.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "core/base/base64.h"
#include "tests/unit/engine/memory_journal.h"
#include "tests/unit/engine/subscription_fixture.h"

namespace runnel {
namespace {

constexpr std::size_t kBudget = 64 * 1024;
constexpr int kRecords = 400;  // of 1 KiB

// The text of record `number`, in base64.
std::string Data(int number) {
  std::string data = "record " + std::to_string(number) + ' ';
  data.resize(1024, '.');
  std::string text;
  AppendBase64(data, text);
  return text;
}

struct Kept : EmulatorFixture {
  explicit Kept(const std::shared_ptr<MemoryJournal>& kept, Timestamp now = {1'700'000'000'000})
      : EmulatorFixture(WithoutDelays(), 1, true), journal(kept) {
    clock.now = now;
    emulator.UseArchive(journal, kBudget);
    CHECK(emulator.Recover(*journal).failure == "");
  }

  void Put(int number) {
    const Answer put = Call(
        "PutRecord", R"({"StreamName":"s","PartitionKey":"k","Data":")" + Data(number) + "\"}");
    CHECK(put.error() == "");
  }
  void Keep() {
    CHECK(journal->Commit(emulator.TakeJournal().entries) == "");
    emulator.JournalCommitted();
  }
  // A stream with records, of which most have left memory.
  void Fill() {
    Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    for (int i = 0; i < kRecords; ++i) {
      Put(i);
      if (i % 10 == 9) Keep();
    }
  }
  std::string Iterator() {
    const Answer answer = Call("GetShardIterator",
                               R"({"StreamName":"s","ShardId":"shardId-000000000000",
                                   "ShardIteratorType":"TRIM_HORIZON"})");
    return answer.json.at("ShardIterator").get_string().c_str();
  }
  Answer Get(const std::string& iterator, int limit) {
    return Call("GetRecords",
                R"({"ShardIterator":")" + iterator + R"(","Limit":)" + std::to_string(limit) + "}");
  }
  // Reads everything and checks that it is what Fill put, from record `first` on.
  void CheckAll(int first = 0) {
    int number = first;
    std::string iterator = Iterator();
    std::int64_t behind = 0;
    do {
      const Answer got = Get(iterator, 150);
      REQUIRE(got.error() == "");
      for (const auto& record : got.json.at("Records").as_array()) {
        CHECK(record.at("Data").get_string() == Data(number++));
      }
      iterator = got.json.at("NextShardIterator").get_string().c_str();
      behind = got.json.at("Records").as_array().empty() ? 0 : 1;
    } while (behind != 0);
    CHECK(number == kRecords);
  }

  std::shared_ptr<MemoryJournal> journal;
};

TEST_CASE("Records that have left memory are read as if they had not") {
  Kept kept(std::make_shared<MemoryJournal>());
  kept.Fill();
  CHECK(kept.journal->read_count == 0);
  kept.CheckAll();
  CHECK(kept.journal->read_count > 0);
}

TEST_CASE("Records that have left memory are read although older ones beside them are gone") {
  Kept kept(std::make_shared<MemoryJournal>());
  kept.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  kept.Put(0);
  kept.Keep();
  kept.Advance(Duration::Hours(12));
  for (int i = 1; i < kRecords; ++i) {
    kept.Put(i);
    if (i % 10 == 0) kept.Keep();
  }
  kept.Keep();
  // The first is too old now, and its block is deleted.
  kept.Advance(Duration::Hours(13));
  kept.Keep();
  kept.CheckAll(1);
  CHECK(kept.journal->read_count > 0);
}

TEST_CASE("What is not durable stays in memory, whatever it takes") {
  Kept kept(std::make_shared<MemoryJournal>());
  kept.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  for (int i = 0; i < kRecords; ++i) kept.Put(i);
  const JournalBatch batch = kept.emulator.TakeJournal();
  kept.CheckAll();
  CHECK(kept.journal->read_count == 0);
  CHECK(kept.journal->Commit(batch.entries) == "");
  kept.emulator.JournalCommitted();
  kept.CheckAll();
  CHECK(kept.journal->read_count > 0);
}

TEST_CASE("Records leave memory at a restart as well, and are read and trimmed as ever") {
  const auto journal = std::make_shared<MemoryJournal>();
  { Kept(journal).Fill(); }
  Kept kept(journal, {1'700'000'001'000});
  kept.CheckAll();
  CHECK(journal->read_count > 0);
  // The oldest are all of one time; the younger ones remain.
  kept.Advance(Duration::Hours(23));
  kept.Put(kRecords - 1);
  kept.Keep();
  kept.Advance(Duration::Hours(1) + Duration::Seconds(2));
  kept.Keep();
  kept.CheckAll(kRecords - 1);
  CHECK(journal->block_count() == 1);
}

TEST_CASE("A snapshot holds what has left memory") {
  Kept kept(std::make_shared<MemoryJournal>());
  kept.Fill();
  std::string body = "{}";
  Kept other(std::make_shared<MemoryJournal>());
  for (bool last = false; !last; body = R"({"Continue":true})") {
    const Answer part = kept.Control("ExportSnapshot", body);
    REQUIRE(part.error() == "");
    last = part.json.at("Last").as_bool();
    const Answer taken = other.Control(
        "ImportSnapshot", R"({"Part":")" + std::string(part.json.at("Part").as_string()) +
                              R"(","Continue":)" + (body == "{}" ? "false" : "true") +
                              R"(,"Last":)" + (last ? "true" : "false") + "}");
    REQUIRE(taken.error() == "");
  }
  CHECK(kept.journal->read_count > 0);
  other.CheckAll();
}

TEST_CASE("Records that cannot be fetched are an error, not an empty answer") {
  Kept kept(std::make_shared<MemoryJournal>());
  kept.Fill();
  const Answer registered = kept.Call(
      "RegisterStreamConsumer", R"({"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",)"
                                R"("ConsumerName":"c"})");
  const std::string consumer =
      registered.json.at("Consumer").at("ConsumerARN").get_string().c_str();
  const Answer subscribed =
      kept.Call("SubscribeToShard", R"({"ConsumerARN":")" + consumer +
                                        R"(","ShardId":"shardId-000000000000",)"
                                        R"("StartingPosition":{"Type":"TRIM_HORIZON"}})");
  const std::string iterator = kept.Iterator();
  kept.journal->failure = "the disk is gone";
  const Answer got = kept.Get(iterator, 1);
  CHECK(got.status == 500);
  CHECK(got.error() == "InternalFailure");
  bool ended = false;
  const std::string frames = kept.Take(subscribed.subscription, ended);
  CHECK(ended);
  CHECK(Has(frames, "InternalFailure"));
  CHECK(Has(frames, "could not be read"));
  CHECK_FALSE(Has(frames, "record 0"));
}

TEST_CASE("A call is described with records that have left memory, before its answer is encoded") {
  Kept kept(std::make_shared<MemoryJournal>());
  kept.Fill();
  const std::string iterator = kept.Iterator();
  const auto describe = [&] {
    const std::string request = R"({"ShardIterator":")" + iterator + R"(","Limit":1})";
    const Header headers[] = {
        {"X-Amz-Target", "Kinesis_20131202.GetRecords"},
        {"Content-Type", "application/x-amz-json-1.1"},
        {"X-Amz-Date", "20260101T000000Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
         "SignedHeaders=host, Signature=0"}};
    Call call = kept.emulator.Decode({"POST", "/", headers, request});
    kept.emulator.Run(call);
    return Emulator::Describe(call);
  };
  CHECK(Has(describe().output, Data(0)));
  kept.journal->failure = "the disk is gone";
  const CallDescription failed = describe();
  CHECK(failed.error_code == "InternalFailure");
  CHECK(failed.output == "");
}

TEST_CASE("Records that are gone while they are fetched are an error") {
  Kept kept(std::make_shared<MemoryJournal>());
  kept.Fill();
  const std::string request = R"({"ShardIterator":")" + kept.Iterator() + "\"}";
  const Header headers[] = {
      {"X-Amz-Target", "Kinesis_20131202.GetRecords"},
      {"Content-Type", "application/x-amz-json-1.1"},
      {"X-Amz-Date", "20260101T000000Z"},
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
       "SignedHeaders=host, Signature=0"}};
  Call call = kept.emulator.Decode({"POST", "/", headers, request});
  kept.emulator.Run(call);
  kept.Call("DeleteStream", R"({"StreamName":"s"})");
  kept.Keep();
  CHECK(kept.journal->block_count() == 0);
  CHECK(Emulator::Encode(call).status == 500);
}

TEST_CASE("Without a place to keep them, records beyond the bound are refused with words") {
  Settings settings = WithoutDelays();
  settings.record_memory_max = 256 * 1024;
  EmulatorFixture fixture(settings);
  fixture.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  const std::string put = R"({"StreamName":"s","PartitionKey":"k","Data":")" + Data(0) + "\"}";
  Answer refused;
  int taken = 0;
  while (taken < 1000 && (refused = fixture.Call("PutRecord", put)).error().empty()) ++taken;
  CHECK(taken > 200);
  CHECK(taken < 600);
  CHECK(refused.error() == "InternalFailure");
  CHECK(std::string(refused.json.at("message").as_string()).find("--record-memory") !=
        std::string::npos);
  CHECK(
      fixture.Call("PutRecords", R"({"StreamName":"s","Records":[{"PartitionKey":"k","Data":""}]})")
          .error() == "InternalFailure");
  // Everything else is answered, and room made is room had.
  CHECK(fixture.Call("DescribeStream", R"({"StreamName":"s"})").error() == "");
  fixture.Call("DeleteStream", R"({"StreamName":"s"})");
  fixture.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  CHECK(fixture.Call("PutRecord", put).error() == "");
}

}  // namespace
}  // namespace runnel
