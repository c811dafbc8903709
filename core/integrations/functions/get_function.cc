// GetFunction, GetFunctionConfiguration and DeleteFunction.
// Source: integrations 4.4.
#include "core/api/function_errors.h"
#include "core/integrations/functions/function_input.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct NamedFunctionInput {
  std::optional<std::string> function_name;
  std::optional<std::string> qualifier;
};
constexpr Member kInput[] = {
    Field<&NamedFunctionInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&NamedFunctionInput::qualifier>("Qualifier", shapes::kText),
};

// Errors: those of ReadFunctionName, FunctionNotFound.
Result<ResolvedFunction> Find(const Context& context, const NamedFunctionInput& input) {
  const auto name = ReadFunctionName(*input.function_name, input.qualifier, context.caller);
  if (!name) return name.error();
  const auto resolved = ResolveFunction(context.state, *name);
  if (!resolved) return error::FunctionNotFound(name->Arn());
  return *resolved;
}

// AWS: what was asked for by a qualifier is named with it.
FunctionOutput Describe(const ResolvedFunction& resolved, Timestamp now) {
  FunctionOutput output = resolved.executed_version == kLatestVersion
                              ? FunctionOutput::Of(*resolved.function, now)
                              : FunctionOutput::OfVersion(
                                    *resolved.function, std::stoi(resolved.executed_version), now);
  output.function_arn = resolved.arn;
  return output;
}

struct FunctionConcurrency {
  std::optional<std::int32_t> reserved;
};
constexpr Member kConcurrencyMembers[] = {
    Field<&FunctionConcurrency::reserved>("ReservedConcurrentExecutions", shapes::kInteger),
};
constexpr Shape kConcurrency = StructureShape(kConcurrencyMembers);

struct FunctionCodeOutput {
  std::optional<std::string> repository_type;
  std::optional<std::string> image_uri;
};
constexpr Member kCodeMembers[] = {
    Field<&FunctionCodeOutput::repository_type>("RepositoryType", shapes::kText),
    Field<&FunctionCodeOutput::image_uri>("ImageUri", shapes::kText),
};
constexpr Shape kCode = StructureShape(kCodeMembers);

struct GetFunctionOutput {
  FunctionOutput configuration;
  FunctionCodeOutput code;
  std::optional<TagMap> tags;
  std::optional<FunctionConcurrency> concurrency;
};
constexpr Member kOutput[] = {
    Field<&GetFunctionOutput::configuration>("Configuration", function_shapes::kOutput),
    Field<&GetFunctionOutput::code>("Code", kCode),
    Field<&GetFunctionOutput::tags>("Tags", function_shapes::kTags),
    Field<&GetFunctionOutput::concurrency>("Concurrency", kConcurrency),
};

Result<GetFunctionOutput> GetFunction(Context& context, const NamedFunctionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  const Function& function = *found->function;
  GetFunctionOutput output;
  output.configuration = Describe(*found, context.now);
  const FunctionConfiguration& configuration = found->version->configuration;
  const bool is_zip = configuration.package_type == "Zip";
  output.code.repository_type = is_zip ? "S3" : "ECR";
  if (!is_zip) output.code.image_uri = configuration.image_uri;
  if (!function.tags.empty()) output.tags = function.tags;
  if (function.reserved_concurrency) {
    output.concurrency.emplace().reserved = function.reserved_concurrency;
  }
  return output;
}

Result<FunctionOutput> GetFunctionConfiguration(Context& context, const NamedFunctionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  return Describe(*found, context.now);
}

// Errors: those of Find, LatestVersionNotDeletable, VersionOfAlias.
Result<NoOutput> DeleteFunction(Context& context, const NamedFunctionInput& input) {
  const auto name = ReadFunctionName(*input.function_name, input.qualifier, context.caller);
  const auto found = Find(context, input);
  if (!found) return found.error();
  const Function& function = *found->function;
  if (name->qualifier.empty()) {
    context.Emit(FunctionDeleted{function.scope, function.name});
    return NoOutput{};
  }
  if (found->executed_version == kLatestVersion) return error::LatestVersionNotDeletable();
  for (const auto& [alias_name, alias] : function.aliases) {
    if (alias.version == found->executed_version) {
      return error::VersionOfAlias(found->executed_version, alias_name);
    }
  }
  Function without = function;
  without.versions.erase(std::stoi(found->executed_version));
  context.Emit(FunctionPut{std::move(without)});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kGetFunction =
    DefineOperation<NamedFunctionInput, GetFunctionOutput, GetFunction>("GetFunction", kInput,
                                                                        kOutput);
extern constexpr Operation kGetFunctionConfiguration =
    DefineOperation<NamedFunctionInput, FunctionOutput, GetFunctionConfiguration>(
        "GetFunctionConfiguration", kInput, function_shapes::kOutputMembers);
extern constexpr Operation kDeleteFunction =
    DefineOperation<NamedFunctionInput, DeleteFunction>("DeleteFunction", kInput);

}  // namespace runnel
