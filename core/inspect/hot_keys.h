// Which partition keys fill a shard.
#pragma once

#include <vector>

#include "core/base/time.h"
#include "core/inspect/stream_view.h"
#include "core/state/record_log.h"

namespace runnel {

// The keys of the records that arrived in the last ten seconds, or of the last thousand of them if
// there are more: at most five, those with the most records first.
std::vector<HotKeyView> HotKeysOf(const RecordLog& log, Timestamp now);

}  // namespace runnel
