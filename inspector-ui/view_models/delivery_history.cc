#include "inspector-ui/view_models/delivery_history.h"

#include <algorithm>
#include <utility>

#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

std::map<std::string, std::int64_t> TotalsOf(const StreamView& stream) {
  std::map<std::string, std::int64_t> totals;
  for (const ConsumerView& consumer : stream.consumers) {
    totals["consumer " + consumer.consumer_name] = consumer.events.records;
  }
  for (const ShardView& shard : stream.shards) {
    if (!shard.readers.empty())
      totals["GetRecords of " + ShardNumber(shard.shard_id)] = shard.outgoing.records;
  }
  return totals;
}

}  // namespace

void DeliveryHistory::Take(const World& world) {
  std::map<std::string, Seen> kept;
  for (const StreamView& stream : world.streams) {
    Seen& before = streams_[stream.stream_arn];
    Seen& seen = kept[stream.stream_arn];
    seen.totals = TotalsOf(stream);
    for (const auto& [reader, total] : seen.totals) {
      std::deque<Moment>& row = seen.rows[reader] = std::move(before.rows[reader]);
      const auto last = before.totals.find(reader);
      const std::int64_t more = last == before.totals.end() ? 0 : total - last->second;
      row.push_back({world.now_millis, std::max<std::int64_t>(more, 0)});
      if (row.size() > kMomentsMax) row.pop_front();
    }
  }
  streams_ = std::move(kept);
}

const DeliveryHistory::Rows& DeliveryHistory::Of(const std::string& stream_arn) const {
  static const Rows kNone;
  const auto found = streams_.find(stream_arn);
  return found == streams_.end() ? kNone : found->second.rows;
}

}  // namespace runnel
