// DescribeStackResource, DescribeStackResources and ListStackResources.
// Source: integrations 6.2.
#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/stack_description.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;

struct ResourceDrift {
  std::string status = "NOT_CHECKED";
};
constexpr Member kDriftMembers[] = {
    Field<&ResourceDrift::status>("StackResourceDriftStatus", shapes::kText),
};
constexpr Shape kDrift = StructureShape(kDriftMembers);

// The operations show parts of it, under two names for the time.
struct ResourceDescription {
  std::string stack_name;
  std::string stack_id;
  std::string logical_resource_id;
  std::optional<std::string> physical_resource_id;
  std::string resource_type;
  Timestamp timestamp;
  std::string resource_status;
  std::optional<std::string> resource_status_reason;
  std::optional<std::string> metadata;
  ResourceDrift drift;
};
constexpr Member kOwners[] = {
    Field<&ResourceDescription::stack_name>("StackName", shapes::kText),
    Field<&ResourceDescription::stack_id>("StackId", shapes::kText),
};
constexpr Member kCommon[] = {
    Field<&ResourceDescription::logical_resource_id>("LogicalResourceId", shapes::kText),
    Field<&ResourceDescription::physical_resource_id>("PhysicalResourceId", shapes::kText),
    Field<&ResourceDescription::resource_type>("ResourceType", shapes::kText),
    Field<&ResourceDescription::resource_status>("ResourceStatus", shapes::kText),
    Field<&ResourceDescription::resource_status_reason>("ResourceStatusReason", shapes::kText),
    Field<&ResourceDescription::drift>("DriftInformation", kDrift),
};

ResourceDescription Describe(const Stack& stack, const StackResource& resource) {
  return {stack.name,
          stack.id,
          resource.logical_id,
          cf::NotEmpty(resource.physical_id),
          resource.type,
          resource.updated_at,
          std::string(NameOf(resource.status)),
          cf::NotEmpty(resource.status_reason),
          cf::NotEmpty(resource.metadata),
          {}};
}

template <std::size_t A, std::size_t B>
constexpr std::array<Member, A + B> Join(const std::array<Member, A>& first,
                                         const Member (&second)[B]) {
  std::array<Member, A + B> joined{};
  for (std::size_t i = 0; i < A; ++i) joined[i] = first[i];
  for (std::size_t i = 0; i < B; ++i) joined[A + i] = second[i];
  return joined;
}

// --- DescribeStackResource -----------------------------------------------------------------------

struct DescribeStackResourceInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> logical_resource_id;
};
constexpr Member kOneInput[] = {
    Field<&DescribeStackResourceInput::stack_name>("StackName", shapes::kText).Required(),
    Field<&DescribeStackResourceInput::logical_resource_id>("LogicalResourceId", shapes::kText)
        .Required(),
};
constexpr Member kDetailOnly[] = {
    Field<&ResourceDescription::timestamp>("LastUpdatedTimestamp", shapes::kTimestamp),
    Field<&ResourceDescription::metadata>("Metadata", shapes::kText),
};
constexpr auto kDetailMembers = Join(JoinMembers(kOwners, kCommon), kDetailOnly);
constexpr Shape kDetail = StructureShape(kDetailMembers);
struct DescribeStackResourceOutput {
  ResourceDescription detail;
};
constexpr Member kOneOutput[] = {
    Field<&DescribeStackResourceOutput::detail>("StackResourceDetail", kDetail),
};

Result<DescribeStackResourceOutput> DescribeStackResource(Context& context,
                                                          const DescribeStackResourceInput& input) {
  const Stack* const stack = cf::FindStack(context, *input.stack_name);
  if (stack == nullptr) return error::StackQuotedMissing(*input.stack_name);
  const StackResource* const resource = stack->FindResource(*input.logical_resource_id);
  if (resource == nullptr) {
    return error::StackResourceMissing(*input.logical_resource_id, *input.stack_name);
  }
  return DescribeStackResourceOutput{Describe(*stack, *resource)};
}

// --- DescribeStackResources ----------------------------------------------------------------------

