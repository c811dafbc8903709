// Reads the messages of an event stream (application/vnd.amazon.eventstream) as they arrive.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace runnel {

struct EventMessage {
  std::map<std::string, std::string> headers;  // those that are text
  std::string payload;
};

class EventStreamReader {
 public:
  void Feed(std::string_view part) { buffer_.append(part); }
  // The next whole message. Throws Failure if the bytes are not an event stream.
  std::optional<EventMessage> Next();

 private:
  std::string buffer_;
};

}  // namespace runnel
