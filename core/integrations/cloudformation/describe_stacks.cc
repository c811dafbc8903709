// DescribeStacks and ListStacks.
// Source: integrations 6.2.
#include <algorithm>

#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/stack_description.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;

struct DescribeStacksInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> next_token;
};
constexpr Member kDescribeInput[] = {
    Field<&DescribeStacksInput::stack_name>("StackName", cf::stack_shapes::kName),
    Field<&DescribeStacksInput::next_token>("NextToken", shapes::kText),
};
struct DescribeStacksOutput {
  std::vector<cf::StackDescription> stacks;
};
constexpr Shape kStacks = ListShape<cf::StackDescription>(cf::kStackDescription);
constexpr Member kDescribeOutput[] = {
    Field<&DescribeStacksOutput::stacks>("Stacks", kStacks),
};

Result<DescribeStacksOutput> DescribeStacks(Context& context, const DescribeStacksInput& input) {
  DescribeStacksOutput output;
  if (input.stack_name) {
    const Stack* const stack = cf::FindStack(context, *input.stack_name);
    if (stack == nullptr) return error::StackWithIdMissing(*input.stack_name);
    output.stacks.push_back(cf::Describe(*stack));
    return output;
  }
  for (const auto& [uid, stack] : context.state.stacks()) {
    if (stack.scope != context.caller || stack.deleted()) continue;
    output.stacks.push_back(cf::Describe(stack));
  }
  // AWS: the latest first.
  std::reverse(output.stacks.begin(), output.stacks.end());
  return output;
}

struct ListStacksInput {
  std::optional<std::vector<std::string>> stack_status_filter;
  std::optional<std::string> next_token;
};
constexpr Member kListInput[] = {
    Field<&ListStacksInput::stack_status_filter>("StackStatusFilter", cf::stack_shapes::kTexts),
    Field<&ListStacksInput::next_token>("NextToken", shapes::kText),
};
struct StackSummary {
  std::string stack_id;
  std::string stack_name;
  std::optional<std::string> template_description;
  Timestamp creation_time;
  std::optional<Timestamp> last_updated_time;
  std::optional<Timestamp> deletion_time;
  std::string stack_status;
  std::optional<std::string> stack_status_reason;
  cf::DriftInformation drift;
};
constexpr Member kSummaryMembers[] = {
    Field<&StackSummary::stack_id>("StackId", shapes::kText),
    Field<&StackSummary::stack_name>("StackName", shapes::kText),
    Field<&StackSummary::template_description>("TemplateDescription", shapes::kText),
    Field<&StackSummary::creation_time>("CreationTime", shapes::kTimestamp),
    Field<&StackSummary::last_updated_time>("LastUpdatedTime", shapes::kTimestamp),
    Field<&StackSummary::deletion_time>("DeletionTime", shapes::kTimestamp),
    Field<&StackSummary::stack_status>("StackStatus", shapes::kText),
    Field<&StackSummary::stack_status_reason>("StackStatusReason", shapes::kText),
    Field<&StackSummary::drift>("DriftInformation", cf::kDriftInformation),
};
constexpr Shape kSummary = StructureShape(kSummaryMembers);
constexpr Shape kSummaries = ListShape<StackSummary>(kSummary);
struct ListStacksOutput {
  std::vector<StackSummary> stack_summaries;
};
constexpr Member kListOutput[] = {
    Field<&ListStacksOutput::stack_summaries>("StackSummaries", kSummaries),
};

Result<ListStacksOutput> ListStacks(Context& context, const ListStacksInput& input) {
  const auto wanted = input.stack_status_filter.value_or(std::vector<std::string>());
  ListStacksOutput output;
  for (const auto& [uid, stack] : context.state.stacks()) {
    const std::string status(NameOf(stack.status));
    const bool listed =
        wanted.empty() || std::find(wanted.begin(), wanted.end(), status) != wanted.end();
    if (stack.scope != context.caller || !listed) continue;
    output.stack_summaries.push_back({stack.id,
                                      stack.name,
                                      cf::NotEmpty(stack.description),
                                      stack.created_at,
                                      stack.updated_at,
                                      stack.deleted_at,
                                      status,
                                      cf::NotEmpty(stack.status_reason),
                                      {}});
  }
  std::reverse(output.stack_summaries.begin(), output.stack_summaries.end());
  return output;
}

}  // namespace

extern constexpr Operation kDescribeStacks =
    DefineOperation<DescribeStacksInput, DescribeStacksOutput, DescribeStacks>(
        "DescribeStacks", kDescribeInput, kDescribeOutput);
extern constexpr Operation kListStacks =
    DefineOperation<ListStacksInput, ListStacksOutput, ListStacks>("ListStacks", kListInput,
                                                                   kListOutput);

}  // namespace runnel
