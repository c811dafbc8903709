// Points in time as people and protocols write them: the Gregorian calendar in UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace runnel {

struct CalendarTime {
  std::int64_t year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
  int hour = 0;
  int minute = 0;
  int second = 0;
};

// Whole seconds, rounded down.
CalendarTime CalendarTimeOf(Timestamp time);
// "Thu", the day of the week: a literal, like the names of months.
std::string_view WeekdayOf(Timestamp time);
// "Jan". REQUIRES: `month` is from 1 to 12.
std::string_view MonthName(int month);

// "20150830T123600Z", ISO 8601's basic format.
std::string BasicTimeText(Timestamp time);
// "2015-08-30T12:36:00Z", its extended format.
std::string ExtendedTimeText(Timestamp time);
// "2015-08-30T12:36:00.000Z".
std::string MillisecondTimeText(Timestamp time);
// Reads the basic format; nullopt for any other form, and for days that no month has.
std::optional<Timestamp> ReadBasicTime(std::string_view text);
// "2026-01-31T12:00:00Z", with or without a fraction of the second; "2026-01-31T12:00Z" and
// "2026-01-31" too.
std::optional<Timestamp> ReadExtendedTime(std::string_view text);
// "Wed, 18 May 2033 03:33:20 GMT", a Date header. The day of the week is not looked at.
std::optional<Timestamp> ReadHttpTime(std::string_view text);

}  // namespace runnel
