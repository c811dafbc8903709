// What the core asks its host to run, and what the host reports: an invocation of a function.
// Source: integrations 4.1, 4.5.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/api/runnable_function.h"
#include "core/base/time.h"
#include "core/model/names.h"

namespace runnel {

// A request over HTTP whose body is the payload.
struct HttpCall {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
};

// What is said where HttpCalls is NOBODY.
inline constexpr char kNobodyMakesRequests[] =
    "nobody makes requests over HTTP here, as the setting HttpCalls says";

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
  // Instead of a function: what a pipe sends to. An answer of status 2xx has returned, 429 was
  // throttled, any other is an error of the function.
  std::optional<HttpCall> http;
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
