#include "native-server/journal/sqlite_archive.h"

#include <utility>

#include "native-server/failure.h"
#include "native-server/journal/record_row.h"

namespace runnel {

struct SqliteArchive::Statements {
  explicit Statements(sqlite3* db)
      // The row that holds the first index may begin before it.
      : records(db,
                "SELECT first_index, key_id, crc, block FROM records "
                "WHERE stream = ?1 AND shard = ?2 AND first_index <= ?4 AND first_index >= "
                "coalesce((SELECT max(first_index) FROM records WHERE stream = ?1 AND shard = ?2 "
                "AND first_index <= ?3), ?3) ORDER BY first_index"),
        data_key(db, "SELECT wrapped FROM data_keys WHERE key_id = ?") {}

  SqliteStatement records, data_key;
};

SqliteArchive::SqliteArchive(std::filesystem::path file, std::filesystem::path key_file,
                             std::function<void(const std::string&)> report)
    : file_(std::move(file)), report_(std::move(report)), data_keys_(std::move(key_file)) {}

SqliteArchive::~SqliteArchive() = default;

std::string SqliteArchive::Read(StreamUid stream, ShardId shard, std::uint64_t first_index,
                                std::uint64_t last_index, const Take& take) {
  std::string failure;
  try {
    const std::lock_guard lock(mutex_);
    if (statements_ == nullptr) Open();
    failure = ReadRows(stream, shard, first_index, last_index, take);
  } catch (const Failure& thrown) {
    failure = thrown.what();
  }
  if (!failure.empty()) report_("records cannot be read from " + file_.string() + ": " + failure);
  return failure;
}

void SqliteArchive::Open() {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file_.c_str(), &database,
                                   SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) throw Failure(kExitFailed, sqlite3_errmsg(database));
  sqlite3_busy_timeout(database, 10'000);
  statements_ = std::make_unique<Statements>(database);
}

std::string SqliteArchive::ReadRows(StreamUid stream, ShardId shard, std::uint64_t first_index,
                                    std::uint64_t last_index, const Take& take) {
  SqliteStatement& rows = statements_->records;
  rows.Bind(1, static_cast<std::int64_t>(stream.value))
      .Bind(2, shard.index)
      .Bind(3, static_cast<std::int64_t>(first_index))
      .Bind(4, static_cast<std::int64_t>(last_index));
  std::string failure;
  int code = rows.Step();
  for (; code == SQLITE_ROW && failure.empty(); code = rows.Step()) {
    const auto first = static_cast<std::uint64_t>(rows.Integer(0));
    const std::string key_id(rows.Bytes(1));
    const std::string_view block = rows.Bytes(3);
    bool sound = rows.Integer(2) == RowChecksum(block);
    if (sound && key_id.empty()) {
      take(block);
    } else if (sound) {
      const auto opened =
          LoadDataKey(key_id)
              ? data_keys_.Open(key_id, RecordRowContext(stream, shard, first), block)
              : std::nullopt;
      sound = opened.has_value();
      if (sound) take(*opened);
    }
    if (!sound) failure = DamagedRecordRow(shard, first);
  }
  if (failure.empty() && code != SQLITE_DONE) failure = sqlite3_errmsg(database_.get());
  rows.Reset();
  return failure;
}

bool SqliteArchive::LoadDataKey(const std::string& key_id) {
  if (data_keys_.Has(key_id)) return true;
  SqliteStatement& row = statements_->data_key;
  row.BindText(1, key_id);
  const bool found = row.Step() == SQLITE_ROW;
  const std::string wrapped(found ? row.Bytes(0) : std::string_view());
  row.Reset();
  if (found) data_keys_.Add(key_id, wrapped);
  return found;
}

}  // namespace runnel
