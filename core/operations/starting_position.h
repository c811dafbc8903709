// From where a reader starts: what ShardIteratorType and its companions mean.
// Source: kinesis-api 4.9, 8.2.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

struct StartingPositionRequest {
  std::string_view operation;  // GetShardIterator or SubscribeToShard, for messages
  std::string_view type;       // one of shapes::kShardIteratorTypes
  const std::optional<std::string>& sequence_number;
  const std::optional<Timestamp>& timestamp;
};

// The position of the first record to read.
// Errors: InvalidArgumentException for a wrong combination, a number that is not of this shard, a
// time in the future; InternalFailure for a number of the first layout, as the service.
Result<ShardPosition> ResolveStartingPosition(const Context& context, const Stream& stream,
                                              const Shard& shard,
                                              const StartingPositionRequest& request);

}  // namespace runnel
