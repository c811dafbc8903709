#include "core/base/decimal.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"

namespace runnel {
namespace {

constexpr std::uint64_t kMax64 = ~std::uint64_t{0};
constexpr Uint192 kMax192 = {kMax64, kMax64, kMax64};
constexpr char kMax192Text[] = "6277101735386680763835789423207666416102355444464034512895";
constexpr char kMax128Text[] = "340282366920938463463374607431768211455";

TEST_CASE("decimal text of 192-bit numbers") {
  CHECK(ToDecimal(Uint192{}) == "0");
  CHECK(ToDecimal(Uint192{7, 0, 0}) == "7");
  CHECK(ToDecimal(Uint192{999'999'999, 0, 0}) == "999999999");
  CHECK(ToDecimal(Uint192{1'000'000'000, 0, 0}) == "1000000000");
  CHECK(ToDecimal(Uint192{kMax64, 0, 0}) == "18446744073709551615");
  CHECK(ToDecimal(Uint192{0, 1, 0}) == "18446744073709551616");
  CHECK(ToDecimal(Uint192{0, 0, 1}) == "340282366920938463463374607431768211456");
  CHECK(ToDecimal(Uint192{kMax64, kMax64, (std::uint64_t{1} << 58) - 1}) ==
        "98079714615416886934934209737619787751599303819750539263");
  CHECK(ToDecimal(kMax192) == kMax192Text);
}

TEST_CASE("decimal text keeps zeros inside a number") {
  std::string power = "1";
  for (int digits = 1; digits <= 58; ++digits, power += '0') {
    Uint192 value;
    REQUIRE(ParseDecimal(power, value));
    CHECK(ToDecimal(value) == power);
  }
}

TEST_CASE("decimal text reads back as the number it was, on both sides of its chunks") {
  Prng random(11);
  constexpr std::uint64_t kChunk = 10'000'000'000'000'000'000U;
  for (int i = 0; i < 20'000; ++i) {
    Uint192 value{random.Next(), random.Next(), random.Next()};
    if (i % 3 == 1) value.high >>= random.Next() % 64;
    if (i % 3 == 2) value = {random.Next() % 3 - 1, kChunk - random.Next() % 3, kChunk % (i + 1)};
    const std::string text = ToDecimal(value);
    Uint192 read;
    REQUIRE(ParseDecimal(text, read));
    REQUIRE(read == value);
    REQUIRE((text.size() == 1 || text.front() != '0'));
  }
}

TEST_CASE("appending decimal text keeps what was there") {
  std::string out = "n=";
  AppendDecimal({42, 0, 0}, out);
  CHECK(out == "n=42");
}

TEST_CASE("decimal text of 128-bit numbers") {
  CHECK(ToDecimal(Uint128{0}) == "0");
  CHECK(ToDecimal(~Uint128{0}) == kMax128Text);
  CHECK(ToDecimal(Uint128{1} << 127) == "170141183460469231731687303715884105728");
  CHECK(ToDecimal(~Uint128{0} / 3) == "113427455640312821154458202477256070485");
}

TEST_CASE("parsing a 192-bit number reads what was written") {
  Uint192 value;
  CHECK(ParseDecimal("0", value));
  CHECK(value == Uint192{});
  CHECK(ParseDecimal("18446744073709551616", value));
  CHECK(value == Uint192{0, 1, 0});
  CHECK(ParseDecimal(kMax192Text, value));
  CHECK(value == kMax192);
  CHECK(ParseDecimal("000" + std::string(100, '0') + kMax128Text, value));
  CHECK(value == Uint192{kMax64, kMax64, 0});
}

TEST_CASE("parsing refuses what is no number or does not fit, and changes nothing") {
  Uint192 wide = {1, 2, 3};
  Uint128 narrow = 5;
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "12345678901234567890a",
                           "6277101735386680763835789423207666416102355444464034512896",
                           "10000000000000000000000000000000000000000000000000000000000"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseDecimal(text, wide));
    CHECK_FALSE(ParseDecimal(text, narrow));
  }
  CHECK(wide == Uint192{1, 2, 3});
  CHECK_FALSE(ParseDecimal("340282366920938463463374607431768211456", narrow));
  CHECK((narrow == 5));
  CHECK(ParseDecimal(kMax128Text, narrow));
  CHECK((narrow == ~Uint128{0}));
}

TEST_CASE("192-bit numbers are ordered by their high words first") {
  CHECK(Uint192{9, 9, 1} < Uint192{0, 0, 2});
  CHECK(Uint192{9, 1, 1} < Uint192{0, 2, 1});
  CHECK(Uint192{1, 1, 1} < Uint192{2, 1, 1});
  CHECK(Uint192{1, 1, 1} == Uint192{1, 1, 1});
  CHECK(Uint192{0, 1, 0} > Uint192{kMax64, 0, 0});
}

}  // namespace
}  // namespace runnel
