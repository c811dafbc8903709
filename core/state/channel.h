// One channel as the state holds it (kinesis-api-45 2).
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

namespace runnel {

// What is being written as one object: of each shard all that is undelivered before its end. A
// flush that is tried again, or that another process goes on with, makes the same object.
struct ChannelFlush {
  Timestamp at;
  // Empty: only whether the bucket can be written to is tried.
  std::map<ShardId, ShardPosition> ends;
};

struct Channel {
  ChannelUid uid;
  ChannelArn arn;
  ChannelName name;
  ChannelStatus status = ChannelStatus::kCreating;
  StreamUid stream;
  StreamArn stream_arn;
  Timestamp stream_created_at;
  Timestamp created_at;
  ChannelConfiguration configuration;
  TagMap tags;

  bool started = false;  // it has been ACTIVE: what was put since is delivered
  // Of each shard, what comes before has been delivered. Those that are not here, which were opened
  // since, are delivered from their start.
  std::map<ShardId, ShardPosition> delivered;
  std::optional<ChannelFlush> flush;
  std::uint64_t flush_count = 0;   // those that have ended
  ChannelTally tally;              // since it was created
  std::string last_key;            // of the latest object
  std::int32_t failed_writes = 0;  // in succession
  std::string last_error;          // of a write; empty: none has failed
  std::string status_reason;       // why it is FAILED

  // Counted by the state, not kept: of records that are to be delivered.
  std::uint64_t undelivered_bytes = 0;

  ShardPosition NextOf(ShardId shard) const {
    const auto known = delivered.find(shard);
    return known == delivered.end() ? ShardPosition() : known->second;
  }
  // Nothing is delivered into tables.
  bool delivers() const {
    return started && configuration.s3 &&
           (status == ChannelStatus::kActive || status == ChannelStatus::kUpdating);
  }
  // Whether it keeps its stream from being deleted or made provisioned (2.7).
  bool blocks_stream() const {
    return status != ChannelStatus::kDeleting && status != ChannelStatus::kFailed;
  }
};

}  // namespace runnel
