#include "core/base/calendar.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace runnel {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t kSecondsPerDay = 86'400;

std::int64_t DaysOf(Timestamp time) {
  const std::int64_t seconds = time.seconds();
  return seconds / kSecondsPerDay - (seconds % kSecondsPerDay < 0 ? 1 : 0);
}

// Days since 1970-01-01, counting years from March of a leap cycle of 400.
std::int64_t DaysOf(std::int64_t year, int month, int day) {
  if (month <= 2) --year;
  const std::int64_t cycle = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_cycle = year - cycle * 400;
  const int month_from_march = (month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  const std::int64_t day_of_cycle =
      year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return cycle * 146'097 + day_of_cycle - 719'468;
}

std::optional<Timestamp> TimestampOf(const CalendarTime& time) {
  if (time.month < 1 || time.month > 12 || time.day < 1) return std::nullopt;
  if (time.hour > 23 || time.minute > 59 || time.second > 60) return std::nullopt;
  const std::int64_t days = DaysOf(time.year, time.month, time.day);
  const int next_month = time.month % 12 + 1;
  if (days >= DaysOf(time.year + (next_month == 1 ? 1 : 0), next_month, 1)) return std::nullopt;
  const std::int64_t seconds = time.hour * 3600 + time.minute * 60 + time.second;
  return Timestamp{(days * kSecondsPerDay + seconds) * 1000};
}

// Reads a text from left to right; once something was not there, nothing is.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int Digits(std::size_t count) {
    int number = 0;
    good_ = good_ && rest_.size() >= count;
    for (std::size_t i = 0; good_ && i < count; ++i) {
      good_ = rest_[i] >= '0' && rest_[i] <= '9';
      number = number * 10 + (rest_[i] - '0');
    }
    if (good_) rest_.remove_prefix(count);
    return good_ ? number : 0;
  }
  void Expect(std::string_view text) {
    good_ = good_ && rest_.starts_with(text);
    if (good_) rest_.remove_prefix(text.size());
  }
  // 1 to 12.
  int Month() {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (!rest_.starts_with(kMonths[i])) continue;
      rest_.remove_prefix(kMonths[i].size());
      return static_cast<int>(i) + 1;
    }
    good_ = false;
    return 0;
  }
  // A fraction of a second, in milliseconds; further digits are dropped.
  std::int64_t Fraction() {
    if (!good_ || !rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    std::int64_t milliseconds = 0;
    std::int64_t weight = 100;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1)) {
      milliseconds += weight * (rest_[0] - '0');
      weight /= 10;
    }
    return milliseconds;
  }
  bool StartsWith(char c) const { return rest_.starts_with(c); }
  bool done() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

CalendarTime CalendarTimeOf(Timestamp time) {
  const std::int64_t days = DaysOf(time);
  const auto second_of_day = static_cast<int>(time.seconds() - days * kSecondsPerDay);
  const std::int64_t shifted = days + 719'468;
  const std::int64_t cycle = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t day_of_cycle = shifted - cycle * 146'097;
  const std::int64_t year_of_cycle =
      (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36'524 - day_of_cycle / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CalendarTime result;
  result.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  result.month = static_cast<int>((month_from_march + 2) % 12) + 1;
  result.year = year_of_cycle + cycle * 400 + (result.month <= 2 ? 1 : 0);
  result.hour = second_of_day / 3600;
  result.minute = second_of_day / 60 % 60;
  result.second = second_of_day % 60;
  return result;
}

std::string_view WeekdayOf(Timestamp time) {
  return kDays[static_cast<std::size_t>((DaysOf(time) % 7 + 7) % 7)];
}

std::string_view MonthName(int month) { return kMonths[static_cast<std::size_t>(month - 1)]; }

std::string BasicTimeText(Timestamp time) {
  std::string text = ExtendedTimeText(time);
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '-' || c == ':'; }),
             text.end());
  return text;
}

std::string ExtendedTimeText(Timestamp time) {
  const CalendarTime t = CalendarTimeOf(time);
  char text[64];
  const int size =
      std::snprintf(text, sizeof text, "%04lld-%02d-%02dT%02d:%02d:%02dZ",
                    static_cast<long long>(t.year), t.month, t.day, t.hour, t.minute, t.second);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string MillisecondTimeText(Timestamp time) {
  std::string text = ExtendedTimeText(time);
  const std::int64_t milliseconds = time.milliseconds - time.seconds() * 1000;
  const std::string digits = std::to_string(1000 + milliseconds);
  text.insert(text.size() - 1, "." + digits.substr(1));
  return text;
}

std::optional<Timestamp> ReadBasicTime(std::string_view text) {
  Scanner scanner(text);
  CalendarTime time;
  time.year = scanner.Digits(4);
  time.month = scanner.Digits(2);
  time.day = scanner.Digits(2);
  scanner.Expect("T");
  time.hour = scanner.Digits(2);
  time.minute = scanner.Digits(2);
  time.second = scanner.Digits(2);
  scanner.Expect("Z");
  return scanner.done() ? TimestampOf(time) : std::nullopt;
}

std::optional<Timestamp> ReadExtendedTime(std::string_view text) {
  Scanner scanner(text);
  CalendarTime time;
  time.year = scanner.Digits(4);
  scanner.Expect("-");
  time.month = scanner.Digits(2);
  scanner.Expect("-");
  time.day = scanner.Digits(2);
  if (scanner.done()) return TimestampOf(time);
  scanner.Expect("T");
  time.hour = scanner.Digits(2);
  scanner.Expect(":");
  time.minute = scanner.Digits(2);
  std::int64_t milliseconds = 0;
  if (scanner.StartsWith(':')) {
    scanner.Expect(":");
    time.second = scanner.Digits(2);
    milliseconds = scanner.Fraction();
  }
  scanner.Expect("Z");
  const auto whole = scanner.done() ? TimestampOf(time) : std::nullopt;
  if (!whole) return std::nullopt;
  return *whole + Duration::Milliseconds(milliseconds);
}

std::optional<Timestamp> ReadHttpTime(std::string_view text) {
  const std::size_t comma = text.find(", ");
  if (comma == std::string_view::npos) return std::nullopt;
  Scanner scanner(text.substr(comma + 2));
  CalendarTime time;
  time.day = scanner.Digits(2);
  scanner.Expect(" ");
  time.month = scanner.Month();
  scanner.Expect(" ");
  time.year = scanner.Digits(4);
  scanner.Expect(" ");
  time.hour = scanner.Digits(2);
  scanner.Expect(":");
  time.minute = scanner.Digits(2);
  scanner.Expect(":");
  time.second = scanner.Digits(2);
  scanner.Expect(" GMT");
  return scanner.done() ? TimestampOf(time) : std::nullopt;
}

}  // namespace runnel
