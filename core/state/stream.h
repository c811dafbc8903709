// One stream with its shards and consumers. Read by operations, changed only by State::Apply.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/time.h"
#include "core/model/arn.h"
#include "core/model/key_state.h"
#include "core/model/names.h"
#include "core/model/stream.h"
#include "core/model/tag_map.h"
#include "core/state/shard.h"
#include "core/state/throughput.h"

namespace runnel {

// What a stream in CREATING, UPDATING or DELETING becomes when its time has come.
struct PendingCreation {
  std::int32_t shard_count = 0;
};
struct PendingDeletion {};
struct PendingSplit {
  ShardId shard;
  HashKey new_starting_hash_key;
};
struct PendingMerge {
  ShardId shard;
  ShardId adjacent_shard;
};
struct PendingReshard {
  std::int32_t target_shard_count = 0;
};
using PendingChange = std::variant<PendingCreation, PendingDeletion, PendingSplit, PendingMerge,
                                   PendingReshard, StreamSettingsChange>;

struct Consumer {
  ConsumerUid uid;
  StreamUid stream;
  ConsumerArn arn;
  ConsumerStatus status = ConsumerStatus::kCreating;
  Timestamp created_at;
  TagMap tags;
  std::optional<std::string> policy;
  std::map<ShardId, TokenBucket> subscribe_calls;
};

// Changes that AWS counts over a rolling 24 hours.
enum class DailyQuota : std::uint8_t {
  kUpdateShardCount,
  kModeChange,
  kStartEncryption,
  kStopEncryption,
};
inline constexpr std::size_t kDailyQuotaCount = 4;

// An open shard in the order of the key space.
struct OpenShard {
  HashKey starting;
  Shard* shard;
};

struct Channel;

class Stream {
 public:
  StreamUid uid;
  StreamArn arn;
  StreamStatus status = StreamStatus::kCreating;
  Timestamp created_at;
  StreamMode mode = StreamMode::kProvisioned;
  std::int32_t retention_hours = 24;
  std::int32_t record_size_max_kib = 1024;
  Encryption encryption;
  // Those that records may be from, the oldest first.
  std::vector<EncryptionPeriod> encryption_periods;
  MetricsSet metrics;
  std::optional<WarmThroughput> warm_throughput;
  RecordDistributionStrategy distribution = RecordDistributionStrategy::kUserPartitionKey;
  TagMap tags;
  std::optional<std::string> policy;
  std::optional<PendingChange> pending;
  std::map<std::string, Consumer*, std::less<>> consumers;  // by name
  std::vector<Channel*> channels;                           // in whatever state they are
  std::array<std::vector<Timestamp>, kDailyQuotaCount> daily_uses;
  // Whether the quotas per second hold here; nullopt: as the settings say.
  std::optional<bool> limits_enforced;
  CallBuckets calls;

  // By index; null where the shard's time is over. Shards that exist are in order of creation.
  std::vector<std::unique_ptr<Shard>> shards;
  // Those that only channels see, which have still to deliver records of them. Usually none.
  std::map<ShardId, std::unique_ptr<Shard>> withdrawn;
  // What arrived before this had aged out when the retention period became longer.
  Timestamp gone_before{std::numeric_limits<std::int64_t>::min()};
  // Sorted by starting hash key; together they tile the key space once the stream has been created.
  std::vector<OpenShard> open_shards;
  // The next sequence index of each group of five shards (kinesis-api 5.3).
  std::vector<std::uint64_t> next_sequence_index;
  // AUTO distribution: the open shard, by its place in open_shards, that takes the next record.
  std::size_t next_auto_place = 0;

  const StreamName& name() const { return arn.stream; }
  const AccountId& account() const { return arn.scope.account; }
  // Null when the stream never had the shard or its time is over.
  const Shard* FindShard(ShardId id) const {
    const auto index = static_cast<std::size_t>(id.index);
    return id.index >= 0 && index < shards.size() ? shards[index].get() : nullptr;
  }
  // Also a withdrawn one.
  const Shard* FindKeptShard(ShardId id) const;
  // First the withdrawn ones: no shard comes before its parents.
  template <class Visit>
  void ForEachKeptShard(Visit visit) const {
    for (const auto& [id, shard] : withdrawn) visit(std::as_const(*shard));
    for (const auto& shard : shards) {
      if (shard) visit(std::as_const(*shard));
    }
  }
  // The open shard that a key belongs to. REQUIRES: at least one open shard.
  const Shard& ShardFor(HashKey key) const;
  // Records that arrived before this are gone.
  Timestamp TrimHorizon(Timestamp now) const {
    return std::max(gone_before, now - Duration::Hours(retention_hours));
  }
  std::uint64_t NextSequenceIndex(ShardId shard) const {
    const auto group = static_cast<std::size_t>(shard.index / kShardsPerSequenceGroup);
    return group < next_sequence_index.size() ? next_sequence_index[group] : 1;
  }

  static constexpr std::int32_t kShardsPerSequenceGroup = 5;
};

}  // namespace runnel
