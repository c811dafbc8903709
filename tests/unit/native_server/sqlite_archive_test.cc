#include "native-server/journal/sqlite_archive.h"

#include <doctest/doctest.h>

#include "native-server/journal/journal_folder.h"
#include "native-server/journal/sqlite_journal.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

JournalEntry Block(std::uint64_t first, std::uint64_t last, std::string bytes,
                   std::string key_id = {}) {
  JournalEntry entry;
  entry.kind = JournalEntry::Kind::kRecords;
  entry.stream = {1};
  entry.shard = {0};
  entry.first_index = first;
  entry.last_index = last;
  entry.count = 1;
  entry.key_id = std::move(key_id);
  entry.bytes = std::move(bytes);
  return entry;
}

struct Archived {
  Archived() {
    CHECK(journal.Commit({Block(1, 9, "a"), Block(10, 19, "b", "alias/k"), Block(20, 29, "c")}) ==
          "");
  }

  // The blocks that hold the records, a word each.
  std::string Read(std::uint64_t first, std::uint64_t last, std::int32_t shard = 0) {
    std::string blocks;
    failure =
        archive.Read({1}, {shard}, first, last, [&](std::string_view block) { blocks += block; });
    return blocks;
  }

  TemporaryFolder temporary;
  JournalFolder folder{temporary.path()};
  std::filesystem::path key_file = temporary.path() / "master.key";
  SqliteJournal journal{folder.file(), Durability::kNormal, key_file};
  std::string reported;
  SqliteArchive archive{folder.file(), key_file,
                        [this](const std::string& why) { reported = why; }};
  std::string failure;
};

TEST_CASE("SqliteArchive gives the blocks that hold the records, decrypted") {
  Archived archived;
  CHECK(archived.Read(1, 29) == "abc");
  CHECK(archived.Read(3, 3) == "a");
  CHECK(archived.Read(5, 10) == "ab");
  CHECK(archived.Read(12, 20) == "bc");
  CHECK(archived.Read(29, 29) == "c");
  CHECK(archived.Read(0, 0) == "");
  CHECK(archived.Read(1, 29, 1) == "");
  CHECK(archived.failure == "");
}

TEST_CASE("SqliteArchive sees what is committed after it was first read, new keys with it") {
  Archived archived;
  CHECK(archived.Read(1, 100) == "abc");
  CHECK(archived.journal.Commit({Block(30, 39, "d", "alias/another")}) == "");
  CHECK(archived.Read(1, 100) == "abcd");
}

TEST_CASE("SqliteArchive refuses a damaged block and says so") {
  Archived archived;
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(archived.folder.file().c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, "UPDATE records SET block = x'00' WHERE first_index = 10", nullptr,
                       nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  CHECK(archived.Read(1, 9) == "a");
  archived.Read(1, 29);
  CHECK(archived.failure == "records of shardId-000000000000 from sequence index 10 are damaged");
  CHECK(archived.reported.find(archived.failure) != std::string::npos);
}

}  // namespace
}  // namespace runnel
