// DescribeStackEvents.
// Source: integrations 6.2, 6.3.
#include <algorithm>

#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/stack_description.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;

struct DescribeStackEventsInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> next_token;
};
constexpr Member kInput[] = {
    Field<&DescribeStackEventsInput::stack_name>("StackName", cf::stack_shapes::kName).Required(),
    Field<&DescribeStackEventsInput::next_token>("NextToken", shapes::kText),
};

struct StackEventDescription {
  std::string stack_id;
  std::string event_id;
  std::string stack_name;
  std::string logical_resource_id;
  std::string physical_resource_id;
  std::string resource_type;
  Timestamp timestamp;
  std::string resource_status;
  std::optional<std::string> resource_status_reason;
  std::optional<std::string> resource_properties;
  std::optional<std::string> client_request_token;
};
constexpr Member kEventMembers[] = {
    Field<&StackEventDescription::stack_id>("StackId", shapes::kText),
    Field<&StackEventDescription::event_id>("EventId", shapes::kText),
    Field<&StackEventDescription::stack_name>("StackName", shapes::kText),
    Field<&StackEventDescription::logical_resource_id>("LogicalResourceId", shapes::kText),
    Field<&StackEventDescription::physical_resource_id>("PhysicalResourceId", shapes::kText),
    Field<&StackEventDescription::resource_type>("ResourceType", shapes::kText),
    Field<&StackEventDescription::timestamp>("Timestamp", shapes::kTimestamp),
    Field<&StackEventDescription::resource_status>("ResourceStatus", shapes::kText),
    Field<&StackEventDescription::resource_status_reason>("ResourceStatusReason", shapes::kText),
    Field<&StackEventDescription::resource_properties>("ResourceProperties", shapes::kText),
    Field<&StackEventDescription::client_request_token>("ClientRequestToken", shapes::kText),
};
constexpr Shape kEvent = StructureShape(kEventMembers);
constexpr Shape kEvents = ListShape<StackEventDescription>(kEvent);
struct DescribeStackEventsOutput {
  std::vector<StackEventDescription> stack_events;
};
constexpr Member kOutput[] = {
    Field<&DescribeStackEventsOutput::stack_events>("StackEvents", kEvents),
};

Result<DescribeStackEventsOutput> DescribeStackEvents(Context& context,
                                                      const DescribeStackEventsInput& input) {
  const Stack* const stack = cf::FindStack(context, *input.stack_name);
  if (stack == nullptr) return error::StackMissing(*input.stack_name);
  DescribeStackEventsOutput output;
  for (auto event = stack->events.rbegin(); event != stack->events.rend(); ++event) {
    output.stack_events.push_back({stack->id, event->id, stack->name, event->logical_id,
                                   event->physical_id, event->type, event->at, event->status,
                                   cf::NotEmpty(event->reason), cf::NotEmpty(event->properties),
                                   cf::NotEmpty(event->token)});
  }
  return output;
}

}  // namespace

extern constexpr Operation kDescribeStackEvents =
    DefineOperation<DescribeStackEventsInput, DescribeStackEventsOutput, DescribeStackEvents>(
        "DescribeStackEvents", kInput, kOutput);

}  // namespace runnel
