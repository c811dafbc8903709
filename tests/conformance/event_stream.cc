#include "tests/conformance/event_stream.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace runnel::conformance {
namespace {

constexpr std::size_t kPreludeBytes = 12;  // total length, headers length, checksum of the two
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kMessageBytesMax = 16 * 1024 * 1024;
constexpr std::uint8_t kStringType = 7;

std::uint32_t Crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0u);
  }
  return crc ^ 0xFFFFFFFFu;
}

// Takes big-endian numbers and texts off the front.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }

  std::string_view Text(std::size_t size) {
    if (size > rest_.size()) throw std::runtime_error("event stream: a header is cut off");
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }

  std::uint32_t Number(std::size_t size) {
    std::uint32_t value = 0;
    for (const char c : Text(size)) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
  }

 private:
  std::string_view rest_;
};

boost::json::object ParseHeaders(std::string_view bytes) {
  boost::json::object headers;
  Cursor cursor(bytes);
  while (!cursor.empty()) {
    const std::string_view name = cursor.Text(cursor.Number(1));
    if (cursor.Number(1) != kStringType) {
      throw std::runtime_error("event stream: header " + std::string(name) + " is not a string");
    }
    const bool is_new = headers.emplace(name, cursor.Text(cursor.Number(2))).second;
    if (!is_new) throw std::runtime_error("event stream: a header stands twice");
  }
  return headers;
}

}  // namespace

std::optional<boost::json::object> EventStreamReader::Next() {
  const std::string_view bytes = buffer_;
  if (bytes.size() < kPreludeBytes) return std::nullopt;
  Cursor prelude(bytes);
  const std::size_t total = prelude.Number(4);
  const std::size_t headers = prelude.Number(4);
  if (prelude.Number(4) != Crc32(bytes.substr(0, 8))) {
    throw std::runtime_error("event stream: wrong checksum of a prelude");
  }
  if (total > kMessageBytesMax || total < kPreludeBytes + headers + kChecksumBytes) {
    throw std::runtime_error("event stream: lengths of a message make no sense");
  }
  if (bytes.size() < total) return std::nullopt;

  const std::size_t checked = total - kChecksumBytes;
  if (Cursor(bytes.substr(checked)).Number(4) != Crc32(bytes.substr(0, checked))) {
    throw std::runtime_error("event stream: wrong checksum of a message");
  }
  boost::json::object message = ParseHeaders(bytes.substr(kPreludeBytes, headers));
  const std::string_view payload =
      bytes.substr(kPreludeBytes + headers, checked - kPreludeBytes - headers);
  if (!payload.empty()) message["payload"] = boost::json::parse(payload);
  buffer_.erase(0, total);
  return message;
}

}  // namespace runnel::conformance
