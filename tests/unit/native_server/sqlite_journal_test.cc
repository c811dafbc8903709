#include "native-server/journal/sqlite_journal.h"

#include <doctest/doctest.h>

#include <fstream>

#include "native-server/failure.h"
#include "native-server/journal/journal_folder.h"
#include "tests/unit/native_server/faulty_vfs.h"
#include "tests/unit/native_server/journal_entries.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

using test::Change;
using test::Contents;
using test::FaultyVfs;
using test::FileFault;
using test::ModeOf;
using test::Records;

JournalEntry Forget(JournalEntry::Kind kind, std::uint64_t stream, std::int32_t shard,
                    Timestamp horizon) {
  JournalEntry entry;
  entry.kind = kind;
  entry.stream = {stream};
  entry.shard = {shard};
  entry.at = horizon;
  return entry;
}

struct Kept {
  TemporaryFolder folder;
  JournalFolder data{folder.path() / "data"};
  SqliteJournal Open(const std::string& vfs = {}) {
    return SqliteJournal(data.file(), Durability::kFull, key_file(), vfs);
  }
  std::filesystem::path key_file() const { return folder.path() / "data" / "master.key"; }
  // All bytes of all files.
  std::string Bytes() const {
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "data")) {
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return bytes;
  }
};

TEST_CASE("A journal gives changes in order, then records shard by shard") {
  Kept kept;
  {
    SqliteJournal journal = kept.Open();
    CHECK(journal.Commit({Change(1, "one"), Records(1, 1, 8, {5}, "later"), Change(4, "two")}) ==
          "");
    CHECK(journal.Commit({Records(1, 1, 3, {4}, "sooner"), Records(1, 0, 9, {4}, "first")}) == "");
  }
  SqliteJournal journal = kept.Open();
  CHECK(Contents(journal) == "one two first sooner later");
}

TEST_CASE("What is trimmed, gone or cleared is forgotten, and nothing else") {
  Kept kept;
  SqliteJournal journal = kept.Open();
  using enum JournalEntry::Kind;
  CHECK(journal.Commit({Change(1, "c"), Records(1, 0, 1, {10}, "a"), Records(1, 0, 3, {20}, "b"),
                        Records(1, 1, 5, {10}, "other"), Records(2, 0, 1, {10}, "gone")}) == "");
  CHECK(journal.Commit({Forget(kTrim, 1, 0, {20})}) == "");
  CHECK(Contents(journal) == "c b other gone");
  CHECK(journal.Commit({Forget(kStreamGone, 2, 0, {})}) == "");
  CHECK(Contents(journal) == "c b other");
  CHECK(journal.Commit({Forget(kCleared, 0, 0, {}), Change(9, "after")}) == "");
  CHECK(Contents(journal) == "after");
}

TEST_CASE("A checkpoint replaces the changes up to its position") {
  Kept kept;
  SqliteJournal journal = kept.Open();
  CHECK(journal.Commit({Change(1, "a"), Change(2, "b"), Change(3, "c")}) == "");
  CHECK(journal.Commit(JournalCheckpoint{2, {Change(2, "sum")}}) == "");
  CHECK(Contents(journal) == "sum c");
  CHECK(journal.Commit(JournalCheckpoint{3, {Change(3, "all")}}) == "");
  CHECK(Contents(journal) == "all");
}

TEST_CASE("A file that gets emptier gets shorter") {
  Kept kept;
  SqliteJournal journal = kept.Open();
  const std::string block(1024 * 1024, 'x');
  for (std::uint64_t i = 1; i <= 60; ++i) {
    CHECK(journal.Commit({Records(1, 0, i * 2, {static_cast<std::int64_t>(i)}, block)}) == "");
  }
  const std::uint64_t full = journal.size().file;
  for (std::int64_t i = 2; i <= 60; ++i) {
    CHECK(journal.Commit({Forget(JournalEntry::Kind::kTrim, 1, 0, {i})}) == "");
  }
  CHECK(journal.size().file < full / 2);
}

TEST_CASE("Folder and file are for their owner alone, and for one server at a time") {
  Kept kept;
  CHECK(ModeOf(kept.folder.path() / "data") == 0700);
  const JournalFolder with_slash(kept.folder.path() / "above" / "other" / "");
  CHECK(ModeOf(kept.folder.path() / "above" / "other") == 0700);
  CHECK(ModeOf(kept.folder.path() / "above") == 0700);
  SqliteJournal journal = kept.Open();
  CHECK(journal.Commit({Change(1, "a")}) == "");
  for (const char* name : {"runnel.db", "runnel.db-wal", "runnel.db-shm"}) {
    CHECK(ModeOf(kept.folder.path() / "data" / name) == 0600);
  }
  CHECK_THROWS_WITH_AS(JournalFolder(kept.folder.path() / "data"),
                       doctest::Contains("another Runnel keeps its data there"), Failure);
}

TEST_CASE("A folder that is there keeps its mode, and what is made in it is its owner's") {
  const TemporaryFolder folder;
  const std::filesystem::path open = folder.path() / "open";
  std::filesystem::create_directory(open);
  std::filesystem::permissions(open, std::filesystem::perms{0755});
  const JournalFolder data(open);
  CHECK(ModeOf(open) == 0755);
  CHECK(ModeOf(data.file()) == 0600);
}

