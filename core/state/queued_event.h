// An event that a function is to be invoked with, and that nobody waits for.
// Source: integrations 4.5.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"
#include "core/model/names.h"

namespace runnel {

struct QueuedEvent {
  std::uint64_t id = 0;  // counts from 1
  Timestamp since;
  Scope scope;
  std::string function_arn;  // with the qualifier, if one was named
  std::string request_id;    // a UUID, the same for every try
  std::string payload;       // JSON
  std::string client_context;
  // How often the function has failed, how often it is tried again at most, and until when.
  std::int32_t failures = 0;
  std::int32_t retries_max = 2;
  Timestamp until;
};

}  // namespace runnel
