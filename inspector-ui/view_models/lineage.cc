#include "inspector-ui/view_models/lineage.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/decimal.h"
#include "core/base/uint128.h"

namespace runnel {
namespace {

// Retention begins to run out when a shard is closed.
double RemainsOf(const ShardView& shard, const StreamView& stream, std::int64_t now_millis) {
  constexpr double kMillisPerHour = 3'600'000;
  if (!shard.closed_millis || stream.retention_hours == 0) return 1;
  const auto closed_for = static_cast<double>(now_millis - *shard.closed_millis);
  return std::clamp(1 - closed_for / (stream.retention_hours * kMillisPerHour), 0.0, 1.0);
}

}  // namespace

double KeySpacePlace(std::string_view hash_key) {
  Uint128 key = 0;
  if (!ParseDecimal(hash_key, key)) return 0;
  return static_cast<double>(key) / static_cast<double>(~Uint128{0});
}

std::string MiddleHashKey(const ShardView& shard) {
  Uint128 starting = 0;
  Uint128 ending = 0;
  const bool read = ParseDecimal(shard.starting_hash_key, starting) &&
                    ParseDecimal(shard.ending_hash_key, ending);
  if (!read || starting >= ending) return {};
  return ToDecimal(starting + (ending - starting) / 2 + 1);
}

std::vector<LineageBox> LineageOf(const StreamView& stream, std::int64_t now_millis) {
  std::vector<LineageBox> boxes;
  std::map<std::string_view, int> generations;
  double busiest = 0;
  for (const ShardView& shard : stream.shards) {
    busiest = std::max(busiest, shard.incoming.bytes_per_second);
  }
  for (std::size_t i = 0; i < stream.shards.size(); ++i) {
    const ShardView& shard = stream.shards[i];
    LineageBox& box = boxes.emplace_back();
    box.shard = i;
    box.top = KeySpacePlace(shard.starting_hash_key);
    box.bottom = KeySpacePlace(shard.ending_hash_key);
    box.open = !shard.closed_millis;
    box.remains = RemainsOf(shard, stream, now_millis);
    box.heat = busiest > 0 ? shard.incoming.bytes_per_second / busiest : 0;
    // Parents come before their children.
    for (const auto& parent : {shard.parent_shard_id, shard.adjacent_parent_shard_id}) {
      const auto known = parent ? generations.find(*parent) : generations.end();
      if (known != generations.end()) box.generation = std::max(box.generation, known->second + 1);
    }
    generations[shard.shard_id] = box.generation;
  }
  return boxes;
}

}  // namespace runnel
