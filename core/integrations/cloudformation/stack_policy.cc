// SetStackPolicy and GetStackPolicy.
// Source: integrations 6.2.
#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;

struct StackPolicyInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> body;
};
constexpr Member kSetInput[] = {
    Field<&StackPolicyInput::stack_name>("StackName", cf::stack_shapes::kName).Required(),
    Field<&StackPolicyInput::body>("StackPolicyBody", cf::stack_shapes::kPolicyBody),
};
constexpr Member kGetInput[] = {
    Field<&StackPolicyInput::stack_name>("StackName", cf::stack_shapes::kName).Required(),
};
struct StackPolicyOutput {
  std::optional<std::string> body;
};
constexpr Member kGetOutput[] = {
    Field<&StackPolicyOutput::body>("StackPolicyBody", shapes::kText),
};

Result<const Stack*> FindPresent(const Context& context, const std::string& name) {
  const Stack* const found = cf::FindStack(context, name);
  if (found == nullptr || found->deleted()) return error::StackMissing(name);
  return found;
}

Result<NoOutput> SetStackPolicy(Context& context, const StackPolicyInput& input) {
  const auto found = FindPresent(context, *input.stack_name);
  if (!found) return found.error();
  if (!input.body) return error::StackPolicyMissing();
  if (const auto valid = cf::CheckPolicyBody(*input.body); !valid) return valid.error();
  Stack stack = **found;
  stack.events.clear();
  stack.policy = *input.body;
  context.Emit(StackPut{std::move(stack)});
  return NoOutput();
}

Result<StackPolicyOutput> GetStackPolicy(Context& context, const StackPolicyInput& input) {
  const auto found = FindPresent(context, *input.stack_name);
  if (!found) return found.error();
  StackPolicyOutput output;
  if (!(*found)->policy.empty()) output.body = (*found)->policy;
  return output;
}

}  // namespace

extern constexpr Operation kSetStackPolicy =
    DefineOperation<StackPolicyInput, SetStackPolicy>("SetStackPolicy", kSetInput);
extern constexpr Operation kGetStackPolicy =
    DefineOperation<StackPolicyInput, StackPolicyOutput, GetStackPolicy>("GetStackPolicy",
                                                                         kGetInput, kGetOutput);

}  // namespace runnel
