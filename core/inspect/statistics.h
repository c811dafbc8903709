// What has come into streams and gone out of them, counted as CloudWatch counts it. Beside the
// state, not a part of it: it does not outlive the process, and no answer of Kinesis depends on it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/base/time.h"
#include "core/inspect/call_notes.h"
#include "core/inspect/rate_window.h"
#include "core/model/names.h"
#include "core/state/mutation.h"

namespace runnel {

// Records that went one way.
struct FlowTally {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};
struct Flow {
  FlowTally total;
  RateWindow window;

  void Add(std::int64_t second, std::uint64_t records, std::uint64_t bytes) {
    total.records += records;
    total.bytes += bytes;
    window.Add(second, records, bytes);
  }
};

// GetRecords calls of which each went on where the one before had ended: an iterator in use.
// Two that are at the same place count as one.
struct ShardReader {
  ShardPosition position;  // of the next record
  Timestamp last_call;
  std::uint64_t calls = 0;
};

struct ShardStatistics {
  static constexpr std::size_t kReadersMax = 8;

  Flow incoming;
  Flow outgoing;                       // by GetRecords and by subscriptions
  std::uint64_t throttled_writes = 0;  // records
  std::uint64_t throttled_reads = 0;   // calls
  Duration iterator_age;               // of the last GetRecords
  std::vector<ShardReader> readers;    // the latest eight
};

struct CallTally {
  std::uint64_t calls = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t records = 0;  // of those that succeeded
  std::uint64_t bytes = 0;
  // Of the calls whose duration the host has told.
  std::uint64_t timed = 0;
  std::uint64_t microseconds = 0;
};

struct ConsumerStatistics {
  CallTally subscribe;
  std::uint64_t rate_exceeded = 0;
  CallTally events;
  Duration behind;  // of the last event
};

struct StreamStatistics {
  // Of shards that are no more too. How much there was lately is known of each shard.
  FlowTally incoming;
  FlowTally outgoing;
  CallTally put_record;
  CallTally put_records;
  CallTally get_records;
  std::uint64_t refused_records = 0;  // of PutRecords, throttled ones among them
  std::uint64_t throttled_records = 0;
  std::uint64_t throttled_writes = 0;  // records of both
  std::uint64_t throttled_reads = 0;   // calls
  Duration iterator_age;
  std::map<ConsumerUid, ConsumerStatistics> consumers;
  std::vector<std::unique_ptr<ShardStatistics>> shards;  // by index; null: nothing yet

  const ShardStatistics& Of(ShardId shard) const;
};

class Statistics {
 public:
  // To be called for every change that is applied.
  void Observe(const Mutation& mutation);
  // To be called after every call that ran. `throttled`: it was refused for being too much.
  void Note(const CallNotes& notes, Timestamp now, bool succeeded, bool throttled);
  // How long the call took that was noted last.
  void NoteDuration(std::uint64_t microseconds);
  void Note(const EventNotes& notes, Timestamp now);
  // Forgets everything.
  void Clear();

  const StreamStatistics& Of(StreamUid stream) const;

 private:
  StreamStatistics& StreamOf(StreamUid stream) {
    return latest_uid_ == stream && latest_ != nullptr ? *latest_ : FindStream(stream);
  }
  StreamStatistics& FindStream(StreamUid stream);
  static ShardStatistics& ShardOf(StreamStatistics& stream, ShardId shard) {
    const auto index = static_cast<std::size_t>(shard.index);
    const bool there = index < stream.shards.size() && stream.shards[index];
    return there ? *stream.shards[index] : AddShard(stream, index);
  }
  void Forget(StreamUid stream, ShardId shard);
  static ShardStatistics& AddShard(StreamStatistics& stream, std::size_t index);
  static void AddOutgoing(StreamStatistics& stream, ShardStatistics& shard, Timestamp now,
                          std::uint64_t records, std::uint64_t bytes);
  void NoteRead(StreamStatistics& stream, const CallNotes& notes, Timestamp now);
  void NoteRefusals(StreamStatistics& stream, const CallNotes& notes);

  std::unordered_map<std::uint64_t, std::unique_ptr<StreamStatistics>> streams_;
  // The stream that was last asked for: mostly it is the next one too.
  StreamUid latest_uid_;
  StreamStatistics* latest_ = nullptr;
  CallTally* last_call_ = nullptr;
};

}  // namespace runnel
