// How far behind the tip of its shard somebody is who reads it.
#pragma once

#include "core/base/time.h"
#include "core/inspect/stream_view.h"
#include "core/state/stream.h"

namespace runnel {

// `position`: where the reader goes on.
LagView LagAt(const Stream& stream, const Shard& shard, ShardPosition position, Timestamp now);

}  // namespace runnel
