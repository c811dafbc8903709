// How requests name streams, shards and consumers, and how they are found.
// Source: kinesis-api 4.0.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/arn.h"
#include "core/operations/context.h"

namespace runnel {

// The stream that StreamName and StreamARN name together; it need not exist.
// Errors: InvalidArgumentException when neither is given, when they contradict each other, or when
// the ARN, although its pattern holds, names no stream.
Result<StreamArn> ResolveStream(const Context& context,
                                const std::optional<std::string>& stream_name,
                                const std::optional<std::string>& stream_arn);

// Errors: ResourceNotFoundException.
Result<const Stream*> FindStream(const Context& context, const StreamArn& arn);

// Both steps.
Result<const Stream*> FindStream(const Context& context,
                                 const std::optional<std::string>& stream_name,
                                 const std::optional<std::string>& stream_arn);

// Errors: also ResourceInUseException when the stream is in another state.
Result<const Stream*> FindActiveStream(const Context& context,
                                       const std::optional<std::string>& stream_name,
                                       const std::optional<std::string>& stream_arn);
Result<void> RequireActive(const Stream& stream);
// Errors: ResourceInUseException while the stream is being created or deleted.
Result<void> RequireActiveOrUpdating(const Stream& stream);

// What SplitShard, MergeShards and UpdateShardCount ask of a stream.
// Errors: ResourceInUseException, and ValidationException for an on-demand stream.
Result<void> RequireReshardable(const Stream& stream);

// A stream that records are put into and read from: ACTIVE, UPDATING or DELETING. For one in
// CREATING, null, as if it did not exist.
const Stream* FindReadableStream(const Context& context, const StreamArn& arn);

// The number in a shard id: "shardId-000000000005", "shardId-5", "5" and "anything-5" are the same.
// nullopt for what the service refuses before it looks at the stream.
std::optional<ShardId> ParseShardId(std::string_view text);

// The consumer named by ConsumerARN, by StreamARN and ConsumerName, or by all of them.
// Errors: InvalidArgumentException, ResourceNotFoundException.
Result<const Consumer*> FindConsumer(const Context& context,
                                     const std::optional<std::string>& stream_arn,
                                     const std::optional<std::string>& consumer_name,
                                     const std::optional<std::string>& consumer_arn);

// Errors: InvalidArgumentException, ResourceNotFoundException.
Result<const Channel*> FindChannel(const Context& context, const std::string& channel_arn);

}  // namespace runnel
