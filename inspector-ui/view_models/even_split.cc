#include "inspector-ui/view_models/even_split.h"

#include <cstdint>
#include <map>

#include "core/base/decimal.h"
#include "core/base/uint128.h"

namespace runnel {

std::string EvenSplitKey(const ShardView& shard, const std::vector<RecordRow>& rows) {
  std::map<Uint128, std::int64_t> bytes_of;
  std::int64_t all = 0;
  for (const RecordRow& row : rows) {
    Uint128 key = 0;
    if (row.shard_id != shard.shard_id || !ParseDecimal(row.hash_key, key)) continue;
    // As the quota counts: data and key.
    const std::int64_t bytes = row.data_bytes + static_cast<std::int64_t>(row.partition_key.size());
    bytes_of[key] += bytes;
    all += bytes;
  }
  Uint128 cut = 0;
  std::int64_t best = all;
  std::int64_t below = 0;
  for (const auto& [key, bytes] : bytes_of) {
    const std::int64_t apart = all - 2 * below < 0 ? 2 * below - all : all - 2 * below;
    if (below > 0 && apart < best) {
      best = apart;
      cut = key;
    }
    below += bytes;
  }
  return cut == 0 ? std::string() : ToDecimal(cut);
}

}  // namespace runnel
