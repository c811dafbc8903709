#include "wasm/journal_bytes.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace runnel {
namespace {

JournalEntry RecordsEntry() {
  JournalEntry entry;
  entry.kind = JournalEntry::Kind::kRecords;
  entry.position = 9'007'199'254'740'991;  // what a double just holds
  entry.at = {2'000'000'000'000};
  entry.stream = {12};
  entry.shard = {3};
  entry.first_index = 40;
  entry.last_index = 41;
  entry.count = 2;
  entry.key_id = "alias/key";
  entry.bytes = std::string("a\0b", 3);
  return entry;
}

JournalEntry ChangeEntry() {
  JournalEntry entry;
  entry.position = 1;
  entry.name = "StreamCreated";
  entry.bytes = "bytes";
  return entry;
}

std::vector<JournalEntry> Replayed(std::string_view stored, std::string& fault) {
  std::vector<JournalEntry> entries;
  fault = JournalBytes(stored).Replay([&entries](const JournalEntry& entry) {
    entries.push_back(entry);
    return std::string();
  });
  return entries;
}

TEST_CASE("Entries come back from their bytes as they were") {
  JournalBytes journal;
  CHECK(journal.Commit(std::vector{ChangeEntry(), RecordsEntry()}).empty());
  std::string fault;
  const std::vector<JournalEntry> entries = Replayed(journal.committed(), fault);
  CHECK(fault.empty());
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].kind == JournalEntry::Kind::kChange);
  CHECK(entries[0].position == 1);
  CHECK(entries[0].name == "StreamCreated");
  CHECK(entries[0].bytes == "bytes");
  const JournalEntry expected = RecordsEntry();
  CHECK(entries[1].kind == expected.kind);
  CHECK(entries[1].position == expected.position);
  CHECK(entries[1].at == expected.at);
  CHECK(entries[1].stream == expected.stream);
  CHECK(entries[1].shard == expected.shard);
  CHECK(entries[1].first_index == expected.first_index);
  CHECK(entries[1].last_index == expected.last_index);
  CHECK(entries[1].count == expected.count);
  CHECK(entries[1].key_id == expected.key_id);
  CHECK(entries[1].name.empty());
  CHECK(entries[1].bytes == expected.bytes);
}

TEST_CASE("A checkpoint's changes are bytes like others") {
  JournalBytes journal;
  JournalCheckpoint checkpoint;
  checkpoint.changes = {ChangeEntry()};
  CHECK(journal.Commit(checkpoint).empty());
  std::string fault;
  CHECK(Replayed(journal.committed(), fault).size() == 1);
}

TEST_CASE("An entry that is cut off anywhere is found out") {
  JournalBytes journal;
  journal.Commit(std::vector{RecordsEntry()});
  const std::string& whole = journal.committed();
  for (std::size_t size = 1; size < whole.size(); ++size) {
    std::string fault;
    CHECK(Replayed(std::string_view(whole).substr(0, size), fault).empty());
    CHECK(fault == "An entry of the journal is cut off.");
  }
}

TEST_CASE("A replay stops at what its taker refuses") {
  JournalBytes journal;
  journal.Commit(std::vector{ChangeEntry(), ChangeEntry()});
  int taken = 0;
  CHECK(JournalBytes(journal.committed()).Replay([&taken](const JournalEntry&) {
    ++taken;
    return std::string("no");
  }) == "no");
  CHECK(taken == 1);
}

}  // namespace
}  // namespace runnel
