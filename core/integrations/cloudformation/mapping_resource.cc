#include "core/integrations/cloudformation/mapping_resource.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "core/integrations/cloudformation/resource_tags.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;
using Kind = PropertyKind;

constexpr PropertyRule kProperties[] = {{"EventSourceArn", Kind::kText, true},
                                        {"FunctionName", Kind::kText, false, true},
                                        {"StartingPosition", Kind::kText, true},
                                        {"StartingPositionTimestamp", Kind::kAny, true},
                                        {"BatchSize", Kind::kInteger},
                                        {"MaximumBatchingWindowInSeconds", Kind::kInteger},
                                        {"BisectBatchOnFunctionError", Kind::kBoolean},
                                        {"MaximumRetryAttempts", Kind::kInteger},
                                        {"MaximumRecordAgeInSeconds", Kind::kInteger},
                                        {"ParallelizationFactor", Kind::kInteger},
                                        {"TumblingWindowInSeconds", Kind::kInteger},
                                        {"FunctionResponseTypes", Kind::kList},
                                        {"FilterCriteria", Kind::kObject},
                                        {"DestinationConfig", Kind::kObject},
                                        {"Enabled", Kind::kBoolean},
                                        {"KmsKeyArn", Kind::kText},
                                        {"MetricsConfig", Kind::kObject},
                                        {"Tags", Kind::kList}};

// What a property is when the template does not say it.
bj::object Defaults() {
  return {{"BatchSize", 100},
          {"MaximumBatchingWindowInSeconds", 0},
          {"BisectBatchOnFunctionError", false},
          {"MaximumRetryAttempts", -1},
          {"MaximumRecordAgeInSeconds", -1},
          {"ParallelizationFactor", 1},
          {"TumblingWindowInSeconds", 0},
          {"FunctionResponseTypes", bj::array()},
          {"FilterCriteria", {{"Filters", bj::array()}}},
          {"DestinationConfig", bj::object()},
          {"Enabled", true},
          {"MetricsConfig", {{"Metrics", bj::array()}}}};
}

// AWS: the template and the call spell it differently.
bj::string_view CallName(bj::string_view property) {
  return property == "KmsKeyArn" ? bj::string_view("KMSKeyArn") : property;
}

bj::object NamedBy(const ResourceTask& task) { return {{"UUID", task.resource.physical_id}}; }

// What can be changed in place, without what a call about tags does.
bj::object Settings(const ResourceTask& task) {
  bj::object input;
  for (const PropertyRule& rule : kProperties) {
    const bj::value* const value = task.Find(rule.name);
    if (value == nullptr || rule.create_only || rule.name == "Tags") continue;
    input[CallName({rule.name.data(), rule.name.size()})] = *value;
  }
  return input;
}

bool SettingsChanged(const ResourceTask& task) {
  return std::any_of(std::begin(kProperties), std::end(kProperties), [&](const auto& rule) {
    return !rule.create_only && rule.name != "Tags" && task.Changed(rule.name);
  });
}

Result<Progress> Update(ResourceTask& task) {
  bj::object input = Settings(task);
  for (const auto& standard : Defaults()) {
    const bool gone = task.before.contains(standard.key()) && !input.contains(standard.key());
    if (gone) input.emplace(standard.key(), standard.value());
  }
  input["UUID"] = task.resource.physical_id;
  const auto updated = task.services.Call("UpdateEventSourceMapping", input);
  if (!updated) return updated.error();
  return Progress::kAgain;
}

}  // namespace

std::span<const PropertyRule> MappingProperties() { return kProperties; }

Result<Progress> CreateMapping(ResourceTask& task) {
  bj::object input = Settings(task);
  for (const char* const name :
       {"EventSourceArn", "StartingPosition", "StartingPositionTimestamp"}) {
    if (const bj::value* const value = task.Find(name)) input[name] = *value;
  }
  input["Tags"] = TagsToCreateWith(task);
  const auto created = task.services.Call("CreateEventSourceMapping", input);
  if (!created) return created.error();
  task.resource.physical_id = View(created->if_contains("UUID")->get_string());
  return Progress::kAgain;
}

Result<Progress> SettleMapping(ResourceTask& task) {
  const auto mapping = task.services.Call("GetEventSourceMapping", NamedBy(task));
  if (!mapping) return mapping.error();
  const bj::value& state = *mapping->if_contains("State");
  if (state != "Enabled" && state != "Disabled") return Progress::kWait;
  if (task.before.empty()) return Progress::kDone;
  if (task.resource.calls == 0 && SettingsChanged(task)) return Update(task);
  if (!task.Changed("Tags")) return Progress::kDone;
  const bj::value& arn = *mapping->if_contains("EventSourceMappingArn");
  return SettleTags(task, std::string(View(arn.get_string())), kLambdaTags);
}

Result<Progress> RemoveMapping(ResourceTask& task) {
  const auto mapping = task.services.Call("GetEventSourceMapping", NamedBy(task));
  if (!mapping) {
    if (mapping.error().code() == "ResourceNotFoundException") return Progress::kDone;
    return mapping.error();
  }
  const bj::value& state = *mapping->if_contains("State");
  if (state != "Enabled" && state != "Disabled") return Progress::kWait;
  const auto deleted = task.services.Call("DeleteEventSourceMapping", NamedBy(task));
  if (!deleted) return deleted.error();
  return Progress::kAgain;
}

Result<bj::object> MappingAttributes(ResourceTask& task) {
  const auto mapping = task.services.Call("GetEventSourceMapping", NamedBy(task));
  if (!mapping) return mapping.error();
  return bj::object{{"Id", task.resource.physical_id},
                    {"EventSourceMappingArn", *mapping->if_contains("EventSourceMappingArn")}};
}

}  // namespace runnel::cloudformation
