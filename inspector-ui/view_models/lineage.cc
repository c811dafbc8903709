#include "inspector-ui/view_models/lineage.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/decimal.h"
#include "core/base/uint128.h"

namespace runnel {

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

std::vector<LineageBox> LineageOf(const StreamView& stream) {
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
