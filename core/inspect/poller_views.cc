#include "core/inspect/poller_views.h"

#include "core/inspect/lag.h"

namespace runnel {
namespace {

PollerView ViewOf(const EventSourceMapping& mapping, const Shard& shard) {
  PollerView view;
  view.uuid = mapping.uuid;
  view.function_arn = mapping.configuration.function_arn;
  view.state = ToText(mapping.state);
  view.last_processing_result = mapping.last_processing_result;
  view.shard_id = shard.id.ToString();
  return view;
}

void AddPollers(const EventSourceMapping& mapping, const Stream& stream, const Shard& shard,
                Timestamp now, std::vector<PollerView>& views) {
  // A shard that has not been begun is read from its start, by all lanes.
  const auto known = mapping.shards.find(shard.id);
  ShardProgress progress = known == mapping.shards.end() ? ShardProgress() : known->second;
  if (progress.lanes.empty()) {
    progress.lanes.resize(static_cast<std::size_t>(mapping.configuration.parallelization_factor));
  }
  for (std::size_t lane = 0; lane < progress.lanes.size(); ++lane) {
    PollerView& view = views.emplace_back(ViewOf(mapping, shard));
    view.lane = static_cast<std::int32_t>(lane);
    view.finished = progress.done;
    if (!progress.done) view.lag = LagAt(stream, shard, progress.lanes[lane].next, now);
  }
}

}  // namespace

std::vector<PollerView> PollersOf(const Stream& stream, const State& state, Timestamp now) {
  std::vector<PollerView> views;
  for (const auto& [uid, mapping] : state.mappings()) {
    if (mapping.stream != stream.uid) continue;
    for (const auto& shard : stream.shards) {
      if (shard) AddPollers(mapping, stream, *shard, now, views);
    }
  }
  return views;
}

}  // namespace runnel
