#include "native-server/journal/sqlite_journal.h"

#include <algorithm>
#include <cstring>

#include "native-server/failure.h"
#include "native-server/journal/record_row.h"

namespace runnel {
namespace {

// "RNNL", in the header of the file.
constexpr int kApplicationId = 0x524e4e4c;
// Raised when an older version could not read what this one writes.
constexpr int kFormat = 1;

// A page holds fifteen records of 1 KiB; large blocks take few steps along their chain of pages.
constexpr char kBeforeTables[] =
    "PRAGMA page_size = 16384;"
    "PRAGMA auto_vacuum = INCREMENTAL;"
    "PRAGMA journal_mode = WAL;";

constexpr char kTables[] = R"(
-- What has happened to everything but records, since the checkpoint, in order.
CREATE TABLE changes (
  position INTEGER PRIMARY KEY,  -- place in the order of all that was ever journaled
  at_ms INTEGER NOT NULL,        -- the emulator's time, milliseconds since 1970
  name TEXT NOT NULL,            -- what it is: StreamCreated, ShardsReplaced, ...
  crc INTEGER NOT NULL,          -- CRC-32 of the change
  change BLOB NOT NULL           -- core/state/mutation_codec.h
);
-- What all changes before those of the table changes add up to.
CREATE TABLE checkpoint (
  place INTEGER PRIMARY KEY,     -- in the order in which they make everything anew
  position INTEGER NOT NULL,     -- the last change that is in it
  at_ms INTEGER NOT NULL,
  name TEXT NOT NULL,
  crc INTEGER NOT NULL,
  change BLOB NOT NULL
);
-- Records: a row holds those of one shard in one commit. They are found by the index below: in the
-- key of a table without rowids SQLite would read whole blocks to compare what stands before them.
CREATE TABLE records (
  stream INTEGER NOT NULL,           -- the incarnation of a stream, as in the changes
  shard INTEGER NOT NULL,            -- 5 stands for shardId-000000000005
  first_index INTEGER NOT NULL,      -- sequence indexes of the first and the last record
  last_index INTEGER NOT NULL,
  record_count INTEGER NOT NULL,
  last_arrival_ms INTEGER NOT NULL,  -- of the last record, milliseconds since 1970
  key_id TEXT NOT NULL,              -- the key under which they are encrypted; empty: they are not
  crc INTEGER NOT NULL,              -- CRC-32 of the block
  block BLOB NOT NULL                -- core/state/record_block.h
);
CREATE UNIQUE INDEX records_by_place ON records (stream, shard, first_index);
-- The keys that blocks with a key_id are encrypted with, AES-256-GCM: nonce, ciphertext, tag.
CREATE TABLE data_keys (
  key_id TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL          -- encrypted itself, under the master key in the key file
);
-- Written when nothing else is, to see whether the disk takes anything.
CREATE TABLE probe (one INTEGER PRIMARY KEY, count INTEGER NOT NULL);
)";

std::string SealContext(const JournalEntry& entry) {
  return RecordRowContext(entry.stream, entry.shard, entry.first_index);
}

}  // namespace

struct SqliteJournal::Statements {
  explicit Statements(sqlite3* db)
      : begin(db, "BEGIN IMMEDIATE"),
        commit(db, "COMMIT"),
        rollback(db, "ROLLBACK"),
        add_change(db, "INSERT INTO changes VALUES (?, ?, ?, ?, ?)"),
        add_records(db, "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        oldest_records(db,
                       "SELECT first_index, last_arrival_ms FROM records "
                       "WHERE stream = ? AND shard = ? ORDER BY first_index"),
        delete_records(db,
                       "DELETE FROM records "
                       "WHERE stream = ? AND shard = ? AND first_index <= ?"),
        delete_stream(db, "DELETE FROM records WHERE stream = ?"),
        add_checkpoint(db, "INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?, ?)"),
        delete_changes(db, "DELETE FROM changes WHERE position <= ?"),
        add_data_key(db, "INSERT INTO data_keys VALUES (?, ?)"),
        data_keys(db, "SELECT key_id, wrapped FROM data_keys"),
        probe(db, "REPLACE INTO probe VALUES (1, coalesce((SELECT count FROM probe), 0) + 1)"),
        checkpoint(db, "SELECT position, at_ms, name, crc, change FROM checkpoint ORDER BY place"),
        changes(db, "SELECT position, at_ms, name, crc, change FROM changes ORDER BY position"),
        records(db,
                "SELECT stream, shard, first_index, last_index, record_count, last_arrival_ms, "
                "key_id, crc, block FROM records ORDER BY stream, shard, first_index"),
        page_count(db, "PRAGMA page_count"),
        free_count(db, "PRAGMA freelist_count") {}

