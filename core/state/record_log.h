// The records of one shard, in order. Records are immutable once appended and live in chunks that
// readers may hold on to: a reply is encoded without the lock while appends and eviction go on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/names.h"
#include "core/model/sequence_number.h"

namespace runnel {

// One record as a reader sees it. The views live as long as the chunk.
struct StoredRecord {
  ShardPosition position;
  Timestamp arrival;
  std::string_view partition_key;  // null data(): put without a key (kinesis-api-45 6)
  std::string_view data;
  bool encrypted = false;
};

class RecordChunk;

// Where the bytes of records are that memory holds no longer. Any thread may ask at any time.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  // A resident chunk with the records of `chunk`, each in its place; null: they cannot be read, or
  // are no longer kept.
  virtual std::shared_ptr<const RecordChunk> Load(StreamUid stream, ShardId shard,
                                                  const RecordChunk& chunk) const = 0;
};

// Whose records they are, and where their bytes are.
struct RecordOrigin {
  std::shared_ptr<const RecordSource> source;
  StreamUid stream;
  ShardId shard;
};

// A run of records in one allocation: payload and key one after the other from the front, 28 bytes
// of index per record from the back. Only the owning RecordLog appends, and it never touches what
// lies below a count that it has given out. A released chunk has the index alone.
class RecordChunk {
 public:
  explicit RecordChunk(std::size_t capacity_bytes);
  // The same records, without their bytes, which `origin` gives.
  RecordChunk(const RecordChunk& resident, RecordOrigin origin);

  // False when it does not fit, or the chunk was released; it is unchanged then.
  bool Append(const StoredRecord& record);
  std::size_t count() const { return count_; }
  bool resident() const { return origin_.source == nullptr; }
  // Of a released chunk.
  const RecordOrigin& origin() const { return origin_; }
  // REQUIRES: resident.
  StoredRecord At(std::size_t index) const;
  ShardPosition PositionAt(std::size_t index) const;
  Timestamp ArrivalAt(std::size_t index) const;
  bool EncryptedAt(std::size_t index) const;
  // Bytes of data and key of record `index`.
  std::size_t BytesAt(std::size_t index) const;

  // Bytes of memory that hold something, but for what a released chunk keeps.
  std::size_t MemoryBytes() const;

  // A capacity that holds `count` records of this size together.
  static std::size_t CapacityFor(std::size_t data_and_key_bytes, std::size_t count);

 private:
  struct Entry;
  Entry ReadEntry(std::size_t index) const;

  const RecordOrigin origin_;
  const std::size_t capacity_;
  std::unique_ptr<char[]> bytes_;
  std::size_t used_ = 0;
  std::size_t count_ = 0;
  // Entries keep positions as differences from these.
  ShardPosition base_;
  Timestamp base_arrival_;
};

// Records [first, first + count) of one chunk, kept alive.
struct RecordSlice {
  std::shared_ptr<const RecordChunk> chunk;
  std::size_t first = 0;
  std::size_t count = 0;

  // Makes the chunk resident. May read from a disk. False: the records cannot be read.
  bool Load();
};

// What a read found.
struct RecordRun {
  std::vector<RecordSlice> slices;
  std::size_t count = 0;
  // Where to read on: just after the last record of the run; the asked position if the run is
  // empty.
  ShardPosition next;
  Timestamp last_arrival;  // of the last record; meaningless when the run is empty
  bool more = false;       // records remain after the run
  std::size_t bytes = 0;   // of data and keys

  // Leaves out what is at or after `bound`, in a run that was read from `from` on. Whether that was
  // anything.
  bool KeepBefore(ShardPosition bound, ShardPosition from);
};

class RecordLog {
 public:
  // REQUIRES: the position is after every position ever appended, the arrival not before any.
  void Append(const StoredRecord& record);
  // Appends a record from before a restart: end() may know of it already.
  // REQUIRES: the position is after every record that is held, the arrival not before any.
  void Restore(const StoredRecord& record);
  // Records at or after `from` that arrived at or after `horizon`, up to `count_max` records and
  // `bytes_max` bytes of data and keys; one record is given even if it alone is larger.
  RecordRun Read(ShardPosition from, Timestamp horizon, std::size_t count_max,
                 std::size_t bytes_max) const;
  // The position of the first record that arrived at or after `time`; the end when there is none.
  ShardPosition FirstAtOrAfter(Timestamp time) const;
  // How many records are held at `from` or after it.
  std::size_t CountFrom(ShardPosition from) const;
  // Bytes of data and keys of those. Costs what it counts.
  std::size_t BytesFrom(ShardPosition from) const;
  // When the first of them arrived; nullopt: there is none.
  std::optional<Timestamp> ArrivalFrom(ShardPosition from) const;
  // The position of the record that so many follow; of the oldest if there are not so many; the end
  // when there is none.
  ShardPosition FromNewest(std::size_t following) const;
  // Just after the newest record ever appended.
  ShardPosition end() const { return end_; }
  // What is appended from now on comes at `end` or after it.
  void RaiseEnd(ShardPosition end) { end_ = std::max(end_, end); }
  // Forgets records that arrived before `horizon`. Costs what it forgets.
  void TrimBefore(Timestamp horizon);
  // Releases the chunks whose records all have sequence indexes up to `last_index`. Costs what it
  // releases. REQUIRES: `origin` has those records.
  void ReleaseThrough(std::uint64_t last_index, const RecordOrigin& origin);

  bool empty() const { return chunks_.empty(); }
  // REQUIRES: !empty().
  Timestamp OldestArrival() const;
  // Records and their bytes that are held.
  std::size_t record_count() const { return record_count_; }
  std::size_t record_bytes() const { return record_bytes_; }
  // Bytes of memory that they take; what has been released does not count.
  std::size_t memory_bytes() const { return memory_bytes_; }

 private:
  struct Place {
    std::size_t chunk;
    std::size_t index;
  };
  void Store(const StoredRecord& record);
  // The first record for which `before` is false; chunks_.size() when there is none.
  template <class Before>
  Place LowerBound(Before before) const;

  std::deque<std::shared_ptr<RecordChunk>> chunks_;
  std::size_t released_chunks_ = 0;  // the first of them
  std::size_t first_index_ = 0;      // of the oldest kept record, in the first chunk
  std::size_t record_count_ = 0;
  std::size_t record_bytes_ = 0;
  std::size_t memory_bytes_ = 0;
  ShardPosition end_;
};

}  // namespace runnel
