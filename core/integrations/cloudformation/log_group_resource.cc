#include "core/integrations/cloudformation/log_group_resource.h"

#include "core/integrations/cloudformation/resource_tags.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

constexpr std::size_t kNameSizeMax = 512;
constexpr std::string_view kNotFound = "ResourceNotFoundException";

bj::object NamedBy(const ResourceTask& task) {
  return {{"logGroupName", task.resource.physical_id}};
}

Result<Progress> Make(ResourceTask& task) {
  constexpr std::pair<const char*, const char*> kMembers[] = {
      {"KmsKeyId", "kmsKeyId"},
      {"LogGroupClass", "logGroupClass"},
      {"DeletionProtectionEnabled", "deletionProtectionEnabled"}};
  bj::object input = NamedBy(task);
  for (const auto& [property, member] : kMembers) {
    if (const bj::value* const value = task.Find(property)) input[member] = *value;
  }
  input["tags"] = TagsToCreateWith(task);
  const auto made = task.services.Call("CreateLogGroup", input);
  if (!made) return made.error();
  return Progress::kAgain;
}

}  // namespace

Result<Progress> CreateLogGroup(ResourceTask& task) {
  std::string& name = task.resource.physical_id;
  name = task.Text("LogGroupName");
  if (name.empty()) name = task.GeneratedName(kNameSizeMax);
  auto made = Make(task);
  if (!made) name.clear();
  return made;
}

Result<Progress> SettleLogGroup(ResourceTask& task) {
  const bj::value* const days = task.Find("RetentionInDays");
  if (!task.Changed("RetentionInDays") || task.resource.calls > 1) return Progress::kDone;
  bj::object input = NamedBy(task);
  if (days != nullptr) input["retentionInDays"] = *days;
  const auto put =
      task.services.Call(days != nullptr ? "PutRetentionPolicy" : "DeleteRetentionPolicy", input);
  if (put) return Progress::kDone;
  return put.error().code() == kNotFound ? Make(task) : put.error();
}

Result<Progress> RemoveLogGroup(ResourceTask& task) {
  const auto gone = task.services.Call("DeleteLogGroup", NamedBy(task));
  if (gone || gone.error().code() == kNotFound) return Progress::kDone;
  return gone.error();
}

Result<bj::object> LogGroupAttributes(ResourceTask& task) {
  return bj::object{{"Arn", task.Arn("logs", "log-group:" + task.resource.physical_id + ":*")}};
}

}  // namespace runnel::cloudformation
