// SQLite's C objects, owned. Every failure is a text: what was done and what SQLite said.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace runnel {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using SqliteDatabase = std::unique_ptr<sqlite3, CloseDatabase>;

// A prepared statement, used again and again. After a run it is reset, whatever came of it.
class SqliteStatement {
 public:
  // Throws Failure (native-server/failure.h) if the text is not accepted: the file is not what it
  // should be.
  SqliteStatement(sqlite3* database, std::string_view sql);

  SqliteStatement& Bind(int place, std::int64_t value);
  // The bytes must stay as they are until the statement has run.
  SqliteStatement& BindText(int place, std::string_view text);
  SqliteStatement& BindBlob(int place, std::string_view bytes);

  // SQLITE_ROW or SQLITE_DONE or an error code, which Reset gives again.
  int Step() { return sqlite3_step(statement_.get()); }
  int Reset() {
    sqlite3_clear_bindings(statement_.get());
    return sqlite3_reset(statement_.get());
  }
  // Steps to the end without looking at rows, and resets. SQLITE_OK or an error code.
  int Run();

  std::int64_t Integer(int column) { return sqlite3_column_int64(statement_.get(), column); }
  // Valid until the next Step or Reset.
  std::string_view Bytes(int column);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace runnel
