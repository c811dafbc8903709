// One channel as the state holds it (kinesis-api-45 2).
#pragma once

#include "core/base/time.h"
#include "core/model/arn.h"
#include "core/model/channel.h"
#include "core/model/names.h"
#include "core/model/tag_map.h"

namespace runnel {

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

  // Whether it keeps its stream from being deleted or made provisioned (2.7).
  bool blocks_stream() const {
    return status != ChannelStatus::kDeleting && status != ChannelStatus::kFailed;
  }
};

}  // namespace runnel
