#include "native-server/command_line/event_stream_reader.h"

#include <doctest/doctest.h>

#include <string>

#include "core/base/crc32.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

std::string BigEndian(std::uint32_t number, int bytes = 4) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>((number >> (8 * i)) & 0xff);
  return text;
}

std::string TextHeader(const std::string& name, const std::string& value) {
  return BigEndian(static_cast<std::uint32_t>(name.size()), 1) + name + '\7' +
         BigEndian(static_cast<std::uint32_t>(value.size()), 2) + value;
}

std::string Message(const std::string& headers, const std::string& payload) {
  std::string text = BigEndian(static_cast<std::uint32_t>(16 + headers.size() + payload.size())) +
                     BigEndian(static_cast<std::uint32_t>(headers.size()));
  text += BigEndian(Crc32(text));
  text += headers + payload;
  return text + BigEndian(Crc32(text));
}

TEST_CASE("Messages are read as they become whole") {
  const std::string bytes = Message(TextHeader(":event-type", "a"), "{\"x\":1}") + Message("", "");
  EventStreamReader reader;
  for (std::size_t i = 0; i + 17 < bytes.size(); ++i) {
    reader.Feed(bytes.substr(i, 1));
    CHECK_FALSE(reader.Next().has_value());
  }
  reader.Feed(bytes.substr(bytes.size() - 17));
  const auto first = reader.Next();
  REQUIRE(first);
  CHECK(first->headers.at(":event-type") == "a");
  CHECK(first->payload == "{\"x\":1}");
  const auto second = reader.Next();
  REQUIRE(second);
  CHECK(second->headers.empty());
  CHECK(second->payload.empty());
  CHECK_FALSE(reader.Next().has_value());
}

TEST_CASE("Headers that are not text are passed over") {
  // true, 4-byte number, bytes, time.
  const std::string headers = std::string("\1a\0", 3) + "\1b\4" + "1234" + "\1c\6" +
                              std::string("\0\2zz", 4) + "\1d\10" + "12345678" +
                              TextHeader("e", "kept");
  EventStreamReader reader;
  reader.Feed(Message(headers, ""));
  const auto message = reader.Next();
  REQUIRE(message);
  CHECK(message->headers.size() == 1);
  CHECK(message->headers.at("e") == "kept");
}

TEST_CASE("Bytes that are not an event stream are refused") {
  std::string good = Message(TextHeader("a", "b"), "payload");
  for (const std::size_t place :
       {std::size_t{0}, std::size_t{5}, std::size_t{9}, good.size() - 6, good.size() - 1}) {
    CAPTURE(place);
    std::string bad = good;
    bad[place] = static_cast<char>(bad[place] ^ 1);
    EventStreamReader reader;
    reader.Feed(bad);
    CHECK_THROWS_AS(reader.Next(), Failure);
  }
  EventStreamReader reader;
  reader.Feed(Message("\1a\7", ""));  // a header that ends too early
  CHECK_THROWS_AS(reader.Next(), Failure);
}

}  // namespace
}  // namespace runnel
