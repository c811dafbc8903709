#include "core/integrations/cloudformation/stack_description.h"

#include "core/integrations/cloudformation/template.h"

namespace runnel::cloudformation {

std::vector<ParameterDescription> DescribeParameters(const StackInput& input) {
  std::vector<ParameterDescription> parameters;
  if (input.parameters.empty()) return parameters;
  const auto read = ReadTemplate(input.template_body);
  for (const StackParameter& parameter : input.parameters) {
    const TemplateParameter* const declared = read ? read->FindParameter(parameter.key) : nullptr;
    const bool hidden = declared != nullptr && declared->no_echo;
    parameters.push_back(
        {parameter.key, hidden ? "****" : parameter.value, NotEmpty(parameter.resolved)});
  }
  return parameters;
}

std::vector<TagDescription> DescribeTags(const TagMap& tags) {
  std::vector<TagDescription> list;
  for (const auto& [key, value] : tags) list.push_back({key, value});
  return list;
}

StackDescription Describe(const Stack& stack) {
  StackDescription description;
  description.stack_id = stack.id;
  description.stack_name = stack.name;
  description.change_set_id = NotEmpty(stack.change_set_id);
  description.description = NotEmpty(stack.description);
  if (!stack.input.parameters.empty()) description.parameters = DescribeParameters(stack.input);
  description.creation_time = stack.created_at;
  description.last_updated_time = stack.updated_at;
  description.deletion_time = stack.deleted_at;
  description.stack_status = NameOf(stack.status);
  description.stack_status_reason = NotEmpty(stack.status_reason);
  description.disable_rollback = stack.disable_rollback;
  description.notification_arns = stack.input.notification_arns;
  if (stack.timeout_in_minutes != 0) description.timeout_in_minutes = stack.timeout_in_minutes;
  if (!stack.input.capabilities.empty()) description.capabilities = stack.input.capabilities;
  if (!stack.outputs.empty()) {
    auto& outputs = description.outputs.emplace();
    for (const StackOutput& output : stack.outputs) {
      outputs.push_back(
          {output.key, output.value, NotEmpty(output.description), NotEmpty(output.export_name)});
    }
  }
  description.role_arn = NotEmpty(stack.input.role_arn);
  description.tags = DescribeTags(stack.input.tags);
  description.enable_termination_protection = stack.termination_protection;
  return description;
}

}  // namespace runnel::cloudformation
