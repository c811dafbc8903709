// The things of Kinesis as the reference keeps them: plain values, lists that are walked from end
// to end. Nothing here is shared with the emulator.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runnel::simulation {

using Millis = std::int64_t;
using HashKey = unsigned __int128;
using Tags = std::map<std::string, std::string>;

constexpr Millis kSecond = 1000;
constexpr Millis kHour = 3'600 * kSecond;

// A quota per second, in thousandths; a new one is full.
struct ReferenceBucket {
  Millis at = 0;
  std::int64_t left = -1;  // negative and not `debt`: full, nothing was ever taken
  bool debt = false;
};

struct ReferenceRecord {
  std::string partition_key;
  std::string data;  // base64
  std::string sequence_number;
  Millis arrival = 0;
  bool encrypted = false;

  std::size_t Bytes() const { return partition_key.size() + data.size() / 4 * 3; }
};

struct ReferenceShard {
  int index = 0;
  HashKey first = 0;
  HashKey last = 0;
  int parent = -1;
  int adjacent_parent = -1;
  std::vector<int> children;
  Millis opened = 0;
  std::optional<Millis> closed;
  std::vector<ReferenceRecord> records;  // all that there ever were
  ReferenceBucket write_bytes, write_records, read_bytes, read_calls, iterator_calls;

  std::string Id() const;
  static std::string IdOf(int index);
};

struct ReferenceConsumer {
  enum class Status { kCreating, kActive, kDeleting };
  std::string name;
  std::string arn;
  std::uint64_t incarnation = 0;  // another one may have the same ARN, of the same second
  Millis created = 0;
  Status status = Status::kCreating;
  Millis due = 0;
  Tags tags;
  std::optional<std::string> policy;
  std::map<int, ReferenceBucket> subscribe_calls;  // by shard
};

struct WarmThroughput {
  int target = 0;
  int current = 0;
};

// What is new about a stream when it becomes ACTIVE again.
struct ReferenceSettingsChange {
  std::optional<int> retention_hours;
  std::optional<int> record_size_kib;
  std::optional<std::string> key;  // empty: no encryption
  std::optional<unsigned> metrics;
  std::optional<bool> on_demand;
  std::optional<WarmThroughput> warm;
};

struct ReferenceStream {
  enum class Status { kCreating, kActive, kUpdating, kDeleting };
  // What is under way.
  struct Change {
    enum class Kind { kCreate, kDelete, kSplit, kMerge, kReshard, kSettings };
    Kind kind = Kind::kCreate;
    Millis due = 0;
    int shard_count = 0;
    int shard = 0;
    int adjacent = 0;
    HashKey at = 0;
    ReferenceSettingsChange settings;
  };
  enum DailyQuota { kModes, kShardCounts, kEncryptionStarts, kEncryptionStops, kDailyQuotas };

  // Tells streams of one name apart.
  std::uint64_t incarnation = 0;
  Millis created = 0;
  Status status = Status::kCreating;
  Change change;
  int retention_hours = 24;
  int record_size_kib = 1024;
  bool on_demand = false;
  bool auto_distribution = false;
  std::size_t next_auto_place = 0;
  bool auto_place_known = true;                      // a new process may begin with any shard
  std::string key;                                   // of encryption; empty: none
  std::vector<std::pair<Millis, std::string>> keys;  // since when which
  unsigned metrics = 0;                              // a bit for each of the seven
  std::optional<WarmThroughput> warm;
  Tags tags;
  std::optional<std::string> policy;
  std::map<std::string, ReferenceConsumer> consumers;
  std::array<std::vector<Millis>, kDailyQuotas> daily;
  std::optional<bool> limits;  // absent: as the settings say
  std::map<std::string, ReferenceBucket> calls;
  Millis horizon = 0;                  // what arrived before is gone
  std::vector<ReferenceShard> shards;  // by their indexes

  bool Expired(const ReferenceShard& shard) const {
    return shard.closed && *shard.closed < horizon;
  }
  // Null: there is none, or it has expired.
  const ReferenceShard* Find(int index) const;
  ReferenceShard* Find(int index);
  int OpenShards() const;
  // By their ranges.
  std::vector<int> OpenInOrder() const;
  // The shard that takes a record. REQUIRES: there are shards.
  ReferenceShard& Route(HashKey hash_key);
  // The first record that is still there, as an index into `records`.
  std::size_t FirstKept(const ReferenceShard& shard) const;
  // The key under which was encrypted what arrived then.
  std::string KeyAt(Millis arrival) const;
};

struct ReferenceChannel {
  enum class Status { kCreating, kActive, kUpdating, kDeleting };
  std::string name;
  std::string arn;
  std::string stream;
  std::uint64_t incarnation = 0;  // of the stream
  Status status = Status::kCreating;
  Millis due = 0;
  Tags tags;
  std::size_t put_before = 0;  // records of the stream that came before the channel was ACTIVE
};

// An event source mapping: how far a function has come with the shards of a stream.
struct ReferenceMapping {
  std::string uuid;
  std::string stream;
  std::uint64_t incarnation = 0;  // of the stream
  Millis ready = 0;               // it reads from then on
  bool updated = false;           // since it was made
  int batch_size = 1;
  int retries_most = -1;             // negative: no end
  std::map<int, std::size_t> done;   // by shard: records before that are done with
  std::map<int, int> failures;       // of the batch at hand, that count
  std::map<int, std::size_t> again;  // where the batch that failed ends
  std::map<int, Millis> not_before;  // when it is due again
};

// What the account has agreed to pay at least (kinesis-api 9.4).
struct ReferenceCommitment {
  bool enabled = false;
  bool end_pending = false;
  std::optional<Millis> started, earliest_end, ended;

  bool InForce(Millis now) const { return enabled && !(end_pending && now >= *earliest_end); }
};

// A fault rule: the operation on the stream fails as often as the rule says.
struct ReferenceFault {
  std::string rule;
  std::string operation;
  std::string stream;
  bool of_records = false;  // FAIL_RECORDS instead of ERROR
  bool durable = false;
  int first = 0;      // so many, if it is not zero
  int every_nth = 0;  // each of so many, if it is not zero
  int matched = 0;
};

// How long changes take, and how much there may be.
struct ReferenceSettings {
  Millis create_delay = 0;
  Millis update_delay = 0;
  Millis delete_delay = 0;
  Millis register_delay = 0;
  Millis deregister_delay = 0;
  int shard_limit = 0;
  int on_demand_limit = 0;
  int channel_limit = 0;
  bool deliveries_by_calls = false;  // else channels deliver to nobody
  bool limits = false;               // those per second and per day
};

}  // namespace runnel::simulation
