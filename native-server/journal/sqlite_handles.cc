#include "native-server/journal/sqlite_handles.h"

#include "native-server/failure.h"

namespace runnel {

SqliteStatement::SqliteStatement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) {
    throw Failure(kExitFailed, std::string("the journal cannot be used: ") +
                                   sqlite3_errmsg(database) + " (in: " + std::string(sql) + ")");
  }
  statement_.reset(statement);
}

SqliteStatement& SqliteStatement::Bind(int place, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), place, value);
  return *this;
}

SqliteStatement& SqliteStatement::BindText(int place, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), place, text.data(), text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
  return *this;
}

SqliteStatement& SqliteStatement::BindBlob(int place, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), place, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

int SqliteStatement::Run() {
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = Step();
  const int reset = Reset();
  return code == SQLITE_DONE ? SQLITE_OK : (reset != SQLITE_OK ? reset : code);
}

std::string_view SqliteStatement::Bytes(int column) {
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

}  // namespace runnel
