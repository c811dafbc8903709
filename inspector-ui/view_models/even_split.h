// Where to cut a shard so that its traffic, not its range, divides evenly.
#pragma once

#include <string>
#include <vector>

#include "core/inspect/stream_view.h"
#include "inspector-ui/view_models/record_rows.h"

namespace runnel {

// The hash key with which the upper child of `shard` is to begin so that either takes about half of
// the bytes of those of `rows` that are the shard's. Empty: there are too few to tell, or one key
// is all there is, which no split divides.
std::string EvenSplitKey(const ShardView& shard, const std::vector<RecordRow>& rows);

}  // namespace runnel
