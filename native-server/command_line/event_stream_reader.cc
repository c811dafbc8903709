#include "native-server/command_line/event_stream_reader.h"

#include <cstdint>

#include "core/base/crc32.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

// Message: total length, length of the headers, checksum of both; headers; payload; checksum of
// all.
constexpr std::size_t kPreludeBytes = 12;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::uint32_t kMessageBytesMax = 16 * 1024 * 1024;

// Kinds of header values, and how long those of a fixed length are.
constexpr std::uint8_t kBytesHeader = 6;
constexpr std::uint8_t kTextHeader = 7;
constexpr std::size_t kFixedLengths[] = {0, 0, 1, 2, 4, 8, 0, 0, 8, 16};

[[noreturn]] void Fail() { throw Failure(kExitFailed, "the answer is not an event stream"); }

std::uint32_t Number(std::string_view bytes, std::size_t position, std::size_t length) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < length; ++i) {
    number = (number << 8) | static_cast<std::uint8_t>(bytes[position + i]);
  }
  return number;
}

std::string_view Take(std::string_view& bytes, std::size_t length) {
  if (bytes.size() < length) Fail();
  const std::string_view taken = bytes.substr(0, length);
  bytes.remove_prefix(length);
  return taken;
}

std::map<std::string, std::string> ReadHeaders(std::string_view bytes) {
  std::map<std::string, std::string> headers;
  while (!bytes.empty()) {
    const std::size_t name_length = Number(Take(bytes, 1), 0, 1);
    const std::string name(Take(bytes, name_length));
    const std::uint32_t kind = Number(Take(bytes, 1), 0, 1);
    if (kind >= std::size(kFixedLengths)) Fail();
    if (kind != kBytesHeader && kind != kTextHeader) {
      Take(bytes, kFixedLengths[kind]);
      continue;
    }
    const std::string_view value = Take(bytes, Number(Take(bytes, 2), 0, 2));
    if (kind == kTextHeader) headers[name] = value;
  }
  return headers;
}

}  // namespace

std::optional<EventMessage> EventStreamReader::Next() {
  if (buffer_.size() < kPreludeBytes) return std::nullopt;
  const std::uint32_t total = Number(buffer_, 0, 4);
  const std::uint32_t headers = Number(buffer_, 4, 4);
  const std::string_view all = buffer_;
  if (Number(buffer_, 8, 4) != Crc32(all.substr(0, 8))) Fail();
  if (total > kMessageBytesMax || headers > total ||
      total - headers < kPreludeBytes + kChecksumBytes) {
    Fail();
  }
  if (buffer_.size() < total) return std::nullopt;
  const std::size_t end = total - kChecksumBytes;
  if (Number(buffer_, end, kChecksumBytes) != Crc32(all.substr(0, end))) Fail();

  EventMessage message;
  message.headers = ReadHeaders(all.substr(kPreludeBytes, headers));
  message.payload = all.substr(kPreludeBytes + headers, end - kPreludeBytes - headers);
  buffer_.erase(0, total);
  return message;
}

}  // namespace runnel
