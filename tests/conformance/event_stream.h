// Reads event-stream messages out of a body that arrives in pieces, and checks their framing.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace runnel::conformance {

class EventStreamReader {
 public:
  void Append(std::string_view bytes) { buffer_ += bytes; }

  // The next whole message: an object with one member per header (all of type string) and
  // "payload", the payload's JSON, left out if there is none. Nothing if more bytes are needed.
  // Throws std::runtime_error if lengths, checksums or headers are not as they must be.
  std::optional<boost::json::object> Next();

  // Whether the bytes so far end with a whole message.
  bool AtBoundary() const { return buffer_.empty(); }

 private:
  std::string buffer_;
};

}  // namespace runnel::conformance
