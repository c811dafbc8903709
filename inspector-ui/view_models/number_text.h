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
// A clock as it is shown: "12:34" while it runs, for what nothing else changes is drawn once a
// minute and must not be wrong meanwhile; "12:34:56.789, still" while it does not.
std::string ClockText(std::int64_t millis, bool frozen);
// "35 ms", "2.5 s", "3 min", "1.2 h".
std::string ShortSpan(std::int64_t millis);

}  // namespace runnel
