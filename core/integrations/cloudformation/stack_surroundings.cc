// What stack_step.h says of a stack beside its steps.

#include "core/base/ascii_case.h"
#include "core/base/json_document.h"
#include "core/integrations/cloudformation/resource_tags.h"
#include "core/integrations/cloudformation/stack_step.h"

namespace runnel::cloudformation {

namespace bj = boost::json;

namespace {

// Nobody knows what a resource that was skipped would have. But what takes an ARN takes nothing
// else, and a queue for what has failed is such a resource.
std::string AttributeOfSkipped(const StackResource& resource, std::string_view name,
                               const Scope& scope) {
  const std::string& id = resource.physical_id;
  if (!name.ends_with("Arn") || id.starts_with("arn:")) return id;
  // "AWS::SQS::Queue"
  std::string_view service = resource.type;
  service.remove_prefix(service.find("::") + 2);
  service = service.substr(0, service.find("::"));
  const std::string arn = "arn:aws:" + LowerCased(service) + ":";
  if (service == "S3") return arn + "::" + id;
  return arn + scope.region.text() + ":" + scope.account.text() + ":" + id;
}

}  // namespace

std::optional<std::string> StackSurroundings::PhysicalId(std::string_view logical_id) const {
  const StackResource* const resource = stack_.FindResource(logical_id);
  if (resource == nullptr || resource->physical_id.empty()) return std::nullopt;
  return resource->physical_id;
}

Result<bj::value> StackSurroundings::Attribute(std::string_view logical_id,
                                               std::string_view name) const {
  const StackResource* const resource = stack_.FindResource(logical_id);
  if (resource == nullptr) {
    return Error("ValidationError", "Resource " + std::string(logical_id) + " does not exist");
  }
  const bj::object attributes = ParseJsonObject(resource->attributes);
  const bj::value* const found = attributes.if_contains(bj::string_view(name.data(), name.size()));
  if (found != nullptr) return *found;
  if (!IsResourceType(resource->type)) {
    return bj::value(AttributeOfSkipped(*resource, name, stack_.scope));
  }
  return Error("ValidationError", "Resource type " + resource->type +
                                      " does not support attribute {" + std::string(name) + "}");
}

std::optional<std::string> StackSurroundings::Export(std::string_view name) const {
  for (const auto& [uid, other] : state_.stacks()) {
    if (other.scope != stack_.scope || other.deleted()) continue;
    for (const StackOutput& output : other.outputs) {
      if (output.export_name == name) return output.value;
    }
  }
  return std::nullopt;
}

StackIdentity IdentityOf(const Stack& stack) {
  return {stack.scope.account.text(), stack.scope.region.text(), stack.id, stack.name,
          stack.input.notification_arns};
}

Result<bj::object> PropertiesOf(const Evaluation& evaluation, const Stack& stack,
                                const TemplateResource& resource) {
  auto evaluated = evaluation.Evaluate(resource.properties);
  if (!evaluated) return evaluated.error();
  bj::object properties;
  if (evaluated->is_object()) properties = std::move(evaluated->get_object());
  const ResourceType& type = ResourceTypeOf(resource.type);
  if (type.takes_tags) AddStackTags(stack.input.tags, properties);
  return CheckProperties(type, resource.logical_id, properties);
}

StackEvent StackEventOf(const Stack& stack, Timestamp now, std::string id) {
  StackEvent event;
  event.id = std::move(id);
  event.logical_id = stack.name;
  event.physical_id = stack.id;
  event.type = "AWS::CloudFormation::Stack";
  event.at = now;
  event.status = NameOf(stack.status);
  event.reason = stack.status_reason;
  event.token = stack.token;
  return event;
}

void BeginOperation(Stack& stack) {
  for (StackResource& resource : stack.resources) {
    resource.work = ResourceWork::kNone;
    resource.calls = 0;
    resource.created_by_work = false;
    resource.before.clear();
  }
}

}  // namespace runnel::cloudformation
