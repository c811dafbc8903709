// How shards are split and merged.
// Source: kinesis-api 5.2, 6.1 to 6.3.
#pragma once

#include <vector>

#include "core/base/time.h"
#include "core/state/mutation.h"
#include "core/state/stream.h"

namespace runnel {

// The first shards of a stream.
ShardsReplaced FirstShards(const Stream& stream, std::int32_t count, Timestamp at);
ShardsReplaced Split(const Stream& stream, const PendingSplit& split, Timestamp at);
// Each of these shards is split in the middle. REQUIRES: they are open and have several keys.
ShardsReplaced SplitEach(const Stream& stream, const std::vector<ShardId>& shards, Timestamp at);
ShardsReplaced Merge(const Stream& stream, const PendingMerge& merge, Timestamp at);
// One or more replacements that lead to `target` open shards, each made for the stream as the one
// before leaves it. Empty when there are as many already.
std::vector<ShardsReplaced> Reshard(const Stream& stream, std::int32_t target, Timestamp at);

}  // namespace runnel
