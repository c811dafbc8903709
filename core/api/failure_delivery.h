// What a host delivers to the on-failure destination of an event source mapping.
#pragma once

#include <cstdint>
#include <string>

namespace runnel {

struct FailureDelivery {
  std::uint64_t id = 0;     // for Emulator::NoteFailureDelivery
  std::string destination;  // an ARN
  std::string object_key;   // where in a bucket; empty: the destination is none
  std::string message;      // JSON
};

}  // namespace runnel
