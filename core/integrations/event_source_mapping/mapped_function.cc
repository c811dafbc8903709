#include "core/integrations/event_source_mapping/mapped_function.h"

#include "core/integrations/functions/resolve_function.h"

namespace runnel {

std::optional<MappedFunction> FindMappedFunction(const State& state, const FunctionName& function) {
  const auto resolved = ResolveFunction(state, function);
  if (!resolved) return std::nullopt;
  return MappedFunction{resolved->version->configuration.role, resolved->executed_version};
}

std::optional<MappedFunction> FindMappedFunction(const State& state, std::string_view arn) {
  const auto name = FunctionName::Parse(arn, {});
  return name ? FindMappedFunction(state, *name) : std::nullopt;
}

}  // namespace runnel
