// Invocations that clients answer by calls: what the emulator's own operations ask the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/function_invocation.h"

namespace runnel {

class InvocationQueue {
 public:
  virtual ~InvocationQueue() = default;

  // The oldest invocation of a function that is answered by calls and that nobody has taken yet.
  virtual std::optional<FunctionInvocation> TakeNext(const Scope& scope,
                                                     std::string_view function_name) = 0;
  // The oldest request over HTTP that a client is to make and that nobody has taken yet, of any
  // account and region.
  virtual std::optional<FunctionInvocation> TakeNextHttp() = 0;
  // The one that was taken and is not complete yet; requests over HTTP of any account
  // and region. Nullopt: there is none.
  virtual std::optional<std::uint64_t> FindTaken(const Scope& scope,
                                                 std::string_view request_id) const = 0;
};

}  // namespace runnel
