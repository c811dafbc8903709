// The objects that a channel makes of records: their keys and their bytes.
// Source: kinesis-api-45 3.1 to 3.3.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/channel_delivery.h"
#include "core/api/settings.h"
#include "core/base/time.h"
#include "core/model/channel_key_template.h"
#include "core/state/channel.h"
#include "core/state/record_log.h"

namespace runnel {

// "orders" of "arn:aws:s3:::orders".
std::string BucketOf(std::string_view bucket_arn);

// Everything about a flush but its records.
struct ObjectPlan {
  S3DestinationConfiguration destination;
  std::string format;  // JSON, STRING or BYTE_ARRAY
  bool line_feeds = true;
  ChannelKeyNames names;
  Timestamp at;
  std::string suffix;  // "-" and a UUID, the same whenever the flush is tried

  // REQUIRES: a flush is under way.
  static ObjectPlan Of(const Channel& channel, const Settings& settings);
  std::string Key() const;
  std::string DeadLetterKey() const;
};

struct FlushedShard {
  ShardId id;
  std::int64_t created_seconds = 0;
  std::vector<RecordSlice> slices;
};

// By shard and sequence number. May read records from a disk.
ChannelObjects MakeObjects(const ObjectPlan& plan, std::vector<FlushedShard> shards);

}  // namespace runnel
