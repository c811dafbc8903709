#include "inspector-ui/view_models/number_text.h"

#include <cstdio>

namespace runnel {
namespace {

std::string Formatted(const char* format, double number, const char* unit) {
  char text[48];
  std::snprintf(text, sizeof text, format, number, unit);
  return text;
}

}  // namespace

std::string ShardNumber(const std::string& shard_id) {
  const std::size_t digits = shard_id.find_first_not_of('0', shard_id.find('-') + 1);
  return digits == std::string::npos ? "0" : shard_id.substr(digits);
}

std::string ByteText(double bytes) {
  const char* unit = "B";
  for (const char* const next : {"KB", "MB", "GB", "TB"}) {
    if (bytes < 999.5) break;
    bytes /= 1000;
    unit = next;
  }
  const bool whole = unit[0] == 'B' || bytes >= 9.95;
  return Formatted(whole ? "%.0f %s" : "%.1f %s", bytes, unit);
}

std::string TimeOfDay(std::int64_t millis) {
  constexpr std::int64_t kDay = 86'400'000;
  const auto of_day = static_cast<int>(((millis % kDay) + kDay) % kDay);
  char text[48];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03d", of_day / 3'600'000, of_day / 60'000 % 60,
                of_day / 1000 % 60, of_day % 1000);
  return text;
}

std::string ClockText(std::int64_t millis, bool frozen) {
  constexpr std::size_t kMinutes = 5;
  const std::string time = TimeOfDay(millis);
  return frozen ? time + ", still" : time.substr(0, kMinutes);
}

std::string ShortSpan(std::int64_t millis) {
  const auto number = static_cast<double>(millis);
  if (millis < 1000) return Formatted("%.0f %s", number, "ms");
  if (millis < 60'000) return Formatted("%.1f %s", number / 1000, "s");
  if (millis < 3'600'000) return Formatted("%.1f %s", number / 60'000, "min");
  return Formatted("%.1f %s", number / 3'600'000, "h");
}

}  // namespace runnel
