// How much a shard takes of what AWS allows it.
#pragma once

#include <array>

#include "core/inspect/stream_view.h"

namespace runnel {

struct LimitShare {
  const char* limit;  // "1 MB/s in"
  double share = 0;   // 0 to 1; above: more than AWS would take
};

// Of the second under way where the limits hold, else the mean of the last ten seconds.
std::array<LimitShare, 4> LimitSharesOf(const ShardView& shard);

}  // namespace runnel
