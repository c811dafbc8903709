#include "tests/simulation/event_stream.h"

#include <cstdint>
#include <stdexcept>

namespace runnel::simulation {
namespace {

std::size_t Number(std::string_view bytes, std::size_t at, std::size_t size) {
  if (at + size > bytes.size()) throw std::runtime_error("a message of an event stream is cut");
  std::size_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

}  // namespace

std::vector<EventMessage> ReadMessages(std::string_view bytes) {
  constexpr std::size_t kPrelude = 12;
  constexpr std::size_t kChecksum = 4;
  constexpr std::size_t kStringType = 7;
  std::vector<EventMessage> messages;
  while (!bytes.empty()) {
    const std::size_t total = Number(bytes, 0, 4);
    const std::size_t headers_end = kPrelude + Number(bytes, 4, 4);
    if (total > bytes.size() || headers_end + kChecksum > total) {
      throw std::runtime_error("the lengths of a message of an event stream are wrong");
    }
    EventMessage& message = messages.emplace_back();
    for (std::size_t at = kPrelude; at < headers_end;) {
      const std::size_t name = Number(bytes, at, 1);
      if (Number(bytes, at + 1 + name, 1) != kStringType) {
        throw std::runtime_error("a header of an event stream is no text");
      }
      const std::size_t value = Number(bytes, at + 2 + name, 2);
      message.headers[std::string(bytes.substr(at + 1, name))] = bytes.substr(at + 4 + name, value);
      at += 4 + name + value;
    }
    message.payload = bytes.substr(headers_end, total - kChecksum - headers_end);
    bytes.remove_prefix(total);
  }
  return messages;
}

}  // namespace runnel::simulation
