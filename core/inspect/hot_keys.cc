#include "core/inspect/hot_keys.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>

#include "core/inspect/rate_window.h"

namespace runnel {
namespace {

constexpr std::size_t kRecordsMax = 1000;
constexpr std::size_t kKeysMax = 5;

}  // namespace

std::vector<HotKeyView> HotKeysOf(const RecordLog& log, Timestamp now) {
  const ShardPosition from =
      std::max(log.FirstAtOrAfter(now - Duration::Seconds(RateWindow::kSeconds)),
               log.FromNewest(kRecordsMax - 1));
  const RecordRun run = log.Read(from, {std::numeric_limits<std::int64_t>::min()}, kRecordsMax,
                                 std::numeric_limits<std::size_t>::max());
  std::unordered_map<std::string_view, std::int64_t> counts;
  for (const RecordSlice& slice : run.slices) {
    // What has left memory is not fetched for this.
    if (!slice.chunk->resident()) continue;
    for (std::size_t i = 0; i < slice.count; ++i) {
      const std::string_view key = slice.chunk->At(slice.first + i).partition_key;
      if (key.data() != nullptr) ++counts[key];
    }
  }
  std::vector<HotKeyView> keys;
  for (const auto& [key, count] : counts) {
    const double share = static_cast<double>(count) / static_cast<double>(run.count);
    keys.push_back({std::string(key), count, share});
  }
  std::sort(keys.begin(), keys.end(), [](const HotKeyView& a, const HotKeyView& b) {
    return a.records != b.records ? a.records > b.records : a.partition_key < b.partition_key;
  });
  keys.resize(std::min(keys.size(), kKeysMax));
  return keys;
}

}  // namespace runnel
