#include "core/engine/snapshot.h"

#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

#include "core/base/base64.h"
#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/memory_journal.h"

namespace runnel {
namespace {

struct Site : EmulatorFixture {
  explicit Site(bool journaled = false) : EmulatorFixture(WithoutDelays(), 1, journaled) {}

  void Fill() {
    Call("CreateStream", R"({"StreamName":"s","ShardCount":2})");
    for (int i = 0; i < 50; ++i) {
      Call("PutRecord",
           R"({"StreamName":"s","Data":"YWJj","PartitionKey":")" + std::to_string(i) + "\"}");
    }
    Call("SplitShard", R"({"StreamName":"s","ShardToSplit":"shardId-000000000000",
                           "NewStartingHashKey":"1000"})");
    Call("RegisterStreamConsumer", R"({"ConsumerName":"c",
        "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"})");
    Control("UpdateSettings", R"({"ShardLimit":7})");
  }

  std::string Export() {
    const Answer answer = Control("ExportSnapshot", "{}");
    REQUIRE(answer.json.at("Last").as_bool());
    std::string bytes;
    REQUIRE_FALSE(DecodeBase64(answer.json.at("Part").as_string(), bytes));
    return bytes;
  }

  Answer Import(std::string_view part, std::string_view more) {
    std::string text;
    AppendBase64(part, text);
    return Control("ImportSnapshot", R"({"Part":")" + text + "\"" + std::string(more) + "}");
  }

  // Everything that can be asked about the stream.
  std::string Portrait() {
    std::string portrait;
    const auto add = [&](const Answer& answer) {
      portrait += boost::json::serialize(answer.json) + "\n";
    };
    add(Call("DescribeStream", R"({"StreamName":"s"})"));
    add(Call("DescribeLimits", "{}"));
    add(Call("ListStreamConsumers",
             R"({"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"})"));
    for (const char* shard : {"0", "1", "2", "3"}) {
      const Answer answer = Call(
          "GetShardIterator", R"({"StreamName":"s","ShardIteratorType":"TRIM_HORIZON","ShardId":)"
                              R"("shardId-00000000000)" +
                                  std::string(shard) + "\"}");
      const std::string iterator(answer.json.at("ShardIterator").as_string());
      const Answer got = Call("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");
      portrait += boost::json::serialize(got.json.at("Records")) + "\n";
    }
    return portrait;
  }
};

std::string Message(const Answer& answer) {
  return std::string(answer.json.at("message").as_string());
}

TEST_CASE("An emulator that imports a snapshot is the same as the one that was exported") {
  Site first;
  first.Fill();
  Site second;
  second.Call("CreateStream", R"({"StreamName":"other","ShardCount":1})");
  CHECK(second.Import(first.Export(), R"(,"Last":true)").status == 200);
  CHECK(second.Portrait() == first.Portrait());
  CHECK(second.Call("DescribeStreamSummary", R"({"StreamName":"other"})").status == 400);
  // Exported again it is the same file.
  CHECK(second.Export() == first.Export());
}

TEST_CASE("An iterator of before an import reads no stream that comes later") {
  Site site;
  const std::string nothing = site.Export();
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  const Answer given = site.Call("GetShardIterator", R"({"StreamName":"s","ShardIteratorType":
      "TRIM_HORIZON","ShardId":"shardId-000000000000"})");
  CHECK(site.Import(nothing, R"(,"Last":true)").status == 200);
  site.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
  const std::string iterator(given.json.at("ShardIterator").as_string());
  const Answer read = site.Call("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");
  CHECK(read.error() == "ResourceNotFoundException");
}

TEST_CASE("A snapshot can come in parts, cut anywhere") {
  Site first;
  first.Fill();
  const std::string bytes = first.Export();
  for (const std::size_t size : {1UL, 7UL, 100UL}) {
    Site second;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      std::string more = at == 0 ? "" : R"(,"Continue":true)";
      if (at + size >= bytes.size()) more += R"(,"Last":true)";
      REQUIRE(second.Import(std::string_view(bytes).substr(at, size), more).status == 200);
    }
    CHECK(second.Portrait() == first.Portrait());
  }
}

TEST_CASE("A snapshot that is cut, changed, foreign or of a newer version is refused whole") {
  Site first;
  first.Fill();
  const std::string bytes = first.Export();
  const std::string before = first.Portrait();
  const auto refusal = [&](std::string_view changed) {
    const Answer answer = first.Import(changed, R"(,"Last":true)");
    REQUIRE(answer.status == 400);
    return Message(answer);
  };
  for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 16) {
    REQUIRE_FALSE(refusal(std::string_view(bytes).substr(0, size)).empty());
  }
  for (std::size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 200) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    REQUIRE_FALSE(refusal(changed).empty());
  }
  CHECK(refusal("PK\x03\x04 something else") ==
        "The snapshot cannot be imported: it is not a snapshot of Runnel. Nothing has changed.");
  std::string newer = bytes;
  newer[8] = 9;
  CHECK(refusal(newer).find("a newer version of Runnel wrote it, in format 9") !=
        std::string::npos);
  CHECK(refusal(bytes + "x").find("something comes after its end") != std::string::npos);
  CHECK(first.Portrait() == before);
}

TEST_CASE("An export is of the moment at which it began") {
  Site site;
  site.Fill();
  State state;  // nothing: only the parts are of interest
  std::vector<JournalEntry> changes(3);
  for (JournalEntry& change : changes) change.bytes = std::string(1000, 'x');
  SnapshotWriter writer(changes, state);
  std::string whole;
  int parts = 0;
  while (!writer.finished()) {
    whole += writer.Next(500);
    ++parts;
  }
  CHECK(parts == 4);
  SnapshotReader reader;
  int entries = 0;
  CHECK(reader.Feed(whole, [&](const JournalEntry&) {
    ++entries;
    return std::string();
  }) == "");
  CHECK(reader.complete());
  CHECK(entries == 3);
}

TEST_CASE("What was imported is in the journal, and nothing of what was before") {
  MemoryJournal journal;
  Site first;
  first.Fill();
  {
    Site second(true);
    REQUIRE(second.emulator.Recover(journal).failure == "");
    second.Call("CreateStream", R"({"StreamName":"other","ShardCount":1})");
    CHECK(second.Import(first.Export(), R"(,"Last":true)").status == 200);
    CHECK(journal.Commit(second.emulator.TakeJournal().entries) == "");
  }
  Site third(true);
  CHECK(third.emulator.Recover(journal).failure == "");
  CHECK(third.Portrait() == first.Portrait());
}

}  // namespace
}  // namespace runnel
