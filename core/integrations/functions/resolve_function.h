// From the name of a function, as callers give it, to what is to be run.
// Source: integrations 1.2, 4.4, 4.5.
#pragma once

#include <optional>
#include <string>

#include "core/api/function_invocation.h"
#include "core/base/prng.h"
#include "core/base/result.h"
#include "core/model/function_name.h"
#include "core/state/state.h"

namespace runnel {

struct ResolvedFunction {
  const Function* function = nullptr;
  const FunctionVersion* version = nullptr;
  std::string executed_version;  // "$LATEST" or a number
  std::string arn;               // with the qualifier, if one was named

  // AWS: nothing is run of a function whose reserved concurrency is zero (4.5).
  bool throttled() const { return function->reserved_concurrency == 0; }
  bool by_calls() const { return version->configuration.image_uri == kAnsweredByCalls; }
};

// Nullopt: there is no such function, version or alias. `random` chooses among the versions of an
// alias that has several; null: the alias's own.
std::optional<ResolvedFunction> ResolveFunction(const State& state, const FunctionName& name,
                                                Prng* random = nullptr);

// The name that `text` and a separate qualifier give. Errors: InvalidFunctionName,
// QualifiersDiffer, FunctionOfOtherRegion.
Result<FunctionName> ReadFunctionName(const std::string& text,
                                      const std::optional<std::string>& qualifier,
                                      const Scope& caller);

// An invocation of it, without its ids.
FunctionInvocation MakeInvocation(const ResolvedFunction& resolved, std::string payload);

}  // namespace runnel
