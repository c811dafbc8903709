#include "core/model/sequence_number.h"

#include <doctest/doctest.h>

#include <limits>

#include "core/base/decimal.h"

namespace runnel {
namespace {

// The decimal text of a number given in at most 48 hexadecimal digits.
std::string Decimal(std::string_view hex) {
  Uint192 number;
  for (const char c : hex) {
    number.high = number.high << 4 | number.middle >> 60;
    number.middle = number.middle << 4 | number.low >> 60;
    number.low = number.low << 4 | static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return ToDecimal(number);
}

// "2" and any number of zeros and digits: 47 digits in all.
std::string Padded(const std::string& first, const std::string& last) {
  return first + std::string(47 - first.size() - last.size(), '0') + last;
}

TEST_CASE("sequence numbers are encoded as the service encodes them, and decoded back") {
  const struct {
    std::int64_t created;
    std::int32_t shard;
    std::uint64_t index;
    std::int64_t seconds;
    const char* hex;
    const char* decimal;
  } kRows[] = {
      {1'700'000'000, 0, 0, 1'700'000'000, "206553f100000000000000000000006553f100000000002",
       "49646437577108476416916876405825929425585429676275269634"},
      {1'700'000'000, 1, 0, 1'700'000'000, "206553f100100000000000000000006553f100000000012",
       "49646437577130777162115407028967465143858078037781250066"},
      {1'700'000'000, 0, 1, 1'700'000'000, "206553f100000000000000000010006553f100000000002",
       "49646437577108476416916876405827138351405044305449975810"},
      {1'700'000'000, 0, 1, 1'700'000'123, "206553f100000000000000000010006553f17b000000002",
       "49646437577108476416916876405827138351405052757945614338"},
      {1'700'000'000, 2, 7, 1'700'000'500, "206553f100200000000000000070006553f2f4000000022",
       "49646437577153077907313937652117463342868063163248541730"},
      {1'700'000'000, 17, 0, 1'700'000'000, "206553f100100000000000000000006553f100000000112",
       "49646437577130777162115407028967465143858078037781250322"},
      {1'700'000'000, 0, SequenceNumber::kClosingIndex, 1'700'000'900,
       "206553f10007fffffffffffffff0006553f484000000002",
       "49646437577119626789516141717395488358902201075382616066"},
      {1'700'000'901, 1, 0, 1'700'000'901, "206553f485100000000000000000006553f485000000012",
       "49646437898618319944132870237346379762356919424243466258"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.hex);
    const SequenceNumber number{2, row.created, {row.shard}, {row.index, row.seconds}};
    CHECK(number.ToString() == row.decimal);
    CHECK(Decimal(row.hex) == row.decimal);
    const auto parsed = SequenceNumber::Parse(row.decimal);
    REQUIRE(parsed.has_value());
    CHECK(parsed->version == 2);
    CHECK(parsed->shard_created_seconds == row.created);
    CHECK(parsed->shard.index == row.shard);
    CHECK(parsed->position == ShardPosition{row.index, row.seconds});
  }
}

TEST_CASE("numbers that the service gave out decode to their fields") {
  const auto first =
      SequenceNumber::Parse("49600871682979337187563555549332609155523708941634633746");
  REQUIRE(first.has_value());
  CHECK(first->shard_created_seconds == 1'572'297'165);
  CHECK(first->shard == ShardId{1});
  CHECK(first->position.index == 0);
  const auto second =
      SequenceNumber::Parse("49670023483232461788730612813735157811693693431491592722");
  REQUIRE(second.has_value());
  CHECK(second->shard_created_seconds == 1'766'101'788);
  CHECK(second->shard == ShardId{33});
  CHECK(second->position == ShardPosition{13'773'199'148, 1'766'140'863});
}

TEST_CASE("numbers are valid or not as the service has it") {
  const struct {
    std::string hex;
    bool valid;
    int version;
  } kRows[] = {
      {Padded("2", "0"), false, 0},
      {Padded("2", "1"), true, 1},
      {Padded("2", "2"), true, 2},
      {Padded("2", "3"), false, 0},
      {Padded("2", "4"), false, 0},
      {"30000000000000000000000000000000000000000000001", false, 0},
      {"1ffffffffff7fffffffffffffff000000000007fffffff2", false, 0},
      {"20000000000800000000000000000000000000000000002", false, 0},
      {"20000000000000000000000000000000000000800000002", true, 2},
      {"13bb2cc3d80000000000000000000000", false, 0},
      // Both sides of what the last row is about.
      {"13bb2cc3d70000000000000000000000", true, 0},
      {"23bb2cc3d70000000000000000000000000000000000002", true, 2},
      {"23bb2cc3d80000000000000000000000000000000000002", false, 0},
      {"2fffffffff0000000000000000000000000000000000001", true, 1},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.hex);
    const auto parsed = SequenceNumber::Parse(Decimal(row.hex));
    CHECK(parsed.has_value() == row.valid);
    if (parsed && row.valid) CHECK(parsed->version == row.version);
  }
}

TEST_CASE("the smallest numbers have all fields zero") {
  for (const char* last : {"1", "2"}) {
    const auto parsed = SequenceNumber::Parse(Decimal(Padded("2", last)));
    REQUIRE(parsed.has_value());
    CHECK(parsed->shard_created_seconds == 0);
    CHECK(parsed->shard == ShardId{0});
    CHECK(parsed->position == ShardPosition{});
  }
}

TEST_CASE("the shard index of a forged number may be negative") {
  const auto parsed =
      SequenceNumber::Parse(Decimal("20000000000000000000000000000000000000800000002"));
  REQUIRE(parsed.has_value());
  CHECK(parsed->shard.index == std::numeric_limits<std::int32_t>::min());
}

TEST_CASE("layouts 0 and 1 are decoded") {
  // 1, creation 9, byte 2, random 16, shard 4.
  const auto layout0 =
      SequenceNumber::Parse(Decimal("1"
                                    "06553f100"
                                    "00"
                                    "0123456789abcdef"
                                    "0007"));
  REQUIRE(layout0.has_value());
  CHECK(layout0->version == 0);
  CHECK(layout0->shard_created_seconds == 1'700'000'000);
  CHECK(layout0->shard == ShardId{7});
  // 2, creation 9, shard 1, byte 2, time 9, random 14, index 2, shard 8, version.
  const auto layout1 =
      SequenceNumber::Parse(Decimal("2"
                                    "06553f100"
                                    "7"
                                    "00"
                                    "06553f17b"
                                    "0123456789abcd"
                                    "2a"
                                    "00000017"
                                    "1"));
  REQUIRE(layout1.has_value());
  CHECK(layout1->version == 1);
  CHECK(layout1->shard_created_seconds == 1'700'000'000);
  CHECK(layout1->shard == ShardId{23});
  CHECK(layout1->position == ShardPosition{42, 1'700'000'123});
}

TEST_CASE("numbers below 2^124 count as layout 0") {
  const auto parsed = SequenceNumber::Parse("0");
  REQUIRE(parsed.has_value());
  CHECK(parsed->version == 0);
  CHECK(parsed->shard_created_seconds == 0);
  CHECK(SequenceNumber::Parse(Decimal("6553f100000000000000000000003")).has_value());
}

TEST_CASE("what is no number, or far too large, is invalid") {
  CHECK_FALSE(SequenceNumber::Parse("").has_value());
  CHECK_FALSE(SequenceNumber::Parse("LATEST").has_value());
  CHECK_FALSE(SequenceNumber::Parse("-1").has_value());
  CHECK_FALSE(SequenceNumber::Parse(std::string(129, '9')).has_value());
}

TEST_CASE("numbers of neighbouring shards created together differ by 2^144 + 16") {
  const auto first = SequenceNumber{2, 1'700'000'000, {3}, {9, 1'700'000'005}}.ToString();
  const auto second = SequenceNumber{2, 1'700'000'000, {4}, {9, 1'700'000'005}}.ToString();
  Uint192 a;
  Uint192 b;
  REQUIRE(ParseDecimal(first, a));
  REQUIRE(ParseDecimal(second, b));
  CHECK(b.low - a.low == 16);
  CHECK(b.middle == a.middle);
  CHECK(b.high - a.high == 1 << 16);
}

TEST_CASE("within a shard, numbers are ordered by index first, then by second") {
  const ShardPosition early{1, 1'700'000'100};
  const ShardPosition later_index{2, 1'700'000'000};
  CHECK(early < later_index);
  CHECK(early < early.Next());
  CHECK(early.Next() < later_index);
  const auto text = [](ShardPosition position) {
    return SequenceNumber{2, 1'700'000'000, {0}, position}.ToString();
  };
  CHECK(text(early) < text(early.Next()));
  CHECK(text(early.Next()) < text(later_index));
}

}  // namespace
}  // namespace runnel
