// Reads records back from the journal of a server while it is being written: a connection of its
// own to the same file.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "core/ports/record_archive.h"
#include "native-server/journal/data_keys.h"
#include "native-server/journal/sqlite_handles.h"

namespace runnel {

class SqliteArchive final : public RecordArchive {
 public:
  // `file` and `key_file` are those of the SqliteJournal that writes it. `report` is told what goes
  // wrong, in words, by the thread that reads.
  SqliteArchive(std::filesystem::path file, std::filesystem::path key_file,
                std::function<void(const std::string&)> report);
  ~SqliteArchive() override;

  std::string Read(StreamUid stream, ShardId shard, std::uint64_t first_index,
                   std::uint64_t last_index, const Take& take) override;

 private:
  struct Statements;

  void Open();
  std::string ReadRows(StreamUid stream, ShardId shard, std::uint64_t first_index,
                       std::uint64_t last_index, const Take& take);
  bool LoadDataKey(const std::string& key_id);

  const std::filesystem::path file_;
  const std::function<void(const std::string&)> report_;
  std::mutex mutex_;  // guards what follows
  SqliteDatabase database_;
  std::unique_ptr<Statements> statements_;  // null: not opened yet
  DataKeys data_keys_;
};

}  // namespace runnel
