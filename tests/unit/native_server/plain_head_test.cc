#include "native-server/http/plain_head.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/base/prng.h"
#include "native-server/http/http1_request_parser.h"

namespace runnel {
namespace {

constexpr std::string_view kHead =
    "POST /a?b=\"c\" HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target:Kinesis_20131202.PutRecord\r\n"
    "Connection: Keep-Alive\r\nempty:\r\nuser-agent: \t \"x\\y\" z \t\r\ncontent-length: 1234\r\n"
    "\r\n";

bool IsPlain(std::string_view text) {
  PlainHead head;
  std::vector<FieldExtents> fields;
  return ReadPlainHead(text, head, fields);
}

// What both readers make of a head, as text.
std::string Describe(std::string_view text, Extent method, Extent target, std::uint64_t body_bytes,
                     std::size_t head_bytes, const std::vector<FieldExtents>& fields) {
  std::string out(method.In(text));
  out.append(" ").append(target.In(text)).append(" ").append(std::to_string(body_bytes));
  out.append(" ").append(std::to_string(head_bytes)).append("\n");
  for (const FieldExtents& field : fields) {
    out.append(field.name.In(text)).append("=").append(field.value.In(text)).append("\n");
  }
  return out;
}

std::string ByBeast(std::string_view text) {
  std::vector<FieldExtents> fields;
  Http1RequestParser parser(fields, [](std::string_view) { return std::size_t{100'000'000}; });
  Http1RequestParser::ErrorCode error;
  const std::size_t head_bytes = parser.Parse(text, 0, error);
  if (error || !parser.is_http11() || !parser.keep_alive() || parser.chunked()) return "unusual";
  return Describe(text, parser.method(), parser.target(), parser.body_bytes(), head_bytes, fields);
}

TEST_CASE("an ordinary head is read without the parser, an unusual one is not") {
  CHECK(IsPlain(kHead));
  CHECK(IsPlain("GET / HTTP/1.1\r\n\r\nmore"));
  for (const std::string_view text :
       {"",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET /\xc3\xbc HTTP/1.1\r\n\r\n",
        "GET /HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
        "GET / HTTP/1.1\r\nA : b\r\n\r\n",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nA\r\n\r\n",
        "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nA: \x01\r\n\r\n",
        "GET / HTTP/1.1\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length:\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n"}) {
    CAPTURE(text);
    CHECK_FALSE(IsPlain(text));
  }
}

TEST_CASE("what is read without the parser is what the parser reads") {
  CHECK(ByBeast(kHead) != "unusual");
  Prng random(7);
  constexpr std::string_view kBytes = "\r\n :\tA/1\"\\\x01\x7f\xc3-,;{";
  int plain = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text(kHead);
    for (std::uint64_t edits = random.Next() % 3; edits > 0; --edits) {
      const std::size_t at = random.Next() % text.size();
      const char byte = kBytes[random.Next() % kBytes.size()];
      if (random.Next() % 2 == 0) text.erase(at, 1);
      text.insert(text.begin() + static_cast<std::ptrdiff_t>(at), byte);
    }
    PlainHead head;
    std::vector<FieldExtents> fields;
    if (!ReadPlainHead(text, head, fields)) continue;
    ++plain;
    CAPTURE(text);
    REQUIRE(Describe(text, head.method, head.target, head.body_bytes, head.head_bytes, fields) ==
            ByBeast(text));
  }
  CHECK(plain > 10'000);
}

}  // namespace
}  // namespace runnel
