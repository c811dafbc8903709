// One shard: its place in the key space and in the lineage, and its records.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/names.h"
#include "core/model/sequence_number.h"
#include "core/state/record_log.h"
#include "core/state/throughput.h"

namespace runnel {

struct Shard {
  ShardId id;
  std::optional<ShardId> parent;
  std::optional<ShardId> adjacent_parent;  // only of a merge's child
  HashKeyRange range;
  Timestamp opened_at;
  std::int64_t created_seconds = 0;  // as its sequence numbers carry it; a child's is in the future

  // Set when the shard is closed. Its sequence numbers end at `closed_seconds`.
  std::optional<Timestamp> closed_at;
  std::int64_t closed_seconds = 0;
  std::vector<ShardId> children;

  RecordLog log;
  // Records that arrived before this have been forgotten for good.
  Timestamp trimmed_before{std::numeric_limits<std::int64_t>::min()};
  // The open SubscribeToShard responses that read this shard.
  std::vector<SubscriptionId> subscriptions;
  // Null: nothing has been spent.
  std::unique_ptr<ShardThroughput> throughput;

  bool open() const { return !closed_at; }
  // The second that a record's sequence number carries: that of its arrival, but never before the
  // shard's creation (kinesis-api 5.3).
  std::int64_t RecordSeconds(Timestamp arrival) const {
    return arrival.seconds() > created_seconds ? arrival.seconds() : created_seconds;
  }
  SequenceNumber NumberAt(ShardPosition position) const {
    return {2, created_seconds, id, position};
  }
  SequenceNumber StartingNumber() const { return NumberAt({0, created_seconds}); }
  // REQUIRES: closed.
  SequenceNumber EndingNumber() const {
    return NumberAt({SequenceNumber::kClosingIndex, closed_seconds});
  }
};

}  // namespace runnel
