// The changes that can happen to channels (see mutation.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/model/arn.h"
#include "core/model/channel.h"
#include "core/model/names.h"
#include "core/model/sequence_number.h"
#include "core/model/tag_map.h"
#include "core/state/channel.h"

namespace runnel {

struct ChannelCreated {
  ChannelUid uid;
  ChannelArn arn;
  ChannelName name;
  StreamUid stream;
  StreamArn stream_arn;
  Timestamp stream_created_at;
  Timestamp at;
  ChannelConfiguration configuration;
  TagMap tags;
  Timestamp due;  // becomes ACTIVE
};

// New values at once, state UPDATING until `due`.
struct ChannelUpdateStarted {
  ChannelUid uid;
  std::optional<std::int32_t> data_freshness_in_seconds;
  std::optional<CloudWatchLogs> logs;
  Timestamp due;
};

struct ChannelActivated {
  ChannelUid uid;
};

struct ChannelDeletionStarted {
  ChannelUid uid;
  Timestamp due;
};

struct ChannelDeleted {
  ChannelUid uid;
};

// It is ACTIVE for the first time.
struct ChannelStarted {
  ChannelUid uid;
  std::map<ShardId, ShardPosition> delivered;  // the ends of the shards that there are
};

struct ChannelFlushBegan {
  ChannelUid uid;
  ChannelFlush flush;
};

// A flush whose write had failed is tried again.
struct ChannelFlushRetried {
  ChannelUid uid;
};

// All that the flush took has been written.
struct ChannelDelivered {
  ChannelUid uid;
  Timestamp at;
  ChannelTally tally;  // of this flush
  std::string key;     // of its object; empty: there is none
};

struct ChannelWriteFailed {
  ChannelUid uid;
  std::string error;
  Timestamp retry_at;
};

// How many bytes of records are due as an object however young they are.
struct ChannelObjectSizeSet {
  std::uint64_t bytes = 0;
  Timestamp at;
};

// It is FAILED for good.
struct ChannelFailed {
  ChannelUid uid;
  std::string reason;
};

}  // namespace runnel
