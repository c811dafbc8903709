// Amounts and times as the panels write them.
#pragma once

#include <cstdint>
#include <string>

namespace runnel {

// "12" of "shardId-000000000012".
std::string ShardNumber(const std::string& shard_id);
// "1.5 KB", "12 MB".
std::string ByteText(double bytes);
// "12:34:56.789", the time of day in UTC.
std::string TimeOfDay(std::int64_t millis);
// "35 ms", "2.5 s", "3 min", "1.2 h".
std::string ShortSpan(std::int64_t millis);

}  // namespace runnel
