#include "inspector-ui/view_models/record_place.h"

#include <algorithm>
#include <charconv>

#include "core/base/calendar.h"
#include "inspector-ui/view_models/record_query.h"

namespace runnel {
namespace {

constexpr std::int64_t kDayMillis = 86'400'000;
constexpr std::size_t kSequenceNumberDigitsMin = 20;

// "90s", "5m", "2h" in milliseconds; 0: it is none.
std::int64_t ReadSpan(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc() || number <= 0 || number > 10'000'000) return 0;
  return unit == "s"   ? number * 1000
         : unit == "m" ? number * 60'000
         : unit == "h" ? number * 3'600'000
                       : 0;
}

boost::json::object From(std::int64_t millis) {
  return {{"FromMillis", std::max<std::int64_t>(millis, 0)}};
}

}  // namespace

boost::json::object ReadRecordPlace(std::string_view text, std::int64_t now_millis) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits && text.size() >= kSequenceNumberDigitsMin) return {{"FromSequenceNumber", text}};
  if (text.starts_with('-')) {
    const std::int64_t span = ReadSpan(text.substr(1));
    return span == 0 ? boost::json::object() : From(now_millis - span);
  }
  if (const auto time = ReadTimeOfDay(text)) {
    // The last time that it was so late.
    const std::int64_t today = now_millis - now_millis % kDayMillis + *time;
    return From(today > now_millis ? today - kDayMillis : today);
  }
  if (const auto moment = ReadExtendedTime(text)) return From(moment->milliseconds);
  return {};
}

}  // namespace runnel
