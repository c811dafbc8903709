// What a journal holds after a copy of its files was cut, or the power has failed.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/failure.h"
#include "native-server/journal/journal_folder.h"
#include "native-server/journal/sqlite_journal.h"
#include "tests/unit/native_server/faulty_vfs.h"
#include "tests/unit/native_server/journal_entries.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

namespace fs = std::filesystem;
using test::Change;
using test::Contents;
using test::FaultyVfs;
using test::FileFault;
using test::Records;
using test::Unsynced;

constexpr int kCommits = 5;
constexpr int kOpenings = 3;
constexpr int kCommitsPerOpening = 2;

std::string Block(int number) { return std::string(3000, static_cast<char>('a' + number)); }

// The commit of this number, from 1: a change, and of every other one records.
std::vector<JournalEntry> CommitOf(int number) {
  const auto place = static_cast<std::uint64_t>(number);
  std::vector<JournalEntry> entries = {Change(place, "c" + std::to_string(number))};
  if (number % 2 == 0) entries.push_back(Records(1, 0, 2 * place, {number}, Block(number)));
  return entries;
}

// What a journal gives back that took so many commits, and afterwards this one.
std::string ContentsOf(int commits, const std::string& next = {}) {
  std::string contents;
  const auto add = [&](const std::string& word) {
    contents += (contents.empty() ? "" : " ") + word;
  };
  for (int number = 1; number <= commits; ++number) add("c" + std::to_string(number));
  if (!next.empty()) add(next);
  for (int number = 2; number <= commits; number += 2) add(Block(number));
  return contents;
}

SqliteJournal OpenIn(const fs::path& folder, Durability durability, const FaultyVfs& vfs) {
  return SqliteJournal(folder / "runnel.db", durability, folder / "master.key", vfs.name());
}

