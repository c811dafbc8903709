#include "core/integrations/event_source_mapping/mapped_function.h"

namespace runnel {

std::optional<MappedFunction> FindMappedFunction(const State& state, const FunctionName& function) {
  const Function* const found = state.FindFunction(function.scope, function.name);
  const bool latest = function.qualifier.empty() || function.qualifier == kLatestVersion;
  if (found == nullptr || !latest) return std::nullopt;
  return MappedFunction{found->latest.configuration.role, kLatestVersion};
}

std::optional<MappedFunction> FindMappedFunction(const State& state, std::string_view arn) {
  const auto name = FunctionName::Parse(arn, {});
  return name ? FindMappedFunction(state, *name) : std::nullopt;
}

}  // namespace runnel
