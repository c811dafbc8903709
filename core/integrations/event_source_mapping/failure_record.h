// What a mapping tells its on-failure destination about records that it gave up.
// Source: integrations 2.5.
#pragma once

#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/integrations/event_source_mapping/lane.h"
#include "core/state/shard.h"

namespace runnel {

// Of which batch it is.
struct FailureSource {
  std::string request_id;  // of the last invocation, a UUID
  std::string function_arn;
  std::string executed_version;
  std::string stream_arn;
  const Shard& shard;
  bool of_pipe = false;  // `function_arn` is that of a pipe, which tells it in another form (3.7)
};

// The message for a queue or a topic; with `with_records` also the events, as a bucket gets them.
std::string FailureMessage(const DiscardedBatch& batch, const FailureSource& source, Timestamp now,
                           bool with_records);

// The key under which a bucket gets it.
std::string FailureObjectKey(std::string_view mapping_uuid, const Shard& shard, Timestamp now,
                             std::string_view random_uuid);

}  // namespace runnel
