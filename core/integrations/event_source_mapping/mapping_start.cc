#include "core/integrations/event_source_mapping/mapping_start.h"

namespace runnel {

std::map<ShardId, ShardProgress> StartingProgress(const Stream& stream,
                                                  const MappingConfiguration& configuration) {
  std::map<ShardId, ShardProgress> progress;
  if (configuration.start == MappingStart::kTrimHorizon) return progress;
  const auto lanes = static_cast<std::size_t>(configuration.parallelization_factor);
  for (const auto& shard : stream.shards) {
    if (!shard) continue;
    const bool latest = configuration.start == MappingStart::kLatest;
    const ShardPosition begin =
        latest ? shard->log.end() : shard->log.FirstAtOrAfter(*configuration.start_timestamp);
    ShardProgress& begun = progress[shard->id];
    begun.lanes.assign(lanes, LanePosition{begin, {}});
    begun.done = latest && !shard->open();
  }
  return progress;
}

}  // namespace runnel
