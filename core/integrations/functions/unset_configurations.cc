// What tools ask about every function they have read, and what no function here has.
// Source: integrations 4.4.
#include "core/api/function_errors.h"
#include "core/integrations/functions/function_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct UnsetInput {
  std::optional<std::string> function_name;
};
constexpr Member kInput[] = {
    Field<&UnsetInput::function_name>("FunctionName", function_shapes::kName).Required(),
};

// Each operation takes a part of it.
struct UnsetOutput {
  std::optional<std::string> function_name;
  std::optional<std::string> function_arn;
  std::optional<std::string> update_runtime_on;
  std::optional<std::string> recursive_loop;
};
constexpr Member kSigningOutput[] = {
    Field<&UnsetOutput::function_name>("FunctionName", shapes::kText),
};
constexpr Member kRuntimeOutput[] = {
    Field<&UnsetOutput::update_runtime_on>("UpdateRuntimeOn", shapes::kText),
    Field<&UnsetOutput::function_arn>("FunctionArn", shapes::kText),
};
constexpr Member kRecursionOutput[] = {
    Field<&UnsetOutput::recursive_loop>("RecursiveLoop", shapes::kText),
};

Result<UnsetOutput> Describe(Context& context, const UnsetInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  return UnsetOutput{(*found)->name, (*found)->Arn(), "Auto", "Terminate"};
}

Result<UnsetOutput> GetUrlConfig(Context& context, const UnsetInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  return error::NoFunctionUrl();
}

}  // namespace

extern constexpr Operation kGetFunctionCodeSigningConfig =
    DefineOperation<UnsetInput, UnsetOutput, Describe>("GetFunctionCodeSigningConfig", kInput,
                                                       kSigningOutput);
extern constexpr Operation kGetRuntimeManagementConfig =
    DefineOperation<UnsetInput, UnsetOutput, Describe>("GetRuntimeManagementConfig", kInput,
                                                       kRuntimeOutput);
extern constexpr Operation kGetFunctionRecursionConfig =
    DefineOperation<UnsetInput, UnsetOutput, Describe>("GetFunctionRecursionConfig", kInput,
                                                       kRecursionOutput);
extern constexpr Operation kGetFunctionUrlConfig =
    DefineOperation<UnsetInput, UnsetOutput, GetUrlConfig>("GetFunctionUrlConfig", kInput,
                                                           kSigningOutput);

}  // namespace runnel
