// Where those who run functions say what came of it.
#pragma once

#include <cstdint>

#include "core/api/function_invocation.h"

namespace runnel {

class FunctionReports {
 public:
  virtual ~FunctionReports() = default;
  // See Emulator::CompleteInvocation.
  virtual void Complete(std::uint64_t invocation, InvocationOutcome outcome) = 0;
  // See Emulator::AppendLog.
  virtual void Log(FunctionLog log) = 0;
};

}  // namespace runnel