// How many commits the journal in the folder holds, which also takes another one. -1: what it holds
// is not the first so many of them.
int CommitsIn(const fs::path& folder, int most, const FaultyVfs& vfs) {
  SqliteJournal journal = OpenIn(folder, Durability::kFull, vfs);
  const std::string contents = Contents(journal);
  int commits = most;
  while (commits >= 0 && contents != ContentsOf(commits)) --commits;
  if (commits < 0) return commits;
  CHECK(journal.Commit({Change(100, "next")}) == "");
  CHECK(Contents(journal) == ContentsOf(commits, "next"));
  return commits;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The files of a journal that is open and has taken five commits.
struct OpenFiles {
  explicit OpenFiles(const FaultyVfs& vfs) {
    const TemporaryFolder folder;
    const JournalFolder data(folder.path() / "data");
    { const SqliteJournal tables = OpenIn(folder.path() / "data", Durability::kFull, vfs); }
    SqliteJournal journal = OpenIn(folder.path() / "data", Durability::kFull, vfs);
    const std::string wal_file = data.file().string() + "-wal";
    for (int number = 1; number <= kCommits; ++number) {
      REQUIRE(journal.Commit(CommitOf(number)) == "");
      ends.push_back(fs::file_size(wal_file));
    }
    database = ReadFile(data.file());
    wal = ReadFile(wal_file);
  }
  std::string database;
  std::string wal;
  std::vector<std::size_t> ends;  // of the commits in the WAL
};

int CommitsIn(const OpenFiles& files, std::string_view wal, const FaultyVfs& vfs) {
  const TemporaryFolder folder;
  folder.Write("runnel.db", files.database);
  folder.Write("runnel.db-wal", wal);
  return CommitsIn(folder.path(), kCommits, vfs);
}

TEST_CASE("A journal whose WAL is cut anywhere holds the commits that are whole, and goes on") {
  const FaultyVfs vfs;
  const OpenFiles files(vfs);
  REQUIRE(files.ends.back() == files.wal.size());
  for (std::size_t cut = 0; cut < files.wal.size(); cut += 509) {
    CAPTURE(cut);
    const auto whole = std::count_if(files.ends.begin(), files.ends.end(),
                                     [&](std::size_t end) { return end <= cut; });
    CHECK(CommitsIn(files, std::string_view(files.wal).substr(0, cut), vfs) == whole);
  }
  CHECK(CommitsIn(files, files.wal, vfs) == kCommits);
}

TEST_CASE("A journal whose WAL ends in other bytes holds the commits before them, and goes on") {
  const FaultyVfs vfs;
  const OpenFiles files(vfs);
  for (const char other : {'\0', '\x5a', '\xff'}) {
    CAPTURE(static_cast<int>(other));
    std::string wal = files.wal;
    std::fill(wal.end() - 512, wal.end(), other);
    CHECK(CommitsIn(files, wal, vfs) == kCommits - 1);
  }
}

struct Acknowledged {
  int commits = 0;
  bool refused = false;  // one more, of which nobody knows
};

// Opens the journal, commits and closes it, again and again, as far as it goes.
Acknowledged WorkIn(const fs::path& folder, Durability durability, const FaultyVfs& vfs) {
  Acknowledged acknowledged;
  try {
    for (int opening = 0; opening < kOpenings; ++opening) {
      SqliteJournal journal = OpenIn(folder, durability, vfs);
      for (int i = 0; i < kCommitsPerOpening; ++i) {
        acknowledged.refused = !journal.Commit(CommitOf(acknowledged.commits + 1)).empty();
        if (acknowledged.refused) return acknowledged;
        ++acknowledged.commits;
      }
    }
  } catch (const Failure&) {  // it cannot be opened
  }
  return acknowledged;
}

struct PowerLosses {
  int tried = 0;
  int damaged = 0;  // where something else is left than the first commits
  int lost = 0;     // where fewer are left than were acknowledged
};

// The power fails at each write and sync of some work in turn.
PowerLosses LosePowerEverywhere(Durability durability) {
  PowerLosses losses;
  FaultyVfs vfs;
  for (bool struck = true; struck; ++losses.tried) {
    CAPTURE(losses.tried);
    const TemporaryFolder folder;
    const JournalFolder data(folder.path() / "data");
    { const SqliteJournal tables = OpenIn(folder.path() / "data", durability, vfs); }
    vfs.Break({FileFault::Kind::kPowerLoss, losses.tried});
    const Acknowledged acknowledged = WorkIn(folder.path() / "data", durability, vfs);
    struck = vfs.power_is_lost();
    const TemporaryFolder left[3];
    const Unsynced kinds[] = {Unsynced::kLost, Unsynced::kTorn, Unsynced::kLastOnly};
    for (int i = 0; i < 3; ++i) {
      vfs.CopyWhatIsLeft(folder.path() / "data", left[i].path(), kinds[i]);
    }
    vfs.Mend();
    for (const TemporaryFolder& copy : left) {
      const int most = acknowledged.commits + (acknowledged.refused ? 1 : 0);
      const int commits = CommitsIn(copy.path(), most, vfs);
      losses.damaged += commits < 0 ? 1 : 0;
      losses.lost += commits >= 0 && commits < acknowledged.commits ? 1 : 0;
    }
  }
  return losses;
}

TEST_CASE("What is acknowledged with full durability survives a power loss at every step") {
  const PowerLosses losses = LosePowerEverywhere(Durability::kFull);
  CHECK(losses.tried > 3 * kOpenings * kCommitsPerOpening);
  CHECK(losses.damaged == 0);
  CHECK(losses.lost == 0);
}

TEST_CASE("With normal durability a power loss takes the latest commits at most, in their order") {
  const PowerLosses losses = LosePowerEverywhere(Durability::kNormal);
  CHECK(losses.damaged == 0);
  CHECK(losses.lost > 0);  // or the test would not see a loss
}

}  // namespace
}  // namespace runnel