TEST_CASE("A file that is not a journal, or of a newer version, is refused and left as it is") {
  Kept kept;
  const auto refusal = [&] {
    try {
      kept.Open();
    } catch (const Failure& failure) {
      return std::string(failure.what());
    }
    return std::string("opened");
  };
  std::ofstream(kept.data.file(), std::ios::binary) << std::string(40'000, 'x');
  CHECK(refusal().find("it is not a Runnel journal") != std::string::npos);
  CHECK(std::filesystem::file_size(kept.data.file()) == 40'000);

  std::filesystem::resize_file(kept.data.file(), 0);
  { SqliteJournal journal = kept.Open(); }
  const auto whole = std::filesystem::file_size(kept.data.file());
  const std::string whole_copy = kept.data.file().string() + ".whole";
  std::filesystem::copy_file(kept.data.file(), whole_copy);
  std::filesystem::resize_file(kept.data.file(), whole / 2);
  const std::string said = refusal();
  CAPTURE(said);
  CHECK(said.find(kept.data.file().string() + " cannot be used: ") != std::string::npos);
  CHECK(said.find("It is left as it is; choose another folder") != std::string::npos);
  CHECK(std::filesystem::file_size(kept.data.file()) == whole / 2);
  std::filesystem::copy_file(whole_copy, kept.data.file(),
                             std::filesystem::copy_options::overwrite_existing);
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(kept.data.file().c_str(), &database) == SQLITE_OK);
  sqlite3_exec(database, "PRAGMA user_version = 99", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  CHECK(refusal().find("a newer version of Runnel wrote it, in format 99") != std::string::npos);
}

TEST_CASE("Records under a key are on the disk only as what nobody can read, and come back") {
  Kept kept;
  const std::string secret = "a secret that nobody may read";
  {
    SqliteJournal journal = kept.Open();
    JournalEntry open = Records(1, 0, 1, {5}, "for everybody");
    JournalEntry sealed = Records(1, 0, 3, {6}, secret);
    sealed.key_id = "alias/first";
    JournalEntry other = Records(1, 0, 5, {7}, secret);
    other.key_id = "alias/second";
    CHECK(journal.Commit({open, sealed, other}) == "");
    CHECK(kept.Bytes().find("for everybody") != std::string::npos);
    CHECK(kept.Bytes().find(secret) == std::string::npos);
  }
  CHECK(kept.Bytes().find(secret) == std::string::npos);
  CHECK(ModeOf(kept.key_file()) == 0600);
  SqliteJournal journal = kept.Open();
  CHECK(Contents(journal) == "for everybody " + secret + " " + secret);
}

TEST_CASE("A master key that is missing, malformed or another one is refused in words") {
  Kept kept;
  {
    SqliteJournal journal = kept.Open();
    JournalEntry sealed = Records(1, 0, 1, {5}, "secret");
    sealed.key_id = "alias/key";
    CHECK(journal.Commit({sealed}) == "");
  }
  const auto refusal = [&] {
    try {
      kept.Open();
    } catch (const Failure& failure) {
      return std::string(failure.what());
    }
    return std::string("opened");
  };
  std::filesystem::rename(kept.key_file(), kept.folder.path() / "kept.key");
  CHECK(refusal().find("it is not there, and records are encrypted under it") != std::string::npos);
  std::ofstream(kept.key_file()) << "short";
  CHECK(refusal().find("it should hold 32 bytes in base64") != std::string::npos);
  std::ofstream(kept.key_file()) << "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  CHECK(refusal().find("it is not the one that records are encrypted under") != std::string::npos);
  std::filesystem::rename(kept.folder.path() / "kept.key", kept.key_file());
  CHECK(refusal() == "opened");
}

TEST_CASE("A block that was put in the place of another is refused") {
  Kept kept;
  {
    SqliteJournal journal = kept.Open();
    JournalEntry first = Records(1, 0, 1, {5}, "one");
    JournalEntry second = Records(1, 0, 3, {6}, "two");
    first.key_id = second.key_id = "alias/key";
    CHECK(journal.Commit({first, second}) == "");
  }
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(kept.data.file().c_str(), &database) == SQLITE_OK);
  sqlite3_exec(database,
               "UPDATE records SET (block, crc) = (SELECT block, crc FROM records WHERE "
               "first_index = 3) WHERE first_index = 1",
               nullptr, nullptr, nullptr);
  sqlite3_close(database);
  SqliteJournal journal = kept.Open();
  CHECK(Contents(journal) ==
        "failed: records of shardId-000000000000 from sequence index 1 are damaged");
}

TEST_CASE("A damaged block is refused in words") {
  Kept kept;
  { CHECK(kept.Open().Commit({Records(1, 0, 7, {5}, "block")}) == ""); }
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(kept.data.file().c_str(), &database) == SQLITE_OK);
  sqlite3_exec(database, "UPDATE records SET block = x'626c6f636c'", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  SqliteJournal journal = kept.Open();
  CHECK(Contents(journal) ==
        "failed: records of shardId-000000000000 from sequence index 7 are damaged");
}

TEST_CASE("A commit that fails anywhere leaves the journal as it was, and the next one succeeds") {
  FaultyVfs vfs;
  int failures = 0;
  for (const auto kind : {FileFault::Kind::kNoSpace, FileFault::Kind::kIoError,
                          FileFault::Kind::kShortWrite, FileFault::Kind::kSyncError}) {
    for (int after = 0; after < 6; ++after) {
      CAPTURE(static_cast<int>(kind));
      CAPTURE(after);
      Kept kept;
      SqliteJournal journal = kept.Open(vfs.name());
      REQUIRE(journal.Commit({Change(1, "a")}) == "");
      vfs.Break({kind, after});
      const std::string failure =
          journal.Commit({Change(2, "b"), Records(1, 0, 1, {5}, std::string(50'000, 'r'))});
      vfs.Mend();
      if (failure.empty()) continue;  // it needed fewer writes than that
      ++failures;
      CHECK(Contents(journal) == "a");
      CHECK(journal.Commit({Change(3, "c")}) == "");
      CHECK(Contents(journal) == "a c");
    }
  }
  CHECK(failures >= 12);
}

}  // namespace
}  // namespace runnel
