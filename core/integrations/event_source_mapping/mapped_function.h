// What mappings ask the registry of functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/function_name.h"
#include "core/state/state.h"

namespace runnel {

// What a mapping has to know of its function.
struct MappedFunction {
  std::string role_arn;          // whose rights read the stream
  std::string executed_version;  // "$LATEST"
};

// Nullopt: there is no such function, or no such version or alias of it.
std::optional<MappedFunction> FindMappedFunction(const State& state, const FunctionName& function);
// The same by a whole ARN.
std::optional<MappedFunction> FindMappedFunction(const State& state, std::string_view arn);

}  // namespace runnel
