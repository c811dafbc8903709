#include "core/base/calendar.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

constexpr Timestamp kMoment{1'440'938'160'000};  // 2015-08-30 12:36:00

TEST_CASE("Calendar: a moment is written as protocols write it") {
  CHECK(BasicTimeText(kMoment) == "20150830T123600Z");
  CHECK(ExtendedTimeText(kMoment) == "2015-08-30T12:36:00Z");
  CHECK(WeekdayOf(kMoment) == "Sun");
  CHECK(MonthName(CalendarTimeOf(kMoment).month) == "Aug");
  CHECK(BasicTimeText(Timestamp{-1}) == "19691231T235959Z");
}

TEST_CASE("Calendar: what was written is read back, leap days and centuries included") {
  for (std::int64_t day = -200'000; day < 200'000; day += 97) {
    const Timestamp time{day * 86'400'000 + 3'723'000};
    CAPTURE(day);
    if (CalendarTimeOf(time).year < 1000) continue;
    CHECK(ReadBasicTime(BasicTimeText(time)) == time);
    CHECK(ReadExtendedTime(ExtendedTimeText(time)) == time);
  }
  CHECK(ReadExtendedTime("2000-02-29")->milliseconds == 951'782'400'000);
}

TEST_CASE("Calendar: dates of headers and of policies") {
  CHECK(ReadHttpTime("Sun, 30 Aug 2015 12:36:00 GMT") == kMoment);
  CHECK(ReadExtendedTime("2015-08-30T12:36Z") == kMoment);
  CHECK(ReadExtendedTime("2015-08-30T12:36:00.250Z") == kMoment + Duration::Milliseconds(250));
}

TEST_CASE("Calendar: what is no date is none") {
  for (const char* text :
       {"", "20150830", "20150830T123600", "20150830T123600z", "20151330T123600Z",
        "20150231T123600Z", "20150830T243600Z", "2015083XT123600Z", "20150830T123600Z "}) {
    CAPTURE(text);
    CHECK_FALSE(ReadBasicTime(text));
  }
  for (const char* text :
       {"2015-08", "2015-08-30T", "2015-08-30T12:36:00", "2015-02-29", "1900-02-29"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadExtendedTime(text));
  }
  for (const char* text :
       {"30 Aug 2015 12:36:00 GMT", "Sun, 30 Foo 2015 12:36:00 GMT", "Sun, 30 Aug 2015 12:36:00"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadHttpTime(text));
  }
}

}  // namespace
}  // namespace runnel
