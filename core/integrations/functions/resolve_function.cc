#include "core/integrations/functions/resolve_function.h"

#include "core/api/function_errors.h"
#include "core/base/whole_number.h"

namespace runnel {
namespace {

std::string DrawVersion(const Function& function, const FunctionAlias& alias, Prng* random) {
  if (random == nullptr || alias.weights.empty()) return alias.version;
  double drawn = random->NextUnit();
  for (const auto& [version, weight] : alias.weights) {
    const auto number = ReadWholeNumber<std::int32_t>(version);
    // One that has been deleted meanwhile gets nothing.
    if (drawn < weight && number && function.versions.contains(*number)) return version;
    drawn -= weight;
  }
  return alias.version;
}

std::shared_ptr<const RunnableFunction> Runnable(const ResolvedFunction& resolved) {
  const Function& function = *resolved.function;
  const FunctionVersion& version = *resolved.version;
  const FunctionConfiguration& configuration = version.configuration;
  RunnableFunction runnable;
  runnable.scope = function.scope;
  runnable.name = function.name;
  runnable.version = resolved.executed_version;
  runnable.revision_id = version.revision_id;
  runnable.runtime = configuration.runtime;
  runnable.handler = configuration.handler;
  runnable.image_uri = configuration.image_uri;
  runnable.timeout_seconds = configuration.timeout_seconds;
  runnable.memory_mib = configuration.memory_mib;
  if (configuration.environment) runnable.environment = *configuration.environment;
  runnable.log_group =
      configuration.log_group.empty() ? "/aws/lambda/" + function.name : configuration.log_group;
  if (version.code) {
    runnable.code_sha256 = version.code->sha256;
    if (configuration.image_uri.empty()) {
      runnable.zip = std::shared_ptr<const std::string>(version.code, &version.code->zip);
    }
  }
  return std::make_shared<const RunnableFunction>(std::move(runnable));
}

}  // namespace

std::optional<ResolvedFunction> ResolveFunction(const State& state, const FunctionName& name,
                                                Prng* random) {
  const Function* const function = state.FindFunction(name.scope, name.name);
  if (function == nullptr) return std::nullopt;
  std::string version = name.qualifier.empty() ? kLatestVersion : name.qualifier;
  const auto alias = function->aliases.find(version);
  if (alias != function->aliases.end()) version = DrawVersion(*function, alias->second, random);
  if (version == kLatestVersion) {
    return ResolvedFunction{function, &function->latest, std::move(version), name.Arn()};
  }
  const auto number = ReadWholeNumber<std::int32_t>(version);
  const auto found = number ? function->versions.find(*number) : function->versions.end();
  if (found == function->versions.end()) return std::nullopt;
  return ResolvedFunction{function, &found->second, std::move(version), name.Arn()};
}

Result<FunctionName> ReadFunctionName(const std::string& text,
                                      const std::optional<std::string>& qualifier,
                                      const Scope& caller) {
  auto name = FunctionName::Parse(text, caller);
  if (!name) return error::InvalidFunctionName(text);
  if (qualifier) {
    if (!name->qualifier.empty() && name->qualifier != *qualifier) return error::QualifiersDiffer();
    name->qualifier = *qualifier;
  }
  if (name->scope.region != caller.region) {
    return error::FunctionOfOtherRegion(name->scope.region.text(), caller.region.text());
  }
  return *std::move(name);
}

FunctionInvocation MakeInvocation(const ResolvedFunction& resolved, std::string payload) {
  FunctionInvocation invocation;
  invocation.scope = resolved.function->scope;
  invocation.function_name = resolved.function->name;
  invocation.version = resolved.executed_version;
  invocation.invoked_arn = resolved.arn;
  invocation.payload = std::move(payload);
  invocation.function = Runnable(resolved);
  return invocation;
}

}  // namespace runnel
