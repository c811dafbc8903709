#include "core/wire/plain_json.h"

#include <doctest/doctest.h>

#include "core/base/plain_text.h"
#include "core/base/prng.h"
#include "core/wire/json.h"
#include "tests/unit/wire/sample.h"

namespace runnel {
namespace {

bool IsPlainJson(std::string_view body) { return json::PlainJson().Scan(body); }

std::string Read(std::string_view body) {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  if (!json::Read(body, reader)) return "refused";
  if (const auto error = reader.TakeError()) return error->message();
  std::string out;
  json::Write(kSample, &sample, out);
  return out;
}

// The body with one more member, which nobody knows and which is written with an escape.
std::string WithEscape(std::string_view object) {
  return R"({"\u0078":0,)" + std::string(object.substr(1));
}

constexpr std::string_view kBody =
    R"({"Text":"a b/c","Integer":-12,"Long":123456789012345678,"Double":3,"Boolean":true,)"
    R"("Blob":"AAEC","Time":1700000000,"Part":{"Word":"w","Count":0},"Parts":[{"Word":""},)"
    R"({"Count":1}, {} ],"Words":[ "a" , "b",null],"Map":{"k":"v"},"Other":[[1],{"x":false}]})";

TEST_CASE("plain JSON is told from JSON that needs a closer look") {
  CHECK(IsPlainJson(kBody));
  CHECK(IsPlainJson(" {\t} \r\n"));
  CHECK(IsPlainJson(R"({"a":[ ],"b":{ },"c":0,"d":-1})"));
  CHECK(IsPlainJson(R"({"a":999999999999999999})"));
  for (const std::string_view body : {"",
                                      "{",
                                      "[]",
                                      "\"a\"",
                                      "{}x",
                                      "{} {}",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\":1,}",
                                      "{,}",
                                      "{\"a\":[1,]}",
                                      "{\"a\":[,1]}",
                                      "{\"a\":1 \"b\":2}",
                                      "{a:1}",
                                      "{\"a\":\"\\n\"}",
                                      "{\"a\":\"\xc3\xbc\"}",
                                      "{\"a\":\"\x1f\"}",
                                      "{\"a\":1.5}",
                                      "{\"a\":1e3}",
                                      "{\"a\":01}",
                                      "{\"a\":-0}",
                                      "{\"a\":-}",
                                      "{\"a\":+1}",
                                      "{\"a\":1000000000000000000}",
                                      "{\"a\":nul}",
                                      "{\"a\":truer}",
                                      "{\"a\":\"b}",
                                      "{\"a\":1]}",
                                      "{\"a\":[1}}"}) {
    CAPTURE(body);
    CHECK_FALSE(IsPlainJson(body));
  }
  const std::string deep = "{\"a\":" + std::string(20, '[') + std::string(20, ']') + "}";
  CHECK_FALSE(IsPlainJson(deep));
}

TEST_CASE("plain JSON is read as any other JSON is") {
  CHECK(Read(kBody) == Read(WithEscape(kBody)));
  CHECK(Read(kBody) != "refused");
  Prng random(5);
  constexpr std::string_view kBytes = "{}[]\",:0123 -tfn\\eE.ax\x01\xc3\xbc";
  int plain = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string body(kBody);
    for (std::uint64_t edits = random.Next() % 3; edits > 0; --edits) {
      const std::size_t at = 1 + random.Next() % (body.size() - 1);
      const char byte = kBytes[random.Next() % kBytes.size()];
      if (random.Next() % 2 == 0) body.erase(at, 1);
      body.insert(body.begin() + static_cast<std::ptrdiff_t>(at), byte);
    }
    if (body.starts_with("{}")) continue;
    plain += IsPlainJson(body) ? 1 : 0;
    CAPTURE(body);
    REQUIRE(Read(body) == Read(WithEscape(body)));
  }
  CHECK(plain > 10'000);
}

TEST_CASE("plain characters are counted up to the first that is not one, wherever it is") {
  for (std::size_t size = 0; size < 100; ++size) {
    const std::string text(size, 'x');
    CHECK(PlainLength(text) == size);
    for (std::size_t at = 0; at < size; ++at) {
      for (const char special : {'"', '\\', '\0', '\x1f', '\x80', '\xff'}) {
        std::string marked = text;
        marked[at] = special;
        REQUIRE(PlainLength(marked) == at);
      }
      std::string marked = text;
      marked[at] = at % 2 == 0 ? '\x7f' : ' ';
      REQUIRE(PlainLength(marked) == size);
    }
  }
}

}  // namespace
}  // namespace runnel
