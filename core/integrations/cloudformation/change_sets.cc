// CreateChangeSet, DescribeChangeSet, ExecuteChangeSet, DeleteChangeSet and ListChangeSets.
// Source: integrations 6.2, 6.5.
#include <algorithm>
#include <boost/json/serialize.hpp>

#include "core/api/stack_errors.h"
#include "core/base/uuid.h"
#include "core/integrations/cloudformation/change_description.h"
#include "core/integrations/cloudformation/change_plan.h"
#include "core/integrations/cloudformation/stack_description.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/integrations/cloudformation/stack_step.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;
using cf::StackRequest;

constexpr char kNothingChanged[] =
    "The submitted information didn't contain changes. Submit different information to create a "
    "change set.";

constexpr std::array<std::string_view, 3> kTypes = {"CREATE", "UPDATE", "IMPORT"};
constexpr Shape kType = EnumShape(kTypes);
constexpr Member kCreateOnly[] = {
    Field<&StackRequest::stack_name>("StackName", cf::stack_shapes::kName).Required(),
    Field<&StackRequest::change_set_name>("ChangeSetName", cf::stack_shapes::kNewName).Required(),
    Field<&StackRequest::change_set_type>("ChangeSetType", kType),
    Field<&StackRequest::use_previous_template>("UsePreviousTemplate", shapes::kBoolean),
    Field<&StackRequest::description>("Description", shapes::kText),
    Field<&StackRequest::on_stack_failure>("OnStackFailure", shapes::kText),
};
constexpr auto kCreateInput = JoinMembers(kCreateOnly, cf::stack_shapes::kCommon);
struct CreateChangeSetOutput {
  std::string id;
  std::string stack_id;
};
constexpr Member kCreateOutput[] = {
    Field<&CreateChangeSetOutput::id>("Id", shapes::kText),
    Field<&CreateChangeSetOutput::stack_id>("StackId", shapes::kText),
};

std::vector<ChangeSet>::iterator Find(Stack& stack, const std::string& name) {
  const ChangeSet* const found = cf::FindChangeSet(stack, name);
  if (found == nullptr) return stack.change_sets.end();
  return stack.change_sets.begin() + (found - stack.change_sets.data());
}

// The stack that a change set is for: a new one in review, if it is to create one.
Result<Stack> StackFor(Context& context, const StackRequest& request, bool creates) {
  const Stack* const found = cf::FindStack(context, *request.stack_name);
  if (found == nullptr || found->deleted()) {
    if (!creates) return error::StackMissing(*request.stack_name);
    return cf::NewStack(context, *request.stack_name);
  }
  const bool in_review = found->status == StackStatus::kReviewInProgress;
  if (creates && !in_review) {
    return error::StackExistsForChangeSet(*request.stack_name, *request.change_set_name);
  }
  if (!creates) {
    if (const auto may = cf::CheckMayUpdate(*found); !may) return may.error();
  }
  Stack stack = *found;
  stack.events.clear();
  return stack;
}

Result<CreateChangeSetOutput> CreateChangeSet(Context& context, const StackRequest& request) {
  const std::string type = request.change_set_type.value_or("UPDATE");
  if (type == "IMPORT") return error::ImportUnsupported();
  const bool creates = type == "CREATE";
  auto stack = StackFor(context, request, creates);
  if (!stack) return stack.error();
  // DEVIATION: the AWS CLI names change sets by the second, and here several fit into one: what was
  // executed, or cannot be, makes room for another of its name.
  const auto namesake = Find(*stack, *request.change_set_name);
  if (namesake != stack->change_sets.end()) {
    const bool spent = namesake->executed || !namesake->status_reason.empty();
    if (!spent) return error::ChangeSetExists(*request.change_set_name);
    stack->change_sets.erase(namesake);
  }
  auto checked = cf::CheckInput(context, request, creates ? nullptr : &*stack);
  if (!checked) return checked.error();
  ChangeSet change_set;
  change_set.id = "arn:aws:cloudformation:" + context.caller.region.text() + ":" +
                  context.caller.account.text() + ":changeSet/" + *request.change_set_name + "/" +
                  RandomUuid(context.random);
  change_set.name = *request.change_set_name;
  change_set.creates = creates;
  change_set.description = request.description.value_or("");
  change_set.created_at = context.now;
  change_set.on_stack_failure = request.on_stack_failure.value_or("");
  const auto changes = cf::PlanChanges(context.state, *stack, checked->input, checked->read);
  change_set.changes = boost::json::serialize(changes);
  if (!creates && !cf::ChangesAnything(context.state, *stack, checked->input, checked->read)) {
    change_set.status_reason = kNothingChanged;
  }
  change_set.input = std::move(checked->input);
  CreateChangeSetOutput output{change_set.id, stack->id};
  stack->change_sets.push_back(std::move(change_set));
  const bool is_new = context.state.FindStack(stack->uid) == nullptr;
  if (is_new) stack->status_reason = "User Initiated";
  const StackUid uid = stack->uid;
  const StackEvent event = cf::StackEventOf(*stack, context.now, RandomUuid(context.random));
  context.Emit(StackPut{*std::move(stack)});
  if (is_new) context.Emit(StackEventsAdded{uid, {event}});
  return output;
}

