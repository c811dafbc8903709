// GetFunction, GetFunctionConfiguration and DeleteFunction.
// Source: integrations 4.4.
#include "core/api/function_errors.h"
#include "core/integrations/functions/function_input.h"
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

// Errors: those of FindNamedFunction, QualifiersDiffer.
Result<const Function*> Find(const Context& context, const NamedFunctionInput& input) {
  const std::string& name = *input.function_name;
  if (!input.qualifier) return FindNamedFunction(context, name);
  const auto named = FunctionName::Parse(name, context.caller);
  if (!named) return error::InvalidFunctionName(name);
  if (!named->qualifier.empty() && named->qualifier != *input.qualifier) {
    return error::QualifiersDiffer();
  }
  FunctionName qualified = *named;
  qualified.qualifier = *input.qualifier;
  return FindNamedFunction(context, qualified.Arn());
}

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
};
constexpr Member kOutput[] = {
    Field<&GetFunctionOutput::configuration>("Configuration", function_shapes::kOutput),
    Field<&GetFunctionOutput::code>("Code", kCode),
    Field<&GetFunctionOutput::tags>("Tags", function_shapes::kTags),
};

Result<GetFunctionOutput> GetFunction(Context& context, const NamedFunctionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  const Function& function = **found;
  GetFunctionOutput output;
  output.configuration = FunctionOutput::Of(function, context.now);
  const bool is_zip = function.latest.configuration.package_type == "Zip";
  output.code.repository_type = is_zip ? "S3" : "ECR";
  if (!is_zip) output.code.image_uri = function.latest.configuration.image_uri;
  if (!function.tags.empty()) output.tags = function.tags;
  return output;
}

Result<FunctionOutput> GetFunctionConfiguration(Context& context, const NamedFunctionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  return FunctionOutput::Of(**found, context.now);
}

Result<NoOutput> DeleteFunction(Context& context, const NamedFunctionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  context.Emit(FunctionDeleted{(*found)->scope, (*found)->name});
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
