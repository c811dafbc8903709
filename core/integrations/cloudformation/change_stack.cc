// CreateStack, UpdateStack, DeleteStack and UpdateTerminationProtection.
// Source: integrations 6.2 to 6.4.
#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/change_plan.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;
using cf::StackRequest;

constexpr std::array<std::string_view, 3> kOnFailureValues = {"DO_NOTHING", "ROLLBACK", "DELETE"};
constexpr Shape kOnFailure = EnumShape(kOnFailureValues);
constexpr Shape kTimeout = NumberShape(ShapeKind::kInteger, 1);

struct StackIdOutput {
  std::string stack_id;
};
constexpr Member kStackIdOutput[] = {
    Field<&StackIdOutput::stack_id>("StackId", shapes::kText),
};

constexpr Member kCreateOnly[] = {
    Field<&StackRequest::stack_name>("StackName", cf::stack_shapes::kNewName).Required(),
    Field<&StackRequest::on_failure>("OnFailure", kOnFailure),
    Field<&StackRequest::disable_rollback>("DisableRollback", shapes::kBoolean),
    Field<&StackRequest::timeout_in_minutes>("TimeoutInMinutes", kTimeout),
    Field<&StackRequest::enable_termination_protection>("EnableTerminationProtection",
                                                        shapes::kBoolean),
};
constexpr auto kCreateInput = JoinMembers(kCreateOnly, cf::stack_shapes::kCommon);

Result<StackIdOutput> CreateStack(Context& context, const StackRequest& request) {
  if (cf::FindStack(context, *request.stack_name) != nullptr) {
    return error::StackExists(*request.stack_name);
  }
  auto checked = cf::CheckInput(context, request, nullptr);
  if (!checked) return checked.error();
  Stack stack = cf::NewStack(context, *request.stack_name);
  stack.input = std::move(checked->input);
  stack.description = checked->read.description;
  stack.policy = request.stack_policy_body.value_or("");
  stack.on_failure = request.on_failure.value_or("ROLLBACK");
  stack.disable_rollback = request.disable_rollback.value_or(false);
  stack.timeout_in_minutes = request.timeout_in_minutes.value_or(0);
  stack.termination_protection = request.enable_termination_protection.value_or(false);
  StackIdOutput output{stack.id};
  cf::Start(context, std::move(stack), StackStatus::kCreateInProgress,
            request.client_request_token.value_or(""));
  return output;
}

constexpr Member kUpdateOnly[] = {
    Field<&StackRequest::stack_name>("StackName", cf::stack_shapes::kName).Required(),
    Field<&StackRequest::use_previous_template>("UsePreviousTemplate", shapes::kBoolean),
    Field<&StackRequest::disable_rollback>("DisableRollback", shapes::kBoolean),
};
constexpr auto kUpdateInput = JoinMembers(kUpdateOnly, cf::stack_shapes::kCommon);

Result<StackIdOutput> UpdateStack(Context& context, const StackRequest& request) {
  const Stack* const found = cf::FindStack(context, *request.stack_name);
  if (found == nullptr) return error::StackMissing(*request.stack_name);
  if (const auto may = cf::CheckMayUpdate(*found); !may) return may.error();
  auto checked = cf::CheckInput(context, request, found);
  if (!checked) return checked.error();
  if (!cf::ChangesAnything(context.state, *found, checked->input, checked->read)) {
    return error::NothingToUpdate();
  }
  Stack stack = *found;
  stack.events.clear();
  stack.previous = std::move(stack.input);
  stack.input = std::move(checked->input);
  stack.updated_at = context.now;
  if (request.stack_policy_body) stack.policy = *request.stack_policy_body;
  stack.disable_rollback = request.disable_rollback.value_or(false);
  StackIdOutput output{stack.id};
  cf::Start(context, std::move(stack), StackStatus::kUpdateInProgress,
            request.client_request_token.value_or(""));
  return output;
}

