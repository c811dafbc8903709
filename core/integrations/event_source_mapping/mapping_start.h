// Where a mapping begins to read. Source: integrations 1.2.
#pragma once

#include <map>

#include "core/model/event_source_mapping.h"
#include "core/state/stream.h"

namespace runnel {

// Where the shards that there are now are begun. Those to come are read from their start.
std::map<ShardId, ShardProgress> StartingProgress(const Stream& stream,
                                                  const MappingConfiguration& configuration);

}  // namespace runnel
