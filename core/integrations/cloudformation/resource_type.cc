#include "core/integrations/cloudformation/resource_type.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "core/base/whole_number.h"
#include "core/integrations/cloudformation/function_resources.h"
#include "core/integrations/cloudformation/kinesis_resources.h"
#include "core/integrations/cloudformation/log_group_resource.h"
#include "core/integrations/cloudformation/pipe_resource.h"
#include "core/integrations/cloudformation/placeholder_resources.h"
#include "core/integrations/cloudformation/template_text.h"
#include "core/integrations/cloudformation/version_resources.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

bj::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

bool ToInteger(bj::value& value) {
  if (value.is_int64()) return true;
  std::string text;
  if (!ScalarText(value, text)) return false;
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  const auto number = ReadWholeNumber<std::int64_t>(text);
  if (!number) return false;
  value = *number;
  return true;
}

// Makes the value one of the kind, if it can be.
bool Convert(PropertyKind kind, bj::value& value) {
  std::string text;
  switch (kind) {
    case PropertyKind::kAny:
      return true;
    case PropertyKind::kText:
      if (!ScalarText(value, text)) return false;
      value = text;
      return true;
    case PropertyKind::kInteger:
      return ToInteger(value);
    case PropertyKind::kBoolean:
      if (!ScalarText(value, text) || (text != "true" && text != "false")) return value.is_bool();
      value = text == "true";
      return true;
    case PropertyKind::kObject:
      return value.is_object();
    case PropertyKind::kList:
      return value.is_array();
  }
  return false;
}

std::string_view NameOf(PropertyKind kind) {
  constexpr std::string_view kNames[] = {"Any", "String", "Integer", "Boolean", "Object", "List"};
  return kNames[static_cast<std::size_t>(kind)];
}

constexpr ResourceType kLogGroup[] = {{"AWS::Logs::LogGroup", kLogGroupProperties, CreateLogGroup,
                                       SettleLogGroup, RemoveLogGroup, LogGroupAttributes, true}};

Error Invalid(std::string text) { return Error("InvalidRequest", std::move(text)); }

}  // namespace

const bj::value* ResourceTask::Find(std::string_view name) const {
  return properties.if_contains(Key(name));
}

std::string ResourceTask::Text(std::string_view name) const {
  const bj::value* const value = Find(name);
  std::string text;
  if (value != nullptr) ScalarText(*value, text);
  return text;
}

bool ResourceTask::Changed(std::string_view name) const {
  const bj::value* const was = before.if_contains(Key(name));
  const bj::value* const is = Find(name);
  if (was == nullptr || is == nullptr) return was != is;
  return *was != *is;
}

std::string ResourceTask::GeneratedName(std::size_t size_max) const {
  const std::string suffix = "-" + services.RandomSuffix();
  std::string begin = stack.name + "-" + resource.logical_id;
  begin.resize(std::min(begin.size(), size_max - suffix.size()));
  return begin + suffix;
}

std::string ResourceTask::Arn(std::string_view service, std::string_view rest,
                              bool regional) const {
  std::string arn = "arn:aws:";
  arn.append(service).append(":").append(regional ? stack.scope.region.text() : "");
  return arn.append(":").append(stack.scope.account.text()).append(":").append(rest);
}

bool IsResourceType(std::string_view name) {
  return &ResourceTypeOf(name) != &SkippedResourceType();
}

const ResourceType& ResourceTypeOf(std::string_view name) {
  for (const std::span<const ResourceType> types :
       {KinesisResourceTypes(), FunctionResourceTypes(), VersionResourceTypes(),
        PipeResourceTypes(), std::span<const ResourceType>(kLogGroup),
        PlaceholderResourceTypes()}) {
    for (const ResourceType& type : types) {
      if (type.name == name) return type;
    }
  }
  return SkippedResourceType();
}

Result<bj::object> CheckProperties(const ResourceType& type, std::string_view logical_id,
                                   const bj::object& given) {
  if (type.properties.empty()) return given;
  bj::object checked;
  for (const auto& member : given) {
    const auto rule =
        std::find_if(type.properties.begin(), type.properties.end(),
                     [&](const PropertyRule& known) { return known.name == View(member.key()); });
    if (rule == type.properties.end()) {
      return Invalid("Properties validation failed for resource " + std::string(logical_id) +
                     " with message:\n[#: extraneous key [" + std::string(View(member.key())) +
                     "] is not permitted]");
    }
    bj::value value = member.value();
    if (!Convert(rule->kind, value)) {
      return Invalid("Property validation failure: [Value of property {/" +
                     std::string(rule->name) + "} does not match type {" +
                     std::string(NameOf(rule->kind)) + "}]");
    }
    checked.emplace(member.key(), std::move(value));
  }
  for (const PropertyRule& rule : type.properties) {
    if (!rule.required || checked.contains(Key(rule.name))) continue;
    return Invalid("Property validation failure: [The property {/" + std::string(rule.name) +
                   "} is required]");
  }
  return checked;
}

bool NeedsReplacement(const ResourceType& type, const bj::object& before, const bj::object& after) {
  if (type.replaces != nullptr && type.replaces(before, after)) return true;
  return std::any_of(type.properties.begin(), type.properties.end(), [&](const auto& rule) {
    const bj::value* const was = before.if_contains(Key(rule.name));
    const bj::value* const is = after.if_contains(Key(rule.name));
    const bool same = was == nullptr || is == nullptr ? was == is : *was == *is;
    return rule.create_only && !same;
  });
}

Result<Progress> NothingToSettle(ResourceTask&) { return Progress::kDone; }
Result<bj::object> NoAttributes(ResourceTask&) { return bj::object(); }

}  // namespace runnel::cloudformation
