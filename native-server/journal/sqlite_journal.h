// The journal of a server: one SQLite database in WAL mode. Its tables are described where they are
// made, in sqlite_journal.cc, and in the database itself (`sqlite3 runnel.db .schema`).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/journal.h"
#include "native-server/config.h"
#include "native-server/journal/data_keys.h"
#include "native-server/journal/sqlite_handles.h"

namespace runnel {

class SqliteJournal final : public Journal {
 public:
  // Opens `file`, which may be empty, and makes the tables if they are not there. `vfs` names the
  // SQLite file layer to go through; empty: the system's. Throws Failure: the file is damaged, not
  // a journal, or of a newer version. It is left as it was then. Records that are to be encrypted
  // are, under the master key in `key_file`.
  SqliteJournal(const std::filesystem::path& file, Durability durability,
                const std::filesystem::path& key_file, const std::string& vfs = {});
  ~SqliteJournal() override;

  std::string Commit(const std::vector<JournalEntry>& entries) override;
  std::string Commit(const JournalCheckpoint& checkpoint) override;
  std::string Replay(const Take& take) override;

  // Told now and then during a long replay: records taken so far.
  void SetProgress(std::function<void(std::uint64_t records)> progress) {
    progress_ = std::move(progress);
  }

  // Bytes of the file that hold something, and of the whole.
  struct Size {
    std::uint64_t used = 0;
    std::uint64_t file = 0;
  };
  Size size();

 private:
  struct Statements;

  void Open(const std::filesystem::path& file, const std::string& vfs);
  // Why the file is none for this, in words; empty: it is one, or has become one.
  std::string FormatFault();
  std::string PrepareStatements();  // likewise
  int Execute(const char* sql);
  int Write(const JournalEntry& entry);
  int WriteRecords(const JournalEntry& entry);
  int KeepDataKey(const std::string& key_id);
  void LoadDataKeys();
  int Trim(const JournalEntry& entry);
  int Clear();
  // Carries out `write` as one transaction.
  template <class Function>
  std::string Transact(Function write);
  std::string ReplayChanges(SqliteStatement& rows, const Take& take);
  std::string ReplayRecords(const Take& take);
  void GiveBackSpace();
  std::string Words(int code) const;

  SqliteDatabase database_;
  std::unique_ptr<Statements> statements_;
  std::function<void(std::uint64_t)> progress_;
  bool deleted_ = false;  // the transaction has freed pages
  DataKeys data_keys_;
  std::vector<std::string> made_keys_;  // by the transaction
};

}  // namespace runnel
