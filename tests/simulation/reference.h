// Kinesis as a naive reader of its description would write it down: lists that are walked from end
// to end, times that are compared. It shares no code with the emulator, and says beforehand what
// the emulator is to answer. Source: kinesis-api 4 to 6, 10.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runnel::simulation {

using Millis = std::int64_t;
using HashKey = unsigned __int128;

struct ReferenceRecord {
  std::string partition_key;
  std::string data;  // base64
  std::string sequence_number;
  Millis arrival = 0;
};

struct ReferenceShard {
  int index = 0;
  HashKey first = 0;
  HashKey last = 0;
  int parent = -1;
  int adjacent_parent = -1;
  std::vector<int> children;
  std::optional<Millis> closed;
  std::vector<ReferenceRecord> records;  // all that there ever were

  std::string Id() const;
};

struct ReferenceStream {
  enum class Status { kCreating, kActive, kUpdating, kDeleting };
  // What is under way.
  struct Change {
    enum class Kind { kCreate, kDelete, kSplit, kMerge, kRetain };
    Kind kind = Kind::kCreate;
    Millis due = 0;
    int shard_count = 0;
    int shard = 0;
    int adjacent = 0;
    HashKey at = 0;
    int hours = 0;
  };

  // Tells streams of one name apart.
  std::uint64_t incarnation = 0;
  Status status = Status::kCreating;
  Change change;
  int retention_hours = 24;
  Millis horizon = 0;                  // what arrived before is gone
  std::vector<ReferenceShard> shards;  // by their indexes

  bool Expired(const ReferenceShard& shard) const {
    return shard.closed && *shard.closed < horizon;
  }
  // Null: there is none, or it has expired.
  const ReferenceShard* Find(int index) const;
  int OpenShards() const;
  // The shard that takes a record. REQUIRES: there are shards.
  ReferenceShard& Route(HashKey hash_key);
  // The first record that is still there, as an index into `records`.
  std::size_t FirstKept(const ReferenceShard& shard) const;
};

// How long changes take, and how much there may be.
struct ReferenceSettings {
  Millis create_delay = 0;
  Millis update_delay = 0;
  Millis delete_delay = 0;
  int shard_limit = 0;
};

// Each call below gives the code of the error that is to come; an empty text is success, and then
// the reference has changed as the emulator is to.
class Reference {
 public:
  Reference(const ReferenceSettings& settings, Millis now) : settings_(settings), now_(now) {}

  // Does what is due until then.
  void AdvanceTo(Millis now);
  Millis now() const { return now_; }

  std::string CreateStream(const std::string& name, int shard_count);
  std::string DeleteStream(const std::string& name);
  std::string ChangeRetention(const std::string& name, int hours, bool increase);
  std::string SplitShard(const std::string& name, int shard, HashKey at);
  std::string MergeShards(const std::string& name, int shard, int adjacent);
  // Whether the stream takes and gives records; the caller appends what was acknowledged.
  std::string UseRecords(const std::string& name) const;
  std::string UseShard(const std::string& name, int shard) const;

  ReferenceStream* Find(const std::string& name);
  const ReferenceStream* Find(const std::string& name) const;
  const std::map<std::string, ReferenceStream>& streams() const { return streams_; }

  // The hash key of a partition key.
  static HashKey HashOf(std::string_view partition_key);
  static std::string Decimal(HashKey number);

 private:
  int CountedShards() const;
  void Begin(ReferenceStream& stream, ReferenceStream::Change change, Millis delay,
             ReferenceStream::Status meanwhile);
  static void Finish(ReferenceStream& stream);
  void DoWhatIsDue();

  ReferenceSettings settings_;
  Millis now_;
  std::map<std::string, ReferenceStream> streams_;
  std::uint64_t incarnations_ = 0;
};

}  // namespace runnel::simulation
