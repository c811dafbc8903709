// Who reads a stream for event source mappings, and how far each has come.
#pragma once

#include <vector>

#include "core/base/time.h"
#include "core/inspect/stream_view.h"
#include "core/state/state.h"

namespace runnel {

// By mapping, shard and lane.
std::vector<PollerView> PollersOf(const Stream& stream, const State& state, Timestamp now);

}  // namespace runnel
