#include <doctest/doctest.h>

#include "core/api/errors.h"
#include "core/base/prng.h"
#include "core/wire/cbor.h"
#include "core/wire/json.h"
#include "tests/unit/wire/hex.h"
#include "tests/unit/wire/sample.h"

namespace runnel {
namespace {

// What a body given as hexadecimal digits becomes: the struct as JSON, "refused", or the text of
// the error.
std::string ReadBody(const std::string& body) {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  if (!cbor::Read(body, reader)) return "refused";
  if (!reader.is_map()) return "no map";
  if (const auto error = reader.TakeError()) return error->message();
  std::string out;
  json::Write(kSample, &sample, out);
  return out;
}
std::string Read(std::string_view hex) { return ReadBody(Unhex(hex)); }

// The same for a map with one member, whose value is given as hexadecimal digits.
std::string ReadMember(const std::string& name, std::string_view hex) {
  std::string body = "\xA1";
  cbor::WriteText(name, body);
  return ReadBody(body + Unhex(hex));
}

TEST_CASE("a CBOR body is a map of definite or indefinite length") {
  CHECK(Read("a0") == "{}");
  CHECK(Read("bfff") == "{}");
  CHECK(Read("a1 6454657874 6178") == R"({"Text":"x"})");
  CHECK(Read("bf 6454657874 6178 ff") == R"({"Text":"x"})");
  CHECK(Read("b80164546578746178") == R"({"Text":"x"})");
  CHECK(Read("bb000000000000000164546578746178") == R"({"Text":"x"})");
}

TEST_CASE("a CBOR body that is no map is told apart") {
  CHECK(Read("80") == "no map");
  CHECK(Read("6161") == "no map");
  CHECK(Read("f6") == "no map");
}

TEST_CASE("the tag that says 'this is CBOR' is skipped, and so are unknown tags") {
  CHECK(Read("d9d9f7 a1 6454657874 6178") == R"({"Text":"x"})");
  CHECK(ReadMember("Text", "d8206178") == R"({"Text":"x"})");
  CHECK(ReadMember("Integer", "c6c6c607") == R"({"Integer":7})");
}

TEST_CASE("CBOR text and bytes may come in chunks") {
  CHECK(ReadMember("Text", "7f6161606262 63ff") == R"({"Text":"abc"})");
  CHECK(ReadMember("Text", "7fff") == R"({"Text":""})");
  CHECK(ReadMember("Blob", "5f42fbef41beff") == R"({"Blob":"++++"})");
  CHECK(Read("a1 7f 6254656278 74 ff 6178") == R"({"Text":"x"})");
}

TEST_CASE("chunks must be of the string's own kind and of definite length") {
  CHECK(ReadMember("Text", "7f4161ff") == "refused");
  CHECK(ReadMember("Blob", "5f6161ff") == "refused");
  CHECK(ReadMember("Text", "7f7f6161ffff") == "refused");
  CHECK(ReadMember("Text", "7f6161") == "refused");
}

TEST_CASE("a CBOR blob is bytes, or base64 in a text") {
  CHECK(ReadMember("Blob", "43666f6f") == R"({"Blob":"Zm9v"})");
  CHECK(ReadMember("Blob", "40") == R"({"Blob":""})");
  CHECK(ReadMember("Blob", "645a6d3976") == R"({"Blob":"Zm9v"})");
}

TEST_CASE("CBOR bytes are not a string, nor a number") {
  CHECK(ReadMember("Text", "4161") ==
        "class java.nio.HeapByteBuffer can not be converted to an String");
  CHECK(ReadMember("Integer", "4161") ==
        "class java.nio.HeapByteBuffer can not be converted to an Integer");
}

TEST_CASE("a CBOR timestamp is tag 1 with milliseconds, whole or not") {
  CHECK(ReadMember("Time", "c11b0000018bcfe571c4") == R"({"Time":1700000002.5})");
  CHECK(ReadMember("Time", "c1fb4278bcfe571c4000") == R"({"Time":1700000002.5})");
  CHECK(ReadMember("Time", "c11903e8") == R"({"Time":1.0})");
  CHECK(ReadMember("Time", "c13903e7") == R"({"Time":-1.0})");
}

TEST_CASE("a plain CBOR number is milliseconds where a timestamp is expected") {
  CHECK(ReadMember("Time", "1b0000018bcfe571c4") == R"({"Time":1700000002.5})");
  CHECK(ReadMember("Time", "fb4278bcfe571c4000") == R"({"Time":1700000002.5})");
}

TEST_CASE("tag 1 is for numbers that a timestamp can hold") {
  CHECK(ReadMember("Time", "c16161") == "refused");
  CHECK(ReadMember("Time", "c1f6") == "refused");
  CHECK(ReadMember("Time", "c1fb7e37e43c8800759c") == "refused");
  CHECK(ReadMember("Time", "c11bffffffffffffffff") == "refused");
  CHECK(ReadMember("Time", "c1f97e00") == "refused");
}

TEST_CASE("a CBOR timestamp is no number for other members") {
  CHECK(ReadMember("Text", "c107") ==
        "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an "
        "String");
}

TEST_CASE("CBOR integers come in every width") {
  CHECK(ReadMember("Integer", "17") == R"({"Integer":23})");
  CHECK(ReadMember("Integer", "1818") == R"({"Integer":24})");
  CHECK(ReadMember("Integer", "190100") == R"({"Integer":256})");
  CHECK(ReadMember("Integer", "1a00010000") == R"({"Integer":65536})");
  CHECK(ReadMember("Integer", "1b0000000000000001") == R"({"Integer":1})");
  CHECK(ReadMember("Integer", "20") == R"({"Integer":-1})");
  CHECK(ReadMember("Integer", "3903e7") == R"({"Integer":-1000})");
  CHECK(ReadMember("Long", "1b7fffffffffffffff") == R"({"Long":9223372036854775807})");
  CHECK(ReadMember("Long", "3b7fffffffffffffff") == R"({"Long":-9223372036854775808})");
}

TEST_CASE("CBOR numbers beyond a member's range become the nearest that fits") {
  CHECK(ReadMember("Integer", "1affffffff") == R"({"Integer":2147483647})");
  CHECK(ReadMember("Integer", "3affffffff") == R"({"Integer":-2147483648})");
  CHECK(ReadMember("Long", "1bffffffffffffffff") == R"({"Long":9223372036854775807})");
  CHECK(ReadMember("Long", "3bffffffffffffffff") == R"({"Long":-9223372036854775808})");
}

TEST_CASE("CBOR floats come in three widths and lose their fraction in an integer") {
  CHECK(ReadMember("Integer", "f94500") == R"({"Integer":5})");      // half 5.0
  CHECK(ReadMember("Integer", "f9c580") == R"({"Integer":-6})");     // half -5.5
  CHECK(ReadMember("Integer", "f90001") == R"({"Integer":0})");      // the smallest half
  CHECK(ReadMember("Integer", "f97bff") == R"({"Integer":65504})");  // the largest half
  CHECK(ReadMember("Integer", "fa47c35000") == R"({"Integer":100000})");
  CHECK(ReadMember("Integer", "fb3ff199999999999a") == R"({"Integer":1})");
}

TEST_CASE("a CBOR double keeps its fraction") {
  CHECK(ReadMember("Double", "fb3ff199999999999a") == R"({"Double":1.1})");
  CHECK(ReadMember("Double", "f9c580") == R"({"Double":-5.5})");
  CHECK(ReadMember("Double", "07") == R"({"Double":7})");
}

TEST_CASE("numbers that are not finite are refused") {
  for (const char* hex : {"f97c00", "f9fc00", "f97e00", "fa7f800000", "fa7fc00000",
                          "fb7ff0000000000000", "fb7ff8000000000000"}) {
    CAPTURE(hex);
    CHECK(ReadMember("Integer", hex) == "refused");
  }
}

TEST_CASE("bignums are refused") {
  CHECK(ReadMember("Long", "c249010000000000000000") == "refused");
  CHECK(ReadMember("Long", "c349010000000000000000") == "refused");
}

TEST_CASE("CBOR booleans are booleans; null and undefined count as absent") {
  CHECK(ReadMember("Boolean", "f4") == R"({"Boolean":false})");
  CHECK(ReadMember("Boolean", "f5") == R"({"Boolean":true})");
  CHECK(ReadMember("Boolean", "f6") == "{}");
  CHECK(ReadMember("Boolean", "f7") == "{}");
}

TEST_CASE("CBOR lists, maps and structures may be of definite or indefinite length") {
  CHECK(ReadMember("Words", "8261616162") == R"({"Words":["a","b"]})");
  CHECK(ReadMember("Words", "9f61616162ff") == R"({"Words":["a","b"]})");
  CHECK(ReadMember("Map", "a161616162") == R"({"Map":{"a":"b"}})");
  CHECK(ReadMember("Map", "bf61616162ff") == R"({"Map":{"a":"b"}})");
  CHECK(ReadMember("Parts", "82a0bf64576f72646178ff") == R"({"Parts":[{},{"Word":"x"}]})");
  CHECK(ReadMember("Part", "a165436f756e7407") == R"({"Part":{"Count":7}})");
}

TEST_CASE("CBOR members that are not known are skipped with all they hold") {
  CHECK(Read("bf 6158 9fa1617901ff 6459597979 bf6161f6ff 6454657874 6178 ff") == R"({"Text":"x"})");
}

TEST_CASE("values of the wrong kind are told as JSON's are") {
  CHECK(ReadMember("Integer", "6161") ==
        "class java.lang.String can not be converted to an Integer");
  CHECK(ReadMember("Words", "a0") == "Start of structure or map found where not expected.");
  CHECK(ReadMember("Part", "80") == "Start of list found where not expected");
}

TEST_CASE("CBOR text must be UTF-8, keys too") {
  CHECK(ReadMember("Text", "61ff") == "refused");
  CHECK(ReadMember("Text", "63eda080") == "refused");
  CHECK(Read("a161ff01") == "refused");
}

TEST_CASE("CBOR map keys must be text") {
  CHECK(Read("a10102") == "refused");
  CHECK(Read("a1416102") == "refused");
  CHECK(Read("a1f602") == "refused");
  CHECK(Read("a1c0616102") == "refused");
}

TEST_CASE("a break stands only where something of indefinite length is open") {
  CHECK(Read("ff") == "refused");
  CHECK(Read("a1ff") == "refused");
  CHECK(Read("a16161ff") == "refused");
  CHECK(Read("bf6161ff") == "refused");
}

TEST_CASE("reserved forms are refused") {
  for (const char* hex :
       {"1c", "1f", "3f", "5c", "9c", "df6161", "dc6161", "e0", "f3", "f820", "f8ff", "fc", "fe"}) {
    CAPTURE(hex);
    CHECK(ReadMember("Unknown", hex) == "refused");
  }
}

TEST_CASE("a CBOR body ends with its item") {
  CHECK(Read("a000") == "refused");
  CHECK(Read("a0a0") == "refused");
  CHECK(Read("") == "refused");
}

TEST_CASE("lengths beyond the body are refused") {
  for (const char* hex :
       {"7a7fffffff", "5b7fffffffffffffff", "5bffffffffffffffff61", "9a7fffffff00",
        "9bffffffffffffffff", "ba7fffffff", "bbffffffffffffffff"}) {
    CAPTURE(hex);
    CHECK(ReadMember("Unknown", hex) == "refused");
    CHECK(Read(hex) == "refused");
  }
}

TEST_CASE("JSON and CBOR bodies nest 32 deep and no deeper") {
  const auto nested = [](int depth, const std::string& open, const std::string& close) {
    std::string body;
    for (int i = 0; i < depth; ++i) body += open;
    for (int i = 0; i < depth; ++i) body += close;
    return body;
  };
  ShapeReader reader(nullptr, nullptr);
  CHECK(cbor::Read(nested(32, "\x9f", "\xff"), reader));
  CHECK_FALSE(cbor::Read(nested(33, "\x9f", "\xff"), reader));
  CHECK(cbor::Read(nested(31, "\x81", "") + "\x80", reader));
  CHECK_FALSE(cbor::Read(nested(32, "\x81", "") + "\x80", reader));
  CHECK_FALSE(cbor::Read(nested(1'000'000, "\x81", ""), reader));
  CHECK(json::Read(nested(32, "[", "]"), reader));
  CHECK_FALSE(json::Read(nested(33, "[", "]"), reader));
  CHECK(cbor::Read(nested(1'000'000, "\xC6", "") + "\x01", reader));
}

// One of everything, so that cutting or changing it anywhere meets each path of the parser.
std::string Everything() {
  return Unhex("d9d9f7 bf") + "\x64Text\x61x\x67Integer\x19\x01\x02\x64Long\x3b" +
         Unhex("0000000100000000") +
         "\x67"
         "Boolean\xF5\x64"
         "Blob" +
         Unhex("5f4161426162ff") + "\x64Time" + Unhex("c11b0000018bcfe571c4") +
         "\x64Part\xA1\x64Word" + Unhex("7f6161ff") + "\x65Parts" + Unhex("9fa0bfffff") +
         "\x65Words\x81\x61w\x63Map\xA1\x61k\x61v\x61?" + Unhex("f94500 ff");
}

TEST_CASE("a CBOR body that is cut short anywhere is refused") {
  const std::string body = Everything();
  CHECK(ReadBody(body) ==
        R"({"Text":"x","Integer":258,"Long":-4294967297,"Boolean":true,"Blob":"YWFi",)"
        R"("Time":1700000002.5,"Part":{"Word":"a"},"Parts":[{},{}],"Words":["w"],)"
        R"("Map":{"k":"v"}})");
  for (std::size_t size = 0; size < body.size(); ++size) {
    CAPTURE(size);
    CHECK(ReadBody(body.substr(0, size)) == "refused");
  }
}

TEST_CASE("what CBOR reads from damaged bodies is again a struct or a refusal") {
  const std::string body = Everything();
  Prng prng(11);
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string damaged = body;
    for (std::uint64_t i = 0; i <= prng.Next() % 3; ++i) {
      damaged[prng.Next() % damaged.size()] = static_cast<char>(prng.Next());
    }
    refused += ReadBody(damaged) == "refused" ? 1 : 0;
  }
  CHECK(refused > 0);
  CHECK(refused < 20'000);
}

TEST_CASE("what CBOR writes it reads back") {
  Sample sample;
  sample.text = "caf\xC3\xA9";
  sample.integer = -40'000;
  sample.large = 1LL << 40;
  sample.fraction = -0.1;
  sample.flag = false;
  sample.blob = std::string(300, '\0');
  sample.time = Timestamp{1'700'000'002'123};
  sample.parts = {SamplePart{"a", 1}, SamplePart{std::nullopt, std::nullopt}};
  sample.words = std::vector<std::string>{};
  sample.map = TagMap{{"a", ""}, {"b", "c"}};
  std::string as_cbor;
  cbor::Write(kSample, &sample, as_cbor);
  std::string as_json;
  json::Write(kSample, &sample, as_json);
  CHECK(ReadBody(as_cbor) == as_json);
}

}  // namespace
}  // namespace runnel