struct DescribeStackResourcesInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> logical_resource_id;
  std::optional<std::string> physical_resource_id;
};
constexpr Member kSomeInput[] = {
    Field<&DescribeStackResourcesInput::stack_name>("StackName", shapes::kText),
    Field<&DescribeStackResourcesInput::logical_resource_id>("LogicalResourceId", shapes::kText),
    Field<&DescribeStackResourcesInput::physical_resource_id>("PhysicalResourceId", shapes::kText),
};
constexpr Member kTimestamp[] = {
    Field<&ResourceDescription::timestamp>("Timestamp", shapes::kTimestamp),
};
constexpr auto kResourceMembers = Join(JoinMembers(kOwners, kCommon), kTimestamp);
constexpr Shape kResource = StructureShape(kResourceMembers);
constexpr Shape kResources = ListShape<ResourceDescription>(kResource);
struct DescribeStackResourcesOutput {
  std::vector<ResourceDescription> resources;
};
constexpr Member kSomeOutput[] = {
    Field<&DescribeStackResourcesOutput::resources>("StackResources", kResources),
};

const Stack* FindByPhysicalId(const Context& context, const std::string& physical_id) {
  for (const auto& [uid, stack] : context.state.stacks()) {
    if (stack.scope != context.caller || stack.deleted()) continue;
    for (const StackResource& resource : stack.resources) {
      if (resource.physical_id == physical_id) return &stack;
    }
  }
  return nullptr;
}

Result<DescribeStackResourcesOutput> DescribeStackResources(
    Context& context, const DescribeStackResourcesInput& input) {
  const std::string named =
      input.stack_name.value_or(input.physical_resource_id.value_or(std::string()));
  if (named.empty()) return error::StackOrPhysicalIdMissing();
  const Stack* const stack =
      input.stack_name ? cf::FindStack(context, named) : FindByPhysicalId(context, named);
  if (stack == nullptr) return error::StackWithIdMissing(named);
  DescribeStackResourcesOutput output;
  for (const StackResource& resource : stack->resources) {
    const bool wanted =
        !input.logical_resource_id || resource.logical_id == *input.logical_resource_id;
    if (wanted && !resource.superseded) output.resources.push_back(Describe(*stack, resource));
  }
  return output;
}

// --- ListStackResources --------------------------------------------------------------------------

struct ListStackResourcesInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> next_token;
};
constexpr Member kListInput[] = {
    Field<&ListStackResourcesInput::stack_name>("StackName", shapes::kText).Required(),
    Field<&ListStackResourcesInput::next_token>("NextToken", shapes::kText),
};
constexpr Member kUpdated[] = {
    Field<&ResourceDescription::timestamp>("LastUpdatedTimestamp", shapes::kTimestamp),
};
constexpr auto kSummaryMembers = JoinMembers(kCommon, kUpdated);
constexpr Shape kSummary = StructureShape(kSummaryMembers);
constexpr Shape kSummaries = ListShape<ResourceDescription>(kSummary);
struct ListStackResourcesOutput {
  std::vector<ResourceDescription> summaries;
};
constexpr Member kListOutput[] = {
    Field<&ListStackResourcesOutput::summaries>("StackResourceSummaries", kSummaries),
};

Result<ListStackResourcesOutput> ListStackResources(Context& context,
                                                    const ListStackResourcesInput& input) {
  const Stack* const stack = cf::FindStack(context, *input.stack_name);
  if (stack == nullptr) return error::StackWithIdMissing(*input.stack_name);
  ListStackResourcesOutput output;
  for (const StackResource& resource : stack->resources) {
    if (!resource.superseded) output.summaries.push_back(Describe(*stack, resource));
  }
  return output;
}

}  // namespace

extern constexpr Operation kDescribeStackResource =
    DefineOperation<DescribeStackResourceInput, DescribeStackResourceOutput, DescribeStackResource>(
        "DescribeStackResource", kOneInput, kOneOutput);
extern constexpr Operation kDescribeStackResources =
    DefineOperation<DescribeStackResourcesInput, DescribeStackResourcesOutput,
                    DescribeStackResources>("DescribeStackResources", kSomeInput, kSomeOutput);
extern constexpr Operation kListStackResources =
    DefineOperation<ListStackResourcesInput, ListStackResourcesOutput, ListStackResources>(
        "ListStackResources", kListInput, kListOutput);

}  // namespace runnel