  SqliteStatement begin, commit, rollback, add_change, add_records, oldest_records, delete_records,
      delete_stream, add_checkpoint, delete_changes, add_data_key, data_keys, probe, checkpoint,
      changes, records, page_count, free_count;
};

SqliteJournal::SqliteJournal(const std::filesystem::path& file, Durability durability,
                             const std::filesystem::path& key_file, const std::string& vfs)
    : data_keys_(key_file) {
  Open(file, vfs);
  std::string fault = FormatFault();
  if (fault.empty()) {
    Execute(durability == Durability::kFull ? "PRAGMA synchronous = FULL"
                                            : "PRAGMA synchronous = NORMAL");
    Execute("PRAGMA wal_autocheckpoint = 4096");  // 64 MiB
    fault = PrepareStatements();
  }
  if (!fault.empty()) {
    throw Failure(kExitFailed, "the journal " + file.string() + " cannot be used: " + fault +
                                   ". It is left as it is; choose another folder with --data, or "
                                   "move it away to start with nothing");
  }
  LoadDataKeys();
}

SqliteJournal::~SqliteJournal() = default;

void SqliteJournal::Open(const std::filesystem::path& file, const std::string& vfs) {
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                      vfs.empty() ? nullptr : vfs.c_str());
  database_.reset(database);
  if (code != SQLITE_OK) {
    throw Failure(kExitFailed, "cannot open the journal " + file.string() + ": " + Words(code));
  }
  sqlite3_busy_timeout(database, 10'000);  // somebody looks into it with another program
}

std::string SqliteJournal::FormatFault() {
  constexpr char kForeign[] = "it is not a Runnel journal";
  std::string fault;
  const auto number = [&](const char* query) -> std::int64_t {
    try {
      SqliteStatement statement(database_.get(), query);
      const int code = statement.Step();
      if (code == SQLITE_ROW) return statement.Integer(0);
      fault = Words(code);
    } catch (const Failure&) {
      const int code = sqlite3_errcode(database_.get());
      fault = code == SQLITE_NOTADB ? kForeign : "it is damaged: " + Words(code);
    }
    return 0;
  };
  const std::int64_t tables = number("SELECT count(*) FROM sqlite_schema");
  const std::int64_t format = fault.empty() ? number("PRAGMA user_version") : 0;
  if (!fault.empty()) return fault;
  if (tables == 0 && format == 0) {
    const std::string marks = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                              "; PRAGMA user_version = " + std::to_string(kFormat) + ";";
    int code = Execute(kBeforeTables);
    if (code == SQLITE_OK) code = Execute(("BEGIN;" + marks + kTables + "COMMIT;").c_str());
    return code == SQLITE_OK ? std::string() : Words(code);
  }
  const std::int64_t application = number("PRAGMA application_id");
  if (!fault.empty()) return fault;
  if (application != kApplicationId) return kForeign;
  if (format > kFormat) {
    return "a newer version of Runnel wrote it, in format " + std::to_string(format) +
           ", and this one reads formats up to " + std::to_string(kFormat);
  }
  return {};
}

std::string SqliteJournal::PrepareStatements() {
  try {
    statements_ = std::make_unique<Statements>(database_.get());
    return {};
  } catch (const Failure&) {
    return "it is damaged: " + Words(sqlite3_errcode(database_.get()));
  }
}

int SqliteJournal::Execute(const char* sql) {
  return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
}

std::string SqliteJournal::Words(int code) const {
  std::string words = database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(code);
  if (const int system = database_ ? sqlite3_system_errno(database_.get()) : 0; system != 0) {
    words += " (" + std::string(std::strerror(system)) + ")";
  }
  return words;
}