struct DeleteStackInput {
  std::optional<std::string> stack_name;
  std::optional<std::vector<std::string>> retain_resources;
  std::optional<std::string> deletion_mode;
  std::optional<std::string> client_request_token;
};
constexpr std::array<std::string_view, 2> kDeletionModes = {"STANDARD", "FORCE_DELETE_STACK"};
constexpr Shape kDeletionMode = EnumShape(kDeletionModes);
constexpr Member kDeleteInput[] = {
    Field<&DeleteStackInput::stack_name>("StackName", cf::stack_shapes::kName).Required(),
    Field<&DeleteStackInput::retain_resources>("RetainResources", cf::stack_shapes::kTexts),
    Field<&DeleteStackInput::deletion_mode>("DeletionMode", kDeletionMode),
    Field<&DeleteStackInput::client_request_token>("ClientRequestToken", shapes::kText),
};

// The stack, beside this one, that imports what this one exports.
Result<void> CheckExportsUnused(const State& state, const Stack& stack) {
  for (const StackOutput& output : stack.outputs) {
    if (output.export_name.empty()) continue;
    const auto importers = cf::ImportersOf(state, stack.scope, output.export_name);
    if (!importers.empty()) return error::ExportInUse(output.export_name, importers.front());
  }
  return {};
}

Result<NoOutput> DeleteStack(Context& context, const DeleteStackInput& input) {
  const Stack* const found = cf::FindStack(context, *input.stack_name);
  // AWS: there is nothing to do, and so nothing wrong.
  if (found == nullptr || found->deleted()) return NoOutput();
  if (found->status == StackStatus::kDeleteInProgress) return NoOutput();
  if (found->termination_protection) return error::StackProtected(found->name);
  if (const auto unused = CheckExportsUnused(context.state, *found); !unused) return unused.error();
  Stack stack = *found;
  stack.events.clear();
  stack.retained = input.retain_resources.value_or(std::vector<std::string>());
  // AWS: what could not be deleted stays, and the stack goes.
  if (input.deletion_mode == kDeletionModes[1]) {
    for (const StackResource& resource : stack.resources) {
      if (resource.status != ResourceStatus::kDeleteFailed) continue;
      stack.retained.push_back(resource.logical_id);
    }
  }
  cf::Start(context, std::move(stack), StackStatus::kDeleteInProgress,
            input.client_request_token.value_or(""));
  return NoOutput();
}

struct TerminationProtectionInput {
  std::optional<std::string> stack_name;
  std::optional<bool> enable_termination_protection;
};
constexpr Member kProtectionInput[] = {
    Field<&TerminationProtectionInput::stack_name>("StackName", cf::stack_shapes::kName).Required(),
    Field<&TerminationProtectionInput::enable_termination_protection>("EnableTerminationProtection",
                                                                      shapes::kBoolean)
        .Required(),
};

Result<StackIdOutput> UpdateTerminationProtection(Context& context,
                                                  const TerminationProtectionInput& input) {
  const Stack* const found = cf::FindStack(context, *input.stack_name);
  if (found == nullptr || found->deleted()) return error::StackMissing(*input.stack_name);
  Stack stack = *found;
  stack.events.clear();
  stack.termination_protection = *input.enable_termination_protection;
  StackIdOutput output{stack.id};
  context.Emit(StackPut{std::move(stack)});
  return output;
}

}  // namespace

extern constexpr Operation kCreateStack = DefineOperation<StackRequest, StackIdOutput, CreateStack>(
    "CreateStack", kCreateInput, kStackIdOutput);
extern constexpr Operation kUpdateStack = DefineOperation<StackRequest, StackIdOutput, UpdateStack>(
    "UpdateStack", kUpdateInput, kStackIdOutput);
extern constexpr Operation kDeleteStack =
    DefineOperation<DeleteStackInput, DeleteStack>("DeleteStack", kDeleteInput);
extern constexpr Operation kUpdateTerminationProtection =
    DefineOperation<TerminationProtectionInput, StackIdOutput, UpdateTerminationProtection>(
        "UpdateTerminationProtection", kProtectionInput, kStackIdOutput);

}  // namespace runnel
