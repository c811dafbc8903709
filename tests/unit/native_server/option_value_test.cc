#include "native-server/config/option_value.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

std::int64_t Milliseconds(std::string_view text) {
  const std::optional<Duration> duration = ReadDuration(text);
  return duration ? duration->milliseconds : -1;
}

TEST_CASE("a size is read with its unit, and written in the largest binary one") {
  CHECK(ReadSize("512MiB") == 512ULL * 1024 * 1024);
  CHECK(ReadSize(" 1.5 gib ") == 1536ULL * 1024 * 1024);
  CHECK(ReadSize("2g") == 2ULL * 1024 * 1024 * 1024);
  CHECK(ReadSize("1MB") == 1'000'000U);
  CHECK(ReadSize("1000") == 1000U);
  CHECK_FALSE(ReadSize("").has_value());
  CHECK_FALSE(ReadSize("MiB").has_value());
  CHECK_FALSE(ReadSize("1 parsec").has_value());
  CHECK_FALSE(ReadSize("-1").has_value());
  CHECK_FALSE(ReadSize("9999999TiB").has_value());
  CHECK(SizeText(512ULL * 1024 * 1024) == "512MiB");
  CHECK(SizeText(1'000'000) == "1000000");
  CHECK(SizeText(0) == "0");
}

TEST_CASE("A duration is a number with a unit, or of milliseconds without one") {
  CHECK(Milliseconds("0") == 0);
  CHECK(Milliseconds("250") == 250);
  CHECK(Milliseconds("500ms") == 500);
  CHECK(Milliseconds("5s") == 5000);
  CHECK(Milliseconds("2m") == 120'000);
  CHECK(Milliseconds("1h") == 3'600'000);
  CHECK(Milliseconds("1d") == 86'400'000);
  CHECK(Milliseconds("1.5s") == 1500);
  CHECK(Milliseconds(" 5 s ") == 5000);
}

TEST_CASE("A duration may use the unit names of Scala") {
  CHECK(Milliseconds("500 millis") == 500);
  CHECK(Milliseconds("5 seconds") == 5000);
  CHECK(Milliseconds("1 minute") == 60'000);
  CHECK(Milliseconds("2 Hours") == 7'200'000);
}

TEST_CASE("What is not a duration is not read") {
  for (const std::string text :
       {"", "s", "5x", "5 s s", "-1s", "1e3", "soon", "1..5s", "99999999999d"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadDuration(text));
  }
}

TEST_CASE("A duration is written in the largest unit that divides it") {
  CHECK(DurationText(Duration::Milliseconds(0)) == "0ms");
  CHECK(DurationText(Duration::Milliseconds(500)) == "500ms");
  CHECK(DurationText(Duration::Milliseconds(1500)) == "1500ms");
  CHECK(DurationText(Duration::Seconds(5)) == "5s");
  CHECK(DurationText(Duration::Seconds(300)) == "5m");
  CHECK(DurationText(Duration::Hours(24)) == "24h");
}

TEST_CASE("An integer has nothing after it") {
  CHECK(ReadInteger("12") == 12);
  CHECK(ReadInteger(" -3 ") == -3);
  CHECK_FALSE(ReadInteger("12a"));
  CHECK_FALSE(ReadInteger("1.0"));
  CHECK_FALSE(ReadInteger(""));
  CHECK_FALSE(ReadInteger("99999999999999999999"));
}

TEST_CASE("A decimal is finite and not hexadecimal") {
  CHECK(ReadDecimal("0.25") == 0.25);
  CHECK(ReadDecimal("1") == 1.0);
  CHECK(ReadDecimal(".5") == 0.5);
  for (const std::string text : {"", "inf", "nan", "0x1p3", "0.5.5", "1e999", "half"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadDecimal(text));
  }
}

TEST_CASE("A decimal is written as short as it reads back") {
  CHECK(DecimalText(0.0) == "0");
  CHECK(DecimalText(0.1) == "0.1");
  CHECK(DecimalText(1.0 / 3.0) == "0.3333333333333333");
}

TEST_CASE("A switch is on or off in the usual words") {
  for (const std::string text : {"on", "TRUE", "yes", "1", " On "}) CHECK(ReadSwitch(text) == true);
  for (const std::string text : {"off", "False", "no", "0"}) CHECK(ReadSwitch(text) == false);
  CHECK(ReadSwitch("maybe") == std::nullopt);
  CHECK(ReadSwitch("") == std::nullopt);
}

TEST_CASE("A list is split at commas and loses the blanks") {
  CHECK(SplitList("a, b ,c") == std::vector<std::string_view>{"a", "b", "c"});
  CHECK(SplitList("a,,") == std::vector<std::string_view>{"a", "", ""});
  CHECK(SplitList("") == std::vector<std::string_view>{""});
  CHECK(SplitList("x:y", ':') == std::vector<std::string_view>{"x", "y"});
}

}  // namespace
}  // namespace runnel
