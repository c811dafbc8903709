#include "core/wire/json.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"
#include "tests/unit/wire/sample.h"

namespace runnel {
namespace {

// What a body becomes: the struct as JSON again, "refused", or the text of the error.
std::string Read(std::string_view body) {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  if (!json::Read(body, reader)) return "refused";
  if (!reader.is_map()) return "no map";
  if (const auto error = reader.TakeError()) {
    CHECK(error->code() == "SerializationException");
    return error->message();
  }
  std::string out;
  json::Write(kSample, &sample, out);
  return out;
}

std::string ReadMember(const std::string& name, const std::string& value) {
  return Read("{\"" + name + "\":" + value + "}");
}

std::string WrittenTime(std::int64_t milliseconds) {
  std::string out;
  json::WriteTimestamp({milliseconds}, out);
  return out;
}

std::string WrittenString(std::string_view text) {
  std::string out;
  json::WriteString(text, out);
  return out;
}

constexpr const char* kList = "Start of list found where not expected";
constexpr const char* kMap = "Start of structure or map found where not expected.";
const std::string kNumber = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";

TEST_CASE("a JSON body fills the members it names") {
  const std::string body =
      R"({"Text":"t","Integer":1,"Long":2,"Boolean":true,"Blob":"Zm9v","Time":1700000002.5,)"
      R"("Part":{"Word":"w","Count":3},"Parts":[{"Word":"a"},{"Count":4}],"Words":["x","y"],)"
      R"("Map":{"k":"v"}})";
  CHECK(Read(body) == body);
}

TEST_CASE("JSON members that are unknown or null are ignored") {
  CHECK(Read(R"({"Other":1,"Text":null,"More":{"Text":[{}]},"Words":null,"Part":null})") == "{}");
}

TEST_CASE("a string refuses booleans, numbers, lists and maps") {
  CHECK(ReadMember("Text", "true") == "class java.lang.Boolean can not be converted to an String");
  CHECK(ReadMember("Text", "1") == kNumber + " can not be converted to an String");
  CHECK(ReadMember("Text", "1.5") == kNumber + " can not be converted to an String");
  CHECK(ReadMember("Text", "[]") == kList);
  CHECK(ReadMember("Text", "{}") == kMap);
}

TEST_CASE("numbers refuse strings, booleans, lists and maps") {
  CHECK(ReadMember("Integer", "\"1\"") ==
        "class java.lang.String can not be converted to an Integer");
  CHECK(ReadMember("Integer", "true") ==
        "class java.lang.Boolean can not be converted to an Integer");
  CHECK(ReadMember("Long", "\"1\"") == "class java.lang.String can not be converted to an Long");
  CHECK(ReadMember("Long", "false") == "class java.lang.Boolean can not be converted to an Long");
  for (const char* name : {"Integer", "Long"}) {
    CHECK(ReadMember(name, "[]") == kList);
    CHECK(ReadMember(name, "{}") == kMap);
  }
}

TEST_CASE("a boolean takes the strings true, false, 1, 0, yes and no in any case") {
  for (const char* yes : {"\"true\"", "\"True\"", "\"1\"", "\"yes\"", "\"YES\"", "true"}) {
    CHECK(ReadMember("Boolean", yes) == R"({"Boolean":true})");
  }
  for (const char* no : {"\"false\"", "\"0\"", "\"no\"", "\"nO\"", "false"}) {
    CHECK(ReadMember("Boolean", no) == R"({"Boolean":false})");
  }
}

TEST_CASE("a boolean refuses other strings, numbers, lists and maps") {
  CHECK(ReadMember("Boolean", "\"maybe\"") == "'MAYBE' can not be converted to an Boolean");
  CHECK(ReadMember("Boolean", "\"\"") == "'' can not be converted to an Boolean");
  CHECK(ReadMember("Boolean", "1") == kNumber + " can not be converted to an Boolean");
  CHECK(ReadMember("Boolean", "[]") == kList);
  CHECK(ReadMember("Boolean", "{}") == kMap);
}

TEST_CASE("a blob refuses booleans, numbers, lists and maps") {
  CHECK(ReadMember("Blob", "true") == "class java.lang.Boolean can not be converted to a Blob");
  CHECK(ReadMember("Blob", "1") == kNumber + " can not be converted to a Blob");
  CHECK(ReadMember("Blob", "[]") == kList);
  CHECK(ReadMember("Blob", "{}") == kMap);
}

TEST_CASE("a blob refuses what is not canonical base64, and says why") {
  CHECK(ReadMember("Blob", "\"abc\"") ==
        "'abc' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 "
        "bytes but found: 3");
  CHECK(ReadMember("Blob", "\"ab*d\"") ==
        "'ab*d' can not be converted to a Blob: Invalid Base64 character: '*'");
  CHECK(ReadMember("Blob", "\"ab=d\"") ==
        "'ab=d' can not be converted to a Blob: Invalid Base64 character: '='");
  CHECK(ReadMember("Blob", "\"Zm9=\"") ==
        "'Zm9=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected");
}

TEST_CASE("a timestamp is a number of seconds and refuses everything else") {
  CHECK(ReadMember("Time", "1459799926.480") == R"({"Time":1459799926.48})");
  CHECK(ReadMember("Time", "1.45979992648E9") == R"({"Time":1459799926.48})");
  CHECK(ReadMember("Time", "0") == R"({"Time":0.0})");
  CHECK(ReadMember("Time", "-1.5") == R"({"Time":-1.5})");
  CHECK(ReadMember("Time", "\"2016-04-04T19:58:46.480-00:00\"") ==
        "class java.lang.String can not be converted to milliseconds since epoch");
  CHECK(ReadMember("Time", "true") ==
        "class java.lang.Boolean can not be converted to milliseconds since epoch");
  CHECK(ReadMember("Time", "[]") == kList);
  CHECK(ReadMember("Time", "{}") == kMap);
}

TEST_CASE("lists, maps and structures refuse scalars and each other") {
  for (const char* scalar : {"1", "\"a\"", "true", "1.5"}) {
    CHECK(ReadMember("Words", scalar) == "Expected list or null");
    CHECK(ReadMember("Map", scalar) == "Expected map or null");
    CHECK(ReadMember("Part", scalar) == "Expected null");
  }
  CHECK(ReadMember("Words", "{}") == kMap);
  CHECK(ReadMember("Map", "[]") == kList);
  CHECK(ReadMember("Part", "[]") == kList);
}

TEST_CASE("JSON numbers lose their fraction and are clamped to the member's range") {
  CHECK(ReadMember("Integer", "5.9") == R"({"Integer":5})");
  CHECK(ReadMember("Integer", "-5.1") == R"({"Integer":-6})");
  CHECK(ReadMember("Integer", "2147483648") == R"({"Integer":2147483647})");
  CHECK(ReadMember("Integer", "1e300") == R"({"Integer":2147483647})");
  CHECK(ReadMember("Integer", "-1e999") == R"({"Integer":-2147483648})");
  CHECK(ReadMember("Long", "9223372036854775807") == R"({"Long":9223372036854775807})");
  CHECK(ReadMember("Long", "9223372036854775808") == R"({"Long":9223372036854775807})");
  CHECK(ReadMember("Long", "-9223372036854775809") == R"({"Long":-9223372036854775808})");
}

TEST_CASE("a JSON double keeps its fraction and is written with the fewest digits") {
  CHECK(ReadMember("Double", "0.1") == R"({"Double":0.1})");
  CHECK(ReadMember("Double", "0.30000000000000004") == R"({"Double":0.30000000000000004})");
  CHECK(ReadMember("Double", "-2") == R"({"Double":-2})");
  CHECK(ReadMember("Double", "1e300") == R"({"Double":1e+300})");
  CHECK(ReadMember("Double", "1e999") == R"({"Double":1.7976931348623157e+308})");
  CHECK(ReadMember("Double", "\"1\"") == "class java.lang.String can not be converted to a Double");
}

TEST_CASE("what is not one JSON value is refused") {
  for (const char* body :
       {"", " ", "{", "{}{}", "{} x", "{\"Text\":}", "{\"Text\":\"a\",}", "{'a':1}",
        "{\"Text\":\"\\x\"}", "{\"Text\":\"\xFF\"}", "{\"Text\":\"\\ud800\"}", "{\"Text\":\"\n\"}",
        "nul", "[1,]", "// c\n{}", "\xEF\xBB\xBF{}"}) {
    CAPTURE(body);
    CHECK(Read(body) == "refused");
  }
}

TEST_CASE("blanks around a JSON body are allowed") { CHECK(Read(" \t\r\n{ } \r\n\t ") == "{}"); }

TEST_CASE("a JSON body that is no object is told apart") {
  for (const char* body : {"[]", "1", "\"a\"", "null", "true", "[{\"Text\":\"a\"}]"}) {
    CAPTURE(body);
    CHECK(Read(body) == "no map");
  }
}

TEST_CASE("JSON text with escapes comes whole") {
  CHECK(ReadMember("Text", R"("a\n\"\\\/\u00e9\ud83c\udf0a!")") ==
        "{\"Text\":\"a\\u000a\\\"\\\\/\xC3\xA9\xF0\x9F\x8C\x8A!\"}");
  CHECK(Read(R"({"Te\u0078t":"a"})") == R"({"Text":"a"})");
  CHECK(ReadMember("Blob", R"("Zm\u0039v")") == R"({"Blob":"Zm9v"})");
}

TEST_CASE("a JSON string escapes what it must and nothing else") {
  CHECK(WrittenString("") == "\"\"");
  CHECK(WrittenString("plain \xC3\xA9 /") == "\"plain \xC3\xA9 /\"");
  CHECK(WrittenString("\"\\") == R"("\"\\")");
  CHECK(WrittenString(std::string("\0\x1f\n", 3)) == R"("\u0000\u001f\u000a")");
  CHECK(WrittenString("\x7f") == "\"\x7f\"");
}

TEST_CASE("a JSON timestamp is seconds with one to three decimals") {
  CHECK(WrittenTime(1'700'000'002'500) == "1700000002.5");
  CHECK(WrittenTime(1'700'000'002'000) == "1700000002.0");
  CHECK(WrittenTime(1'700'000'002'001) == "1700000002.001");
  CHECK(WrittenTime(1'700'000'002'120) == "1700000002.12");
  CHECK(WrittenTime(0) == "0.0");
}

TEST_CASE("a JSON timestamp before 1970 reads back as itself") {
  for (const std::int64_t milliseconds :
       {-1LL, -500LL, -999LL, -1000LL, -1001LL, -1'700'000'002'500LL}) {
    CAPTURE(milliseconds);
    const std::string body = "{\"Time\":" + WrittenTime(milliseconds) + "}";
    Sample sample;
    ShapeReader reader(&kSample, &sample);
    REQUIRE(json::Read(body, reader));
    REQUIRE(sample.time.has_value());
    CHECK(sample.time->milliseconds == milliseconds);
  }
}

TEST_CASE("JSON output gives empty lists, maps and structures when they are present") {
  Sample sample;
  sample.part = SamplePart{};
  sample.words.emplace();
  sample.map.emplace();
  std::string out = "kept:";
  json::Write(kSample, &sample, out);
  CHECK(out == R"(kept:{"Part":{},"Words":[],"Map":{}})");
}

// A list that is made on the fly, as those of records are.
struct Countdown {
  static constexpr bool kRecordSequence = true;
  std::size_t from = 0;
  std::size_t size() const { return from; }
  std::size_t EncodedBytes() const { return 1000 * from; }
  template <class Visit>
  void ForEach(Visit visit) const {
    for (std::size_t i = from; i > 0; --i) {
      visit(SamplePart{std::nullopt, static_cast<std::int32_t>(i)});
    }
  }
};
struct Produced {
  std::string_view text;
  Countdown countdown;
};
constexpr Shape kCountdown = SequenceShape<Countdown>(kSamplePart);
constexpr Member kProducedMembers[] = {Field<&Produced::text>("Text", kSampleText),
                                       Field<&Produced::countdown>("Countdown", kCountdown)};
constexpr Shape kProduced = StructureShape(kProducedMembers);

TEST_CASE("JSON output writes views and lists that are made on the fly") {
  std::string out;
  Produced produced{"", {2}};
  json::Write(kProduced, &produced, out);
  CHECK(out == R"({"Text":"","Countdown":[{"Count":2},{"Count":1}]})");
  CHECK(out.capacity() >= 2000);  // room was made beforehand
  produced = {std::string_view(), {0}};
  out.clear();
  json::Write(kProduced, &produced, out);
  CHECK(out == R"({"Countdown":[]})");
}

TEST_CASE("what JSON reads from damaged bodies is again a struct or a refusal") {
  const std::string body =
      R"({"Text":"t\u00e9","Integer":1e2,"Boolean":"yes","Blob":"Zm9v","Time":1.5,)"
      R"("Parts":[{"Word":"a"},{}],"Words":["x"],"Map":{"k":"v"}})";
  Prng prng(3);
  int refused = 0;
  for (int round = 0; round < 10'000; ++round) {
    std::string damaged = body;
    damaged[prng.Next() % damaged.size()] = static_cast<char>(prng.Next());
    refused += Read(damaged) == "refused" ? 1 : 0;
  }
  CHECK(refused > 0);
  CHECK(refused < 10'000);
}

}  // namespace
}  // namespace runnel
