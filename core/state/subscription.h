// One open SubscribeToShard response (kinesis-api 8). It holds a position, not records: what its
// client has not taken stays in the shard.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"
#include "core/model/arn.h"
#include "core/model/names.h"
#include "core/model/sequence_number.h"

namespace runnel {

// Why a subscription says one last thing and ends.
enum class SubscriptionEnd : std::uint8_t {
  kExpired,    // its lifetime is over: ends without a word
  kTakenOver,  // a newer subscription of the consumer to the shard
  kStreamDeleted,
  kConsumerDeleted,
  kShardExpired,
};

struct Subscription {
  SubscriptionId id;
  ConsumerUid consumer;
  ConsumerArn consumer_arn;
  StreamUid stream;
  ShardId shard;
  ShardPosition position;  // of the next record to deliver
  Timestamp opened_at;
  Timestamp ends;          // when its lifetime is over
  Timestamp heartbeat;     // when the next event is owed at the latest
  bool event_owed = true;  // an event is due even without records
  bool ready = false;      // stands in the list of those that have something to say
  std::optional<SubscriptionEnd> ending;
  std::optional<Timestamp> silent_until;  // nothing is said before
};

}  // namespace runnel
