// Where an emulator keeps what must outlive it. The emulator says what happened as a list of
// entries; a journal makes them durable and gives them back when asked.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/names.h"

namespace runnel {

// The place of an entry in the order of all that was ever journaled; never given twice. Zero comes
// before all entries.
using JournalPosition = std::uint64_t;

struct JournalEntry {
  enum class Kind : std::uint8_t {
    kChange,      // `bytes`: a change of anything but records
    kRecords,     // `bytes`: a block of records of one shard, after those that it has
    kTrim,        // the shard's blocks whose last record arrived before `at` are no longer needed
    kStreamGone,  // nor are those of all shards of the stream
    kCleared,     // nothing that came before is needed any more
  };
  Kind kind = Kind::kChange;
  JournalPosition position = 0;
  Timestamp at;                   // kRecords: arrival of the last record; kTrim: the horizon
  StreamUid stream;               // kRecords, kTrim, kStreamGone
  ShardId shard;                  // kRecords, kTrim
  std::uint64_t first_index = 0;  // kRecords: sequence indexes of the first and the last record
  std::uint64_t last_index = 0;
  std::uint32_t count = 0;  // kRecords
  std::string key_id;       // kRecords: the key under which they are encrypted; empty: they are not
  std::string name;         // kChange: what it is, for people
  std::string bytes;
};

// Replaces every kChange entry up to `position`: what they add up to.
struct JournalCheckpoint {
  JournalPosition position = 0;
  std::vector<JournalEntry> changes;  // all kChange
};

// A journal belongs to one thread at a time.
class Journal {
 public:
  virtual ~Journal() = default;

  // Makes the entries durable, all or none. Returns what went wrong, in words; empty: nothing.
  // After a failure the journal is as it was before, or cannot be read at all.
  virtual std::string Commit(const std::vector<JournalEntry>& entries) = 0;
  // The same for a checkpoint.
  virtual std::string Commit(const JournalCheckpoint& checkpoint) = 0;

  // Gives back what is needed: first the changes in their order, then the records, shard by shard
  // in the order of their indexes. Stops with the text that `take` returns if that is not empty, or
  // with what is wrong with the journal; an empty text is success.
  using Take = std::function<std::string(const JournalEntry& entry)>;
  virtual std::string Replay(const Take& take) = 0;
};

}  // namespace runnel
