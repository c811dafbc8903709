// The messages of an event stream, read as kinesis-api 8.5 describes them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace runnel::simulation {

struct EventMessage {
  std::map<std::string, std::string> headers;
  std::string payload;
};

// Throws std::runtime_error if the bytes are not whole messages.
std::vector<EventMessage> ReadMessages(std::string_view bytes);

}  // namespace runnel::simulation
