// Snapshots: all that an emulator knows, as bytes that another one, native or in a browser, becomes
// the same from. The form, version 1:
//
//   "RUNNELSN"                      8 bytes
//   version                         integer
//   entries, each:
//     length, then the entry        integer, bytes: what EncodeEntry below writes
//     CRC-32 of the entry           4 bytes, little-endian
//   0                               integer: no entry is empty
//   number of entries               integer
//   CRC-32 of all entries' CRCs     4 bytes, little-endian
//
// Integers are those of core/base/byte_stream.h. Entries are those of a journal: the changes that
// make everything but records (core/state/mutation_codec.h, core/engine/engine_changes.h), then
// blocks of records (core/state/record_block.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/journal.h"
#include "core/state/record_log.h"
#include "core/state/state.h"

namespace runnel {

// Gives the records of a state as journal entries, one block at a time. Keeps the records alive
// that were there when it was made; what happens to the state afterwards does not matter.
class RecordExport {
 public:
  explicit RecordExport(const State& state);
  // False: there are no more, or they could not be read.
  bool Next(JournalEntry& entry);
  // Records that memory no longer had could not be read from where they are kept.
  bool failed() const { return failed_; }

 private:
  struct ShardRecords {
    StreamUid stream;
    ShardId shard;
    std::string key_id;
    std::vector<RecordSlice> slices;
  };
  std::vector<ShardRecords> shards_;
  std::size_t shard_ = 0;
  std::size_t slice_ = 0;
  std::size_t record_ = 0;  // within the slice
  bool failed_ = false;
};

// Writes a snapshot part by part, without ever holding the whole.
class SnapshotWriter {
 public:
  // `changes` make everything of `state` but its records.
  SnapshotWriter(std::vector<JournalEntry> changes, const State& state)
      : changes_(std::move(changes)), records_(state) {}

  // The next part, of about `bytes` bytes.
  std::string Next(std::size_t bytes);
  // Nothing comes after the parts so far.
  bool finished() const { return finished_; }
  // The snapshot cannot be finished: records could not be read.
  bool failed() const { return records_.failed(); }

 private:
  void Add(const JournalEntry& entry, std::string& part);

  std::vector<JournalEntry> changes_;
  RecordExport records_;
  std::size_t change_ = 0;
  bool begun_ = false;
  bool finished_ = false;
  std::uint64_t count_ = 0;
  std::string checksums_;
};

// Reads a snapshot from parts that are cut anywhere.
class SnapshotReader {
 public:
  // Is handed each entry; returns what is wrong with it, or an empty text.
  using Take = std::function<std::string(const JournalEntry& entry)>;

  // What is wrong, in words; empty: nothing so far.
  std::string Feed(std::string_view part, const Take& take);
  // The whole was read, to its end.
  bool complete() const { return complete_; }

 private:
  std::string ReadHeader();
  std::string ReadEnd(std::size_t consumed);

  std::string pending_;
  bool header_read_ = false;
  bool complete_ = false;
  std::uint64_t count_ = 0;
  std::string checksums_;
};

}  // namespace runnel
