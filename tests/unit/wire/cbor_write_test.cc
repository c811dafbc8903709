#include <doctest/doctest.h>

#include <limits>

#include "core/wire/cbor.h"
#include "tests/unit/wire/hex.h"
#include "tests/unit/wire/sample.h"

namespace runnel {
namespace {

std::string Written(const Sample& sample) {
  std::string out;
  cbor::Write(kSample, &sample, out);
  return Hex(out);
}

std::string WrittenLong(std::int64_t number) {
  Sample sample;
  sample.large = number;
  const std::string hex = Written(sample);
  const std::string before = Hex("\xA1\x64Long");
  REQUIRE(hex.rfind(before, 0) == 0);
  return hex.substr(before.size());
}

std::string WrittenText(std::string_view text) {
  std::string out;
  cbor::WriteText(text, out);
  return Hex(out);
}

TEST_CASE("CBOR output leaves absent members out") { CHECK(Written({}) == "a0"); }

TEST_CASE("CBOR output takes the shortest form of each integer") {
  CHECK(WrittenLong(0) == "00");
  CHECK(WrittenLong(23) == "17");
  CHECK(WrittenLong(24) == "1818");
  CHECK(WrittenLong(255) == "18ff");
  CHECK(WrittenLong(256) == "190100");
  CHECK(WrittenLong(65'535) == "19ffff");
  CHECK(WrittenLong(65'536) == "1a00010000");
  CHECK(WrittenLong(4'294'967'295) == "1affffffff");
  CHECK(WrittenLong(4'294'967'296) == "1b0000000100000000");
  CHECK(WrittenLong(std::numeric_limits<std::int64_t>::max()) == "1b7fffffffffffffff");
}

TEST_CASE("CBOR output takes the shortest form of each negative integer") {
  CHECK(WrittenLong(-1) == "20");
  CHECK(WrittenLong(-24) == "37");
  CHECK(WrittenLong(-25) == "3818");
  CHECK(WrittenLong(-256) == "38ff");
  CHECK(WrittenLong(-257) == "390100");
  CHECK(WrittenLong(std::numeric_limits<std::int64_t>::min()) == "3b7fffffffffffffff");
}

TEST_CASE("CBOR output takes the shortest length of each text") {
  CHECK(WrittenText("") == "60");
  CHECK(WrittenText("a") == "6161");
  CHECK(WrittenText("caf\xC3\xA9") == "65636166c3a9");
  CHECK(WrittenText(std::string(24, 'x')).substr(0, 4) == "7818");
  CHECK(WrittenText(std::string(256, 'x')).substr(0, 6) == "790100");
  CHECK(WrittenText(std::string(70'000, 'x')).substr(0, 10) == "7a00011170");
}

TEST_CASE("CBOR output gives a blob as bytes, also an empty one") {
  Sample sample;
  sample.blob = std::string("\x00\xFF", 2);
  CHECK(Written(sample) == Hex("\xA1\x64"
                               "Blob") +
                               "4200ff");
  sample.blob = "";
  CHECK(Written(sample) == Hex("\xA1\x64"
                               "Blob") +
                               "40");
}

TEST_CASE("CBOR output gives a timestamp as tag 1 with whole milliseconds") {
  Sample sample;
  sample.time = Timestamp{1'700'000'002'500};
  CHECK(Written(sample) == Hex("\xA1\x64Time") + "c11b0000018bcfe571c4");
  sample.time = Timestamp{-1};
  CHECK(Written(sample) == Hex("\xA1\x64Time") + "c120");
}

TEST_CASE("CBOR output gives a double in eight bytes") {
  Sample sample;
  sample.fraction = 1.1;
  CHECK(Written(sample) == Hex("\xA1\x66"
                               "Double") +
                               "fb3ff199999999999a");
}

TEST_CASE("CBOR output gives booleans, lists, maps and structures of definite length") {
  Sample sample;
  sample.flag = true;
  sample.part = SamplePart{"w", std::nullopt};
  sample.parts = {SamplePart{std::nullopt, 7}, SamplePart{}};
  sample.words = {"a", "b"};
  sample.map = TagMap{{"k", "v"}};
  CHECK(Written(sample) == Hex("\xA5\x67"
                               "Boolean") +
                               "f5" + Hex("\x64Part\xA1\x64Word\x61w") +
                               Hex("\x65Parts\x82\xA1\x65"
                                   "Count\x07\xA0") +
                               Hex("\x65Words\x82\x61"
                                   "a\x61"
                                   "b") +
                               Hex("\x63Map\xA1\x61k\x61v"));
  Sample no;
  no.flag = false;
  CHECK(Written(no) == Hex("\xA1\x67"
                           "Boolean") +
                           "f4");
}

TEST_CASE("the body of an error is a map of two texts") {
  std::string out;
  cbor::WriteMapHeader(2, out);
  for (const char* text : {"__type", "A", "message", "B"}) cbor::WriteText(text, out);
  CHECK(Hex(out) == "a2" + Hex("\x66__type\x61"
                               "A\x67message\x61"
                               "B"));
}

}  // namespace
}  // namespace runnel
