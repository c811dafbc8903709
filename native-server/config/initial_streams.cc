#include "native-server/config/initial_streams.h"

#include <cstdint>
#include <limits>
#include <optional>

#include "native-server/config/option_value.h"

namespace runnel {
namespace {

constexpr std::string_view kForm =
    "; write name:shards:region, such as events:2 or events::us-west-2";

}  // namespace

std::string ReadInitialStreams(std::string_view text, std::vector<InitialStream>& streams) {
  streams.clear();
  for (const std::string_view entry : SplitList(text)) {
    if (entry.empty()) continue;  // a comma at the end
    const std::vector<std::string_view> parts = SplitList(entry, ':');
    InitialStream stream;
    stream.name = parts[0];
    if (stream.name.empty() || parts.size() > 3) {
      return "'" + std::string(entry) + "' is not a stream" + std::string(kForm);
    }
    if (parts.size() > 1 && !parts[1].empty()) {
      const std::optional<std::int64_t> shards = ReadInteger(parts[1]);
      if (!shards || *shards < 1 || *shards > std::numeric_limits<std::int32_t>::max()) {
        return "'" + std::string(parts[1]) + "' is not a number of shards" + std::string(kForm);
      }
      stream.shard_count = static_cast<std::int32_t>(*shards);
    }
    if (parts.size() > 2) stream.region = parts[2];
    streams.push_back(std::move(stream));
  }
  return {};
}

std::string InitialStreamsText(const std::vector<InitialStream>& streams) {
  std::string text;
  for (const InitialStream& stream : streams) {
    if (!text.empty()) text += ',';
    text += stream.name + ':' + std::to_string(stream.shard_count);
    if (!stream.region.empty()) text += ':' + stream.region;
  }
  return text;
}

}  // namespace runnel
