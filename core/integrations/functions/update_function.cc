// UpdateFunctionCode and UpdateFunctionConfiguration.
// Source: integrations 4.4.
#include "core/integrations/functions/function_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kNamedInput[] = {
    Field<&FunctionInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&FunctionInput::role>("Role", function_shapes::kRole),
    Field<&FunctionInput::revision_id>("RevisionId", shapes::kText),
};
constexpr auto kConfigurationInput = JoinMembers(kNamedInput, function_shapes::kSettings);

Result<FunctionOutput> UpdateFunctionConfiguration(Context& context, const FunctionInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  const auto may = CheckMayChange(context, **found, input.revision_id);
  if (!may) return may.error();
  Function function = **found;
  const auto configured = Configure(input, function.latest.configuration);
  if (!configured) return configured.error();
  return Put(context, std::move(function));
}

// The code is not in a structure of its own here.
struct FunctionCodeUpdate : FunctionCodeInput {
  std::optional<std::string> function_name;
  std::optional<std::vector<std::string>> architectures;
  std::optional<bool> publish;
  std::optional<bool> dry_run;
  std::optional<std::string> revision_id;
};
constexpr Member kCodeBase[] = {
    Field<&FunctionCodeInput::zip_file>("ZipFile", function_shapes::kZip).Redacted(),
    Field<&FunctionCodeInput::s3_bucket>("S3Bucket", shapes::kText),
    Field<&FunctionCodeInput::s3_key>("S3Key", shapes::kText),
    Field<&FunctionCodeInput::image_uri>("ImageUri", shapes::kText),
};
constexpr Member kCodeOwn[] = {
    Field<&FunctionCodeUpdate::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&FunctionCodeUpdate::architectures>("Architectures", function_shapes::kArchitectureInput),
    Field<&FunctionCodeUpdate::publish>("Publish", shapes::kBoolean),
    Field<&FunctionCodeUpdate::dry_run>("DryRun", shapes::kBoolean),
    Field<&FunctionCodeUpdate::revision_id>("RevisionId", shapes::kText),
};
constexpr auto kCodeInput = JoinMembers(kCodeBase, kCodeOwn);

Result<FunctionOutput> UpdateFunctionCode(Context& context, const FunctionCodeUpdate& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  const auto may = CheckMayChange(context, **found, input.revision_id);
  if (!may) return may.error();
  Function function = **found;
  if (const auto taken = TakeCode(input, function.latest); !taken) return taken.error();
  if (input.architectures) {
    function.latest.configuration.architecture = input.architectures->front();
  }
  // OBSERVED: not what a dry run answers; what the function would be tells of the code most.
  if (input.dry_run.value_or(false)) return FunctionOutput::Of(function, context.now);
  return Put(context, std::move(function), input.publish.value_or(false));
}

}  // namespace

extern constexpr Operation kUpdateFunctionConfiguration =
    DefineOperation<FunctionInput, FunctionOutput, UpdateFunctionConfiguration>(
        "UpdateFunctionConfiguration", kConfigurationInput, function_shapes::kOutputMembers);
extern constexpr Operation kUpdateFunctionCode =
    DefineOperation<FunctionCodeUpdate, FunctionOutput, UpdateFunctionCode>(
        "UpdateFunctionCode", kCodeInput, function_shapes::kOutputMembers);

}  // namespace runnel
