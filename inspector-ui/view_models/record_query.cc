#include "inspector-ui/view_models/record_query.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace runnel {
namespace {

constexpr std::int64_t kDayMillis = 86'400'000;

// "500", "1k", "2M": of bytes, in thousands as the list writes them.
std::optional<std::int64_t> ReadBytes(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.empty()) return number;
  if (unit == "k" || unit == "K") return number * 1000;
  if (unit == "M" || unit == "m") return number * 1'000'000;
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> ReadTimeOfDay(std::string_view text) {
  int hour = 0;
  int minute = 0;
  double second = 0;
  char beyond = 0;
  const std::string all(text);
  const int read = std::sscanf(all.c_str(), "%2d:%2d:%lf%c", &hour, &minute, &second, &beyond);
  const bool whole = read == 3 || (read == 2 && all.find(':') == all.rfind(':') &&
                                   std::sscanf(all.c_str(), "%*d:%*d%c", &beyond) != 1);
  if (!whole || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  if (!(second >= 0 && second < 60)) return std::nullopt;
  return (hour * 60 + minute) * 60'000 + static_cast<std::int64_t>(second * 1000 + 0.5);
}

RecordQuery RecordQuery::Read(std::string_view text) {
  RecordQuery query;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    bool understood = true;
    const auto take = [&](std::string_view begin, auto& into, auto read) {
      const auto value = read(word.substr(begin.size()));
      understood = value.has_value();
      if (value) into = *value;
    };
    if (word.starts_with("key:")) {
      query.key = word.substr(4);
    } else if (word.starts_with("size>")) {
      take("size>", query.above_bytes, ReadBytes);
    } else if (word.starts_with("size<")) {
      take("size<", query.below_bytes, ReadBytes);
    } else if (word.starts_with("after:")) {
      take("after:", query.after, ReadTimeOfDay);
    } else if (word.starts_with("before:")) {
      take("before:", query.before, ReadTimeOfDay);
    } else if (!word.empty()) {
      query.words.emplace_back(word);
    }
    if (!understood && query.fault.empty()) query.fault = word;
  }
  return query;
}

bool RecordQuery::Matches(const RecordRow& row) const {
  const std::int64_t time = row.arrival_millis % kDayMillis;
  if (row.data_bytes <= above_bytes || row.data_bytes >= below_bytes.value_or(INT64_MAX)) {
    return false;
  }
  if (time < after.value_or(0) || time >= before.value_or(kDayMillis)) return false;
  if (!row.partition_key.starts_with(key)) return false;
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return Holds(row, word); });
}

}  // namespace runnel
