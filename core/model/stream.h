// What a stream and a consumer are set to be, as values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace runnel {

enum class StreamStatus : std::uint8_t { kCreating, kActive, kUpdating, kDeleting };
enum class StreamMode : std::uint8_t { kProvisioned, kOnDemand };
enum class ConsumerStatus : std::uint8_t { kCreating, kActive, kDeleting };
// Who decides the shard of a record: its partition key, or the service (kinesis-api-45 6).
enum class RecordDistributionStrategy : std::uint8_t { kUserPartitionKey, kAuto };

// As the API spells them.
std::string_view ToText(StreamStatus status);
std::string_view ToText(StreamMode mode);
std::string_view ToText(ConsumerStatus status);
std::string_view ToText(RecordDistributionStrategy strategy);

// Server-side encryption. No key: records are stored plain.
struct Encryption {
  std::string key_id;  // as the caller gave it: key ARN, alias ARN, key id or alias name
  bool enabled() const { return !key_id.empty(); }
  friend bool operator==(const Encryption&, const Encryption&) = default;
};

// A set of shard-level metrics (kinesis-api 9.3).
class MetricsSet {
 public:
  static constexpr std::array<std::string_view, 7> kNames = {"IncomingBytes",
                                                             "OutgoingRecords",
                                                             "IteratorAgeMilliseconds",
                                                             "IncomingRecords",
                                                             "ReadProvisionedThroughputExceeded",
                                                             "WriteProvisionedThroughputExceeded",
                                                             "OutgoingBytes"};

  // Understands "ALL". REQUIRES: `name` is one of kNames or ALL.
  void Add(std::string_view name);
  void Remove(const MetricsSet& other) { bits_ &= static_cast<std::uint8_t>(~other.bits_); }
  void Add(const MetricsSet& other) { bits_ |= other.bits_; }
  // In the order of kNames, which is that of the documentation's sample.
  std::vector<std::string> Names() const;
  // The set as a number, for storing it: bit i stands for kNames[i].
  std::uint8_t bits() const { return bits_; }
  static MetricsSet FromBits(std::uint8_t bits) {
    MetricsSet set;
    set.bits_ = bits & ((1U << kNames.size()) - 1);
    return set;
  }
  friend bool operator==(const MetricsSet&, const MetricsSet&) = default;

 private:
  std::uint8_t bits_ = 0;
};

// Warm throughput of an on-demand stream, MiB per second.
struct WarmThroughput {
  std::int32_t target_mibps = 0;
  std::int32_t current_mibps = 0;
};

// The settings that a change of a stream replaces; absent members stay as they are.
struct StreamSettingsChange {
  std::optional<StreamMode> mode;
  std::optional<std::int32_t> retention_hours;
  std::optional<Encryption> encryption;
  std::optional<MetricsSet> metrics;
  std::optional<std::int32_t> record_size_max_kib;
  std::optional<WarmThroughput> warm_throughput;
  std::optional<RecordDistributionStrategy> distribution;
};

// The minimum throughput billing commitment of an account in a region (kinesis-api 9.4).
struct BillingCommitment {
  bool enabled = false;
  std::optional<Timestamp> started;
  std::optional<Timestamp> earliest_allowed_end;
  std::optional<Timestamp> ended;
  // Switched off before the earliest allowed end: it ends by itself at that time.
  bool end_pending = false;

  bool InForce(Timestamp now) const {
    return enabled && !(end_pending && earliest_allowed_end <= now);
  }
};

}  // namespace runnel
