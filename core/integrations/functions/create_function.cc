// Source: integrations 4.4.
#include "core/api/errors.h"
#include "core/api/function_errors.h"
#include "core/integrations/functions/function_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::size_t kNameSizeMax = 64;

constexpr Member kCodeMembers[] = {
    Field<&FunctionCodeInput::zip_file>("ZipFile", function_shapes::kZip).Redacted(),
    Field<&FunctionCodeInput::s3_bucket>("S3Bucket", shapes::kText),
    Field<&FunctionCodeInput::s3_key>("S3Key", shapes::kText),
    Field<&FunctionCodeInput::image_uri>("ImageUri", shapes::kText),
};
constexpr Shape kCode = StructureShape(kCodeMembers);
constexpr Member kOwnInput[] = {
    Field<&FunctionInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&FunctionInput::role>("Role", function_shapes::kRole).Required(),
    Field<&FunctionInput::code>("Code", kCode).Required(),
    Field<&FunctionInput::package_type>("PackageType", function_shapes::kPackageType),
    Field<&FunctionInput::architectures>("Architectures", function_shapes::kArchitectureInput),
    Field<&FunctionInput::tags>("Tags", function_shapes::kTags),
    Field<&FunctionInput::publish>("Publish", shapes::kBoolean),
};
constexpr auto kInput = JoinMembers(kOwnInput, function_shapes::kSettings);

Result<FunctionOutput> CreateFunction(Context& context, const FunctionInput& input) {
  const auto named = FunctionName::Parse(*input.function_name, context.caller);
  if (!named || !named->qualifier.empty() || named->scope != context.caller) {
    return error::InvalidFunctionName(*input.function_name);
  }
  if (named->name.size() > kNameSizeMax) {
    return error::ValidationOf(
        "'" + *input.function_name + "'", "functionName",
        "Member must have length less than or equal to " + std::to_string(kNameSizeMax));
  }
  if (context.state.FindFunction(named->scope, named->name) != nullptr) {
    return error::FunctionExists(named->name);
  }
  Function function;
  function.scope = named->scope;
  function.name = named->name;
  function.tags = input.tags.value_or(TagMap());
  FunctionVersion& version = function.latest;
  version.configuration.package_type = input.package_type.value_or("Zip");
  const bool is_zip = version.configuration.package_type == "Zip";
  if (is_zip && !input.runtime) return error::RuntimeMissing();
  if (is_zip && !input.handler) return error::HandlerMissing();
  if (const auto configured = Configure(input, version.configuration); !configured) {
    return configured.error();
  }
  if (const auto taken = TakeCode(*input.code, version); !taken) return taken.error();
  return Put(context, std::move(function), input.publish.value_or(false));
}

}  // namespace

extern constexpr Operation kCreateFunction =
    DefineOperation<FunctionInput, FunctionOutput, CreateFunction>("CreateFunction", kInput,
                                                                   function_shapes::kOutputMembers);

}  // namespace runnel