// --- the operations that name one ----------------------------------------------------------------

struct ChangeSetInput {
  std::optional<std::string> change_set_name;
  std::optional<std::string> stack_name;
  std::optional<std::string> client_request_token;
  std::optional<bool> disable_rollback;
};
constexpr Member kNamedInput[] = {
    Field<&ChangeSetInput::change_set_name>("ChangeSetName", shapes::kText).Required(),
    Field<&ChangeSetInput::stack_name>("StackName", shapes::kText),
    Field<&ChangeSetInput::client_request_token>("ClientRequestToken", shapes::kText),
    Field<&ChangeSetInput::disable_rollback>("DisableRollback", shapes::kBoolean),
};

// A copy of the stack that has the change set, without its events.
Result<Stack> FindChangeSet(const Context& context, const ChangeSetInput& input) {
  const std::string& name = *input.change_set_name;
  if (name.starts_with("arn:")) {
    const Stack* const stack = cf::FindStackOfChangeSet(context, name);
    if (stack == nullptr) return error::ChangeSetMissing(name);
    Stack copy = *stack;
    copy.events.clear();
    return copy;
  }
  if (!input.stack_name) return error::ChangeSetWithoutStack();
  const Stack* const stack = cf::FindStack(context, *input.stack_name);
  if (stack == nullptr) return error::StackMissing(*input.stack_name);
  Stack copy = *stack;
  copy.events.clear();
  if (Find(copy, name) == copy.change_sets.end()) return error::ChangeSetMissing(name);
  return copy;
}

std::string StatusOf(const ChangeSet& change_set) {
  return change_set.status_reason.empty() ? "CREATE_COMPLETE" : "FAILED";
}
std::string ExecutionStatusOf(const ChangeSet& change_set) {
  if (!change_set.status_reason.empty()) return "UNAVAILABLE";
  return change_set.executed ? "EXECUTE_COMPLETE" : "AVAILABLE";
}

struct ChangeSetDescription {
  std::string change_set_name;
  std::string change_set_id;
  std::string stack_id;
  std::string stack_name;
  std::optional<std::string> description;
  std::optional<std::vector<cf::ParameterDescription>> parameters;
  Timestamp creation_time;
  std::string execution_status;
  std::string status;
  std::optional<std::string> status_reason;
  std::vector<std::string> notification_arns;
  cf::RollbackConfiguration rollback_configuration;
  std::vector<std::string> capabilities;
  std::optional<std::vector<cf::TagDescription>> tags;
  std::vector<cf::ChangeDescription> changes;
  bool include_nested_stacks = false;
};
constexpr Member kSummaryMembers[] = {
    Field<&ChangeSetDescription::change_set_name>("ChangeSetName", shapes::kText),
    Field<&ChangeSetDescription::change_set_id>("ChangeSetId", shapes::kText),
    Field<&ChangeSetDescription::stack_id>("StackId", shapes::kText),
    Field<&ChangeSetDescription::stack_name>("StackName", shapes::kText),
    Field<&ChangeSetDescription::description>("Description", shapes::kText),
    Field<&ChangeSetDescription::creation_time>("CreationTime", shapes::kTimestamp),
    Field<&ChangeSetDescription::execution_status>("ExecutionStatus", shapes::kText),
    Field<&ChangeSetDescription::status>("Status", shapes::kText),
    Field<&ChangeSetDescription::status_reason>("StatusReason", shapes::kText),
    Field<&ChangeSetDescription::include_nested_stacks>("IncludeNestedStacks", shapes::kBoolean),
};
constexpr Member kDetailMembers[] = {
    Field<&ChangeSetDescription::parameters>("Parameters", cf::kParameterDescriptions),
    Field<&ChangeSetDescription::notification_arns>("NotificationARNs", cf::stack_shapes::kTexts),
    Field<&ChangeSetDescription::rollback_configuration>("RollbackConfiguration",
                                                         cf::kRollbackConfiguration),
    Field<&ChangeSetDescription::capabilities>("Capabilities", cf::stack_shapes::kTexts),
    Field<&ChangeSetDescription::tags>("Tags", cf::kTagDescriptions),
    Field<&ChangeSetDescription::changes>("Changes", cf::kChanges),
};
constexpr auto kDescribeOutput = JoinMembers(kSummaryMembers, kDetailMembers);

ChangeSetDescription Describe(const Stack& stack, const ChangeSet& change_set) {
  ChangeSetDescription description;
  description.change_set_name = change_set.name;
  description.change_set_id = change_set.id;
  description.stack_id = stack.id;
  description.stack_name = stack.name;
  description.description = cf::NotEmpty(change_set.description);
  if (!change_set.input.parameters.empty()) {
    description.parameters = cf::DescribeParameters(change_set.input);
  }
  description.creation_time = change_set.created_at;
  description.execution_status = ExecutionStatusOf(change_set);
  description.status = StatusOf(change_set);
  description.status_reason = cf::NotEmpty(change_set.status_reason);
  description.notification_arns = change_set.input.notification_arns;
  description.capabilities = change_set.input.capabilities;
  if (!change_set.input.tags.empty()) description.tags = cf::DescribeTags(change_set.input.tags);
  return description;
}