template <class Function>
std::string SqliteJournal::Transact(Function write) {
  deleted_ = false;
  made_keys_.clear();
  int code = statements_->begin.Run();
  std::string words;
  try {
    if (code == SQLITE_OK) code = write();
    if (code == SQLITE_OK) code = statements_->commit.Run();
    if (code != SQLITE_OK) words = Words(code);
  } catch (const Failure& failure) {  // the key file
    words = failure.what();
  }
  if (!words.empty()) {
    if (sqlite3_get_autocommit(database_.get()) == 0) statements_->rollback.Run();
    for (const std::string& key_id : made_keys_) data_keys_.Forget(key_id);
    return words;
  }
  if (deleted_) GiveBackSpace();
  return {};
}

std::string SqliteJournal::Commit(const std::vector<JournalEntry>& entries) {
  return Transact([&] {
    if (entries.empty()) return statements_->probe.Run();
    for (const JournalEntry& entry : entries) {
      if (const int code = Write(entry); code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
  });
}

int SqliteJournal::Write(const JournalEntry& entry) {
  const auto stream = static_cast<std::int64_t>(entry.stream.value);
  switch (entry.kind) {
    case JournalEntry::Kind::kChange:
      return statements_->add_change.Bind(1, static_cast<std::int64_t>(entry.position))
          .Bind(2, entry.at.milliseconds)
          .BindText(3, entry.name)
          .Bind(4, RowChecksum(entry.bytes))
          .BindBlob(5, entry.bytes)
          .Run();
    case JournalEntry::Kind::kRecords:
      return WriteRecords(entry);
    case JournalEntry::Kind::kTrim:
      return Trim(entry);
    case JournalEntry::Kind::kStreamGone:
      deleted_ = true;
      return statements_->delete_stream.Bind(1, stream).Run();
    case JournalEntry::Kind::kCleared:
      return Clear();
  }
  return SQLITE_MISUSE;
}

int SqliteJournal::WriteRecords(const JournalEntry& entry) {
  std::string sealed;
  std::string_view block = entry.bytes;
  if (!entry.key_id.empty()) {
    if (const int code = KeepDataKey(entry.key_id); code != SQLITE_OK) return code;
    sealed = data_keys_.Seal(entry.key_id, SealContext(entry), entry.bytes);
    block = sealed;
  }
  return statements_->add_records.Bind(1, static_cast<std::int64_t>(entry.stream.value))
      .Bind(2, entry.shard.index)
      .Bind(3, static_cast<std::int64_t>(entry.first_index))
      .Bind(4, static_cast<std::int64_t>(entry.last_index))
      .Bind(5, entry.count)
      .Bind(6, entry.at.milliseconds)
      .BindText(7, entry.key_id)
      .Bind(8, RowChecksum(block))
      .BindBlob(9, block)
      .Run();
}

int SqliteJournal::KeepDataKey(const std::string& key_id) {
  const auto wrapped = data_keys_.Make(key_id);
  if (!wrapped) return SQLITE_OK;
  made_keys_.push_back(key_id);
  return statements_->add_data_key.BindText(1, key_id).BindBlob(2, *wrapped).Run();
}

void SqliteJournal::LoadDataKeys() {
  SqliteStatement& rows = statements_->data_keys;
  while (rows.Step() == SQLITE_ROW) {
    data_keys_.Add(std::string(rows.Bytes(0)), rows.Bytes(1));
  }
  rows.Reset();
}

// Reads no further than it deletes: the blocks of a shard are in the order of their arrival.
int SqliteJournal::Trim(const JournalEntry& entry) {
  const auto stream = static_cast<std::int64_t>(entry.stream.value);
  SqliteStatement& oldest = statements_->oldest_records;
  oldest.Bind(1, stream).Bind(2, entry.shard.index);
  std::optional<std::int64_t> last;
  int code = oldest.Step();
  while (code == SQLITE_ROW && oldest.Integer(1) < entry.at.milliseconds) {
    last = oldest.Integer(0);
    code = oldest.Step();
  }
  const bool read = code == SQLITE_ROW || code == SQLITE_DONE;
  if (oldest.Reset(); !read) return code;
  if (!last) return SQLITE_OK;
  deleted_ = true;
  return statements_->delete_records.Bind(1, stream)
      .Bind(2, entry.shard.index)
      .Bind(3, *last)
      .Run();
}

int SqliteJournal::Clear() {
  deleted_ = true;
  return Execute("DELETE FROM changes; DELETE FROM checkpoint; DELETE FROM records;");
}

std::string SqliteJournal::Commit(const JournalCheckpoint& checkpoint) {
  return Transact([&] {
    int code = Execute("DELETE FROM checkpoint;");
    std::int64_t place = 0;
    for (const JournalEntry& entry : checkpoint.changes) {
      if (code != SQLITE_OK) return code;
      code = statements_->add_checkpoint.Bind(1, ++place)
                 .Bind(2, static_cast<std::int64_t>(checkpoint.position))
                 .Bind(3, entry.at.milliseconds)
                 .BindText(4, entry.name)
                 .Bind(5, RowChecksum(entry.bytes))
                 .BindBlob(6, entry.bytes)
                 .Run();
    }
    deleted_ = true;
    if (code != SQLITE_OK) return code;
    return statements_->delete_changes.Bind(1, static_cast<std::int64_t>(checkpoint.position))
        .Run();
  });
}

// Freed pages are used again; when there are more of them than of others, the file gets shorter, a
// few at a time.
void SqliteJournal::GiveBackSpace() {
  const Size now = size();
  constexpr std::uint64_t kKeptBytes = 16 * 1024 * 1024;
  if (now.file - now.used > std::max(now.used, kKeptBytes)) {
    Execute("PRAGMA incremental_vacuum(1024)");
  }
}

SqliteJournal::Size SqliteJournal::size() {
  const auto pages = [](SqliteStatement& statement) {
    statement.Step();
    const auto count = static_cast<std::uint64_t>(statement.Integer(0));
    statement.Reset();
    return count * 16384;
  };
  const std::uint64_t file = pages(statements_->page_count);
  return {file - pages(statements_->free_count), file};
}

std::string SqliteJournal::Replay(const Take& take) {
  std::string failure = ReplayChanges(statements_->checkpoint, take);
  if (failure.empty()) failure = ReplayChanges(statements_->changes, take);
  if (failure.empty()) failure = ReplayRecords(take);
  return failure;
}

std::string SqliteJournal::ReplayChanges(SqliteStatement& rows, const Take& take) {
  JournalEntry entry;
  std::string failure;
  int code = rows.Step();
  for (; code == SQLITE_ROW && failure.empty(); code = rows.Step()) {
    entry.position = static_cast<JournalPosition>(rows.Integer(0));
    entry.at = {rows.Integer(1)};
    entry.name = rows.Bytes(2);
    entry.bytes = rows.Bytes(4);
    failure = rows.Integer(3) == RowChecksum(entry.bytes)
                  ? take(entry)
                  : "the change " + entry.name + " at position " + std::to_string(entry.position) +
                        " is damaged";
  }
  if (failure.empty() && code != SQLITE_DONE) failure = Words(code);
  rows.Reset();
  return failure;
}

std::string SqliteJournal::ReplayRecords(const Take& take) {
  constexpr std::uint64_t kRecordsPerReport = 1'000'000;
  SqliteStatement& rows = statements_->records;
  JournalEntry entry;
  entry.kind = JournalEntry::Kind::kRecords;
  std::string failure;
  std::uint64_t records = 0;
  int code = rows.Step();
  for (; code == SQLITE_ROW && failure.empty(); code = rows.Step()) {
    entry.stream = {static_cast<std::uint64_t>(rows.Integer(0))};
    entry.shard = {static_cast<std::int32_t>(rows.Integer(1))};
    entry.first_index = static_cast<std::uint64_t>(rows.Integer(2));
    entry.last_index = static_cast<std::uint64_t>(rows.Integer(3));
    entry.count = static_cast<std::uint32_t>(rows.Integer(4));
    entry.at = {rows.Integer(5)};
    entry.key_id = rows.Bytes(6);
    entry.bytes = rows.Bytes(8);
    bool sound = rows.Integer(7) == RowChecksum(entry.bytes);
    if (sound && !entry.key_id.empty()) {
      auto opened = data_keys_.Open(entry.key_id, SealContext(entry), entry.bytes);
      sound = opened.has_value();
      if (sound) entry.bytes = *std::move(opened);
    }
    failure = sound ? take(entry) : DamagedRecordRow(entry.shard, entry.first_index);
    const std::uint64_t before = records;
    records += entry.count;
    if (progress_ && records / kRecordsPerReport != before / kRecordsPerReport) progress_(records);
  }
  if (failure.empty() && code != SQLITE_DONE) failure = Words(code);
  rows.Reset();
  return failure;
}

}  // namespace runnel
