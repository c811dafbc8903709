// What the core asks its host to run, and what the host reports: an invocation of a function.
// Source: integrations 4.1, 4.5.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/api/runnable_function.h"
#include "core/base/time.h"
#include "core/model/names.h"

namespace runnel {

struct FunctionInvocation {
  std::uint64_t id = 0;    // for Emulator::CompleteInvocation
  std::string request_id;  // a UUID, the one that logs and failure records name
  Scope scope;
  std::string function_name;
  std::string version;         // "$LATEST" or a number
  std::string invoked_arn;     // with the qualifier, if there was one
  std::string payload;         // the event, as bytes; JSON as a rule
  std::string client_context;  // JSON; empty: there is none
  // What a host is to run; null where clients answer.
  std::shared_ptr<const RunnableFunction> function;
};

struct InvocationOutcome {
  enum class Kind : std::uint8_t {
    kReturned,       // `payload` is what the function returned, byte for byte
    kFunctionError,  // `payload` is the error object, of a timeout or a crash too
    kThrottled,      // it was not run: there is no room; the same again later may be
    kNotRun,         // it could not be started or reached; `payload` says why, in words
  };
  Kind kind = Kind::kReturned;
  std::string payload;
  std::string log;  // the lines of this invocation, for log tails; may be empty
};

}  // namespace runnel