Result<ChangeSetDescription> DescribeChangeSet(Context& context, const ChangeSetInput& input) {
  auto stack = FindChangeSet(context, input);
  if (!stack) return stack.error();
  const ChangeSet& change_set = *Find(*stack, *input.change_set_name);
  ChangeSetDescription description = Describe(*stack, change_set);
  description.changes = cf::DescribeChanges(change_set.changes);
  return description;
}

// They have an empty result.
struct EmptyOutput {};

Result<EmptyOutput> ExecuteChangeSet(Context& context, const ChangeSetInput& input) {
  auto stack = FindChangeSet(context, input);
  if (!stack) return stack.error();
  const auto change_set = Find(*stack, *input.change_set_name);
  if (!change_set->status_reason.empty() || change_set->executed) {
    return error::ChangeSetNotExecutable(
        change_set->id, change_set->executed ? "EXECUTE_COMPLETE" : StatusOf(*change_set));
  }
  if (!change_set->creates) {
    if (const auto may = cf::CheckMayUpdate(*stack); !may) return may.error();
    stack->previous = std::move(stack->input);
    stack->updated_at = context.now;
  }
  stack->input = std::move(change_set->input);
  stack->change_set_id = change_set->id;
  if (change_set->on_stack_failure == "DELETE") stack->on_failure = "DELETE";
  stack->disable_rollback =
      input.disable_rollback.value_or(false) || change_set->on_stack_failure == "DO_NOTHING";
  const bool creates = change_set->creates;
  // AWS: the others are obsolete, and the executed one is not listed for long either.
  stack->change_sets.clear();
  cf::Start(context, *std::move(stack),
            creates ? StackStatus::kCreateInProgress : StackStatus::kUpdateInProgress,
            input.client_request_token.value_or(""));
  return EmptyOutput();
}

// AWS: one that is not there is deleted all the same, as long as its stack is there. The CDK counts
// on it.
Result<EmptyOutput> DeleteChangeSet(Context& context, const ChangeSetInput& input) {
  auto stack = FindChangeSet(context, input);
  if (!stack) {
    if (!input.stack_name) return stack.error();
    const Stack* const of = cf::FindStack(context, *input.stack_name);
    if (of == nullptr || of->deleted()) return error::StackMissing(*input.stack_name);
    return EmptyOutput();
  }
  stack->change_sets.erase(Find(*stack, *input.change_set_name));
  context.Emit(StackPut{*std::move(stack)});
  return EmptyOutput();
}

struct ListChangeSetsInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> next_token;
};
constexpr Member kListInput[] = {
    Field<&ListChangeSetsInput::stack_name>("StackName", cf::stack_shapes::kName).Required(),
    Field<&ListChangeSetsInput::next_token>("NextToken", shapes::kText),
};
constexpr Shape kSummary = StructureShape(kSummaryMembers);
constexpr Shape kSummaries = ListShape<ChangeSetDescription>(kSummary);
struct ListChangeSetsOutput {
  std::vector<ChangeSetDescription> summaries;
};
constexpr Member kListOutput[] = {
    Field<&ListChangeSetsOutput::summaries>("Summaries", kSummaries),
};

Result<ListChangeSetsOutput> ListChangeSets(Context& context, const ListChangeSetsInput& input) {
  const Stack* const stack = cf::FindStack(context, *input.stack_name);
  if (stack == nullptr) return error::StackMissing(*input.stack_name);
  ListChangeSetsOutput output;
  for (const ChangeSet& change_set : stack->change_sets) {
    output.summaries.push_back(Describe(*stack, change_set));
  }
  return output;
}

constexpr std::span<const Member> kNothing;

}  // namespace

extern constexpr Operation kCreateChangeSet =
    DefineOperation<StackRequest, CreateChangeSetOutput, CreateChangeSet>(
        "CreateChangeSet", kCreateInput, kCreateOutput);
extern constexpr Operation kDescribeChangeSet =
    DefineOperation<ChangeSetInput, ChangeSetDescription, DescribeChangeSet>(
        "DescribeChangeSet", kNamedInput, kDescribeOutput);
extern constexpr Operation kExecuteChangeSet =
    DefineOperation<ChangeSetInput, EmptyOutput, ExecuteChangeSet>("ExecuteChangeSet", kNamedInput,
                                                                   kNothing);
extern constexpr Operation kDeleteChangeSet =
    DefineOperation<ChangeSetInput, EmptyOutput, DeleteChangeSet>("DeleteChangeSet", kNamedInput,
                                                                  kNothing);
extern constexpr Operation kListChangeSets =
    DefineOperation<ListChangeSetsInput, ListChangeSetsOutput, ListChangeSets>(
        "ListChangeSets", kListInput, kListOutput);

}  // namespace runnel
