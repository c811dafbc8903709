#include "core/wire/event_stream.h"

#include <doctest/doctest.h>

#include "core/api/errors.h"
#include "core/base/crc32.h"
#include "tests/unit/wire/hex.h"

namespace runnel {
namespace {

std::uint32_t BigEndian32(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// What a client makes of the first frame of `bytes`; takes the frame away.
struct Frame {
  std::string headers;  // "name=value;" each
  std::string payload;
};
Frame TakeFrame(std::string_view& bytes) {
  const std::uint32_t size = BigEndian32(bytes);
  const std::uint32_t headers_size = BigEndian32(bytes.substr(4));
  REQUIRE(size <= bytes.size());
  REQUIRE(headers_size + 16 <= size);
  CHECK(BigEndian32(bytes.substr(8)) == Crc32(bytes.substr(0, 8)));
  CHECK(BigEndian32(bytes.substr(size - 4)) == Crc32(bytes.substr(0, size - 4)));
  Frame frame;
  std::string_view headers = bytes.substr(12, headers_size);
  while (!headers.empty()) {
    const auto name_size = static_cast<unsigned char>(headers[0]);
    frame.headers.append(headers.substr(1, name_size)).append("=");
    headers.remove_prefix(1 + name_size);
    REQUIRE(headers[0] == 7);
    const std::size_t value_size =
        static_cast<unsigned char>(headers[1]) * 256U + static_cast<unsigned char>(headers[2]);
    frame.headers.append(headers.substr(3, value_size)).append(";");
    headers.remove_prefix(3 + value_size);
  }
  frame.payload = bytes.substr(12 + headers_size, size - headers_size - 16);
  bytes.remove_prefix(size);
  return frame;
}

TEST_CASE("the initial response is as the service sends it, byte for byte") {
  std::string out;
  event_stream::AppendInitialResponse(out);
  CHECK(Hex(out) ==
        "0000007200000060ab820d9e0b3a6576656e742d74797065070010696e697469616c2d726573706f6e73650d3a"
        "636f6e74656e742d7479706507001a6170706c69636174696f6e2f782d616d7a2d6a736f6e2d312e310d3a6d65"
        "73736167652d747970650700056576656e747b7dacae6b7d");
}

TEST_CASE("an event is as the service sends it, byte for byte") {
  std::string out;
  event_stream::EventFrame frame(out);
  out += R"({"ContinuationSequenceNumber":"1","MillisBehindLatest":0,"Records":[]})";
  frame.Finish();
  CHECK(Hex(out) ==
        "000000bb000000653fed73bb0b3a6576656e742d74797065070015537562736372696265546f53686172644576"
        "656e740d3a636f6e74656e742d7479706507001a6170706c69636174696f6e2f782d616d7a2d6a736f6e2d312e"
        "310d3a6d6573736167652d747970650700056576656e747b22436f6e74696e756174696f6e53657175656e6365"
        "4e756d626572223a2231222c224d696c6c6973426568696e644c6174657374223a302c225265636f726473223a"
        "5b5d7d3289a653");
}

TEST_CASE("frames follow each other, and a payload may be larger than a mebibyte") {
  std::string out;
  event_stream::AppendInitialResponse(out);
  const std::string payload(1'400'000, 'p');
  event_stream::EventFrame frame(out);
  out += payload;
  frame.Finish();
  std::string_view rest = out;
  CHECK(TakeFrame(rest).payload == "{}");
  CHECK(TakeFrame(rest).payload == payload);
  CHECK(rest.empty());
}

TEST_CASE("an exception names its type and tells its message") {
  std::string out;
  event_stream::AppendException(Error("ResourceInUseException", "\"a\" is in use"), out);
  std::string_view rest = out;
  const Frame frame = TakeFrame(rest);
  CHECK(frame.headers ==
        ":exception-type=ResourceInUseException;:content-type=application/x-amz-json-1.1;"
        ":message-type=exception;");
  CHECK(frame.payload == R"({"message":"\"a\" is in use"})");
}

TEST_CASE("an internal failure has its model's name in a stream") {
  std::string out;
  event_stream::AppendException(error::InternalFailure(), out);
  std::string_view rest = out;
  CHECK(TakeFrame(rest).headers.rfind(":exception-type=InternalFailureException;", 0) == 0);
}

}  // namespace
}  // namespace runnel
