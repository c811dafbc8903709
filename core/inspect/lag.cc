#include "core/inspect/lag.h"

namespace runnel {

LagView LagAt(const Stream& stream, const Shard& shard, ShardPosition position, Timestamp now) {
  const RecordRun next = shard.log.Read(position, stream.TrimHorizon(now), 1, 1);
  if (next.count == 0) return {};
  const ShardPosition first = next.slices.front().chunk->PositionAt(next.slices.front().first);
  return {static_cast<std::int64_t>(shard.log.CountFrom(first)),
          (now - next.last_arrival).milliseconds, shard.NumberAt(first).ToString()};
}

}  // namespace runnel
