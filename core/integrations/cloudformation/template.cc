#include "core/integrations/cloudformation/template.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <cctype>
#include <utility>

#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/function_call.h"
#include "core/integrations/cloudformation/references.h"
#include "core/integrations/cloudformation/template_parameters.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

constexpr std::size_t kResourcesMax = 500;

constexpr std::array<std::string_view, 11> kSections = {"AWSTemplateFormatVersion",
                                                        "Description",
                                                        "Metadata",
                                                        "Parameters",
                                                        "Rules",
                                                        "Mappings",
                                                        "Conditions",
                                                        "Transform",
                                                        "Resources",
                                                        "Outputs",
                                                        "Globals"};
constexpr std::array<std::string_view, 9> kResourceKeys = {
    "Type",      "Properties",     "DependsOn",
    "Condition", "DeletionPolicy", "UpdateReplacePolicy",
    "Metadata",  "CreationPolicy", "UpdatePolicy"};

template <std::size_t N>
bool IsOneOf(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Null values are allowed nowhere. `path` is that of `value`.
Result<void> CheckNoNull(const bj::value& value, const std::string& path) {
  if (value.is_null()) {
    return error::TemplateNull(path);
  }
  if (const bj::array* const list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      auto checked = CheckNoNull((*list)[i], path + "/" + std::to_string(i));
      if (!checked) return checked;
    }
  } else if (const bj::object* const object = value.if_object()) {
    for (const auto& member : *object) {
      auto checked = CheckNoNull(member.value(), path + "/" + std::string(View(member.key())));
      if (!checked) return checked;
    }
  }
  return {};
}

std::string TextOf(const bj::object& object, std::string_view key) {
  const bj::value* const value = object.if_contains(bj::string_view(key.data(), key.size()));
  std::string text;
  if (value != nullptr) ScalarText(*value, text);
  return text;
}

Result<const bj::object*> Section(const bj::object& root, std::string_view name) {
  static const bj::object kNone;
  const bj::value* const section = root.if_contains(bj::string_view(name.data(), name.size()));
  if (section == nullptr) return &kNone;
  if (const bj::object* const object = section->if_object()) return object;
  return error::TemplateFormat("unsupported structure.");
}

bool IsAlphanumeric(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
}

Result<void> ReadMappings(const bj::object& section, Template& read) {
  for (const auto& map : section) {
    const std::string name(View(map.key()));
    const bj::object* const keys = map.value().if_object();
    if (keys == nullptr) {
      return error::TemplateFormat("Every Mappings member " + name + " must be a map");
    }
    for (const auto& key : *keys) {
      const bj::object* const attributes = key.value().if_object();
      if (attributes == nullptr) {
        return error::TemplateFormat("Every Mappings member " + std::string(View(key.key())) +
                                     " must be a map");
      }
      for (const auto& attribute : *attributes) {
        std::string text;
        if (!attribute.value().is_array() && !ScalarText(attribute.value(), text)) {
          return error::TemplateFormat("Every Mappings attribute must be a String or a List.");
        }
      }
    }
  }
  read.mappings = section;
  return {};
}

Result<RemovalPolicy> ReadPolicy(const bj::object& body, std::string_view key,
                                 const TemplateResource& resource) {
  const std::string text = TextOf(body, key);
  if (text.empty() || text == "Delete") return RemovalPolicy::kDelete;
  if (text == "Retain") return RemovalPolicy::kRetain;
  if (text == "RetainExceptOnCreate" && key == "DeletionPolicy") {
    return RemovalPolicy::kRetainExceptOnCreate;
  }
  if (text == "Snapshot") {
    return error::TemplateFunction("resource type " + resource.type +
                                   " does not support deletion policy Snapshot");
  }
  return error::TemplateFormat("Unrecognized " + std::string(key) + " " + text + " for resource " +
                               resource.logical_id);
}

Result<void> ReadDependsOn(const bj::object& body, TemplateResource& resource) {
  const bj::value* const names = body.if_contains("DependsOn");
  if (names == nullptr) return {};
  if (const bj::string* const name = names->if_string()) {
    resource.depends_on.emplace_back(View(*name));
    return {};
  }
  const auto wrong = [] {
    return error::TemplateFormat("Every DependsOn value must be a string or a list of strings.");
  };
  if (!names->is_array()) return wrong();
  for (const bj::value& name : names->get_array()) {
    if (!name.is_string()) return wrong();
    resource.depends_on.emplace_back(View(name.get_string()));
  }
  return {};
}

Result<TemplateResource> ReadResource(std::string_view logical_id, const bj::value& value) {
  TemplateResource resource;
  resource.logical_id = logical_id;
  if (!IsAlphanumeric(logical_id)) {
    return error::TemplateFormat("Resource name " + resource.logical_id + " is non alphanumeric.");
  }
  const bj::object* const body = value.if_object();
  if (body == nullptr) {
    return error::TemplateFormat("Any Resources member must be an object.");
  }
  resource.type = TextOf(*body, "Type");
  if (resource.type.empty()) {
    return error::TemplateFormat("[/Resources/" + resource.logical_id +
                                 "] Every Resources object must contain a Type member.");
  }
  for (const auto& member : *body) {
    const std::string_view key = View(member.key());
    if (!IsOneOf(key, kResourceKeys)) return error::TemplateResourceKey(key);
  }
  resource.properties = bj::object();
  if (const bj::value* const properties = body->if_contains("Properties")) {
    if (!properties->is_object()) {
      return error::TemplateFormat("Every Properties member must be an object.");
    }
    resource.properties = *properties;
  }
  if (auto checked = CheckFunctions(resource.properties); !checked) return checked.error();
  if (auto depends = ReadDependsOn(*body, resource); !depends) return depends.error();
  resource.condition = TextOf(*body, "Condition");
  auto deletion = ReadPolicy(*body, "DeletionPolicy", resource);
  if (!deletion) return deletion.error();
  resource.deletion_policy = *deletion;
  auto replacement = ReadPolicy(*body, "UpdateReplacePolicy", resource);
  if (!replacement) return replacement.error();
  resource.replace_policy = *replacement;
  if (const bj::value* const metadata = body->if_contains("Metadata")) {
    resource.metadata = *metadata;
  }
  return resource;
}

Result<TemplateOutput> ReadOutput(std::string_view key, const bj::value& value) {
  const bj::object* const body = value.if_object();
  if (body == nullptr || !body->contains("Value")) {
    return error::TemplateFormat("Every Outputs member must contain a Value object");
  }
  TemplateOutput output;
  output.key = key;
  if (!IsAlphanumeric(key)) {
    return error::TemplateFormat("Output name " + output.key + " is non alphanumeric.");
  }
  output.description = TextOf(*body, "Description");
  output.condition = TextOf(*body, "Condition");
  output.value = *body->if_contains("Value");
  if (const bj::value* const exported = body->if_contains("Export")) {
    const bj::value* const name =
        exported->is_object() ? exported->get_object().if_contains("Name") : nullptr;
    if (name == nullptr) {
      return error::TemplateFormat("Every Export object must contain a Name member.");
    }
    output.export_name = *name;
  }
  for (const bj::value* part : {&output.value, &output.export_name}) {
    if (auto checked = CheckFunctions(*part); !checked) return checked.error();
  }
  return output;
}

Result<void> ReadTransforms(const bj::object& root, Template& read) {
  const bj::value* const transform = root.if_contains("Transform");
  if (transform == nullptr) return {};
  bj::array names;
  if (transform->is_array()) {
    names = transform->get_array();
  } else {
    names.push_back(*transform);
  }
  for (const bj::value& name : names) {
    std::string text;
    if (!ScalarText(name, text)) return error::TemplateFormat("unsupported structure.");
    // DEVIATION: AWS also knows AWS::Serverless-2016-10-31, AWS::Include and macros of accounts.
    if (text != "AWS::LanguageExtensions") {
      return error::TemplateFormat("the transform " + text +
                                   " is not supported; AWS::LanguageExtensions is");
    }
    read.transforms.push_back(text);
  }
  return {};
}

// The sections that stand before the resources.
Result<void> ReadHead(const bj::object& root, Template& read) {
  for (const auto& member : root) {
    const std::string key(View(member.key()));
    if (!IsOneOf(key, kSections)) {
      return error::TemplateFormat("Invalid template property or properties [" + key + "]");
    }
  }
  const std::string version = TextOf(root, "AWSTemplateFormatVersion");
  if (!version.empty() && version != "2010-09-09") {
    return error::TemplateFormat("unsupported value for AWSTemplateFormatVersion.");
  }
  read.description = TextOf(root, "Description");
  if (const bj::value* const metadata = root.if_contains("Metadata")) read.metadata = *metadata;
  if (auto done = ReadTransforms(root, read); !done) return done;
  auto parameters = Section(root, "Parameters");
  if (!parameters) return parameters.error();
  for (const auto& member : **parameters) {
    auto parameter = ReadParameter(View(member.key()), member.value());
    if (!parameter) return parameter.error();
    read.parameters.push_back(*std::move(parameter));
  }
  auto mappings = Section(root, "Mappings");
  if (!mappings) return mappings.error();
  if (auto done = ReadMappings(**mappings, read); !done) return done;
  auto conditions = Section(root, "Conditions");
  if (!conditions) return conditions.error();
  for (const auto& member : **conditions) {
    if (auto checked = CheckFunctions(member.value()); !checked) return checked;
    read.conditions.push_back({std::string(View(member.key())), member.value()});
  }
  return {};
}

template <class List>
auto* FindIn(List& list, std::string_view name, std::string std::decay_t<decltype(list[0])>::*key) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.*key == name; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const TemplateParameter* Template::FindParameter(std::string_view name) const {
  return FindIn(parameters, name, &TemplateParameter::name);
}
const TemplateResource* Template::FindResource(std::string_view logical_id) const {
  return FindIn(resources, logical_id, &TemplateResource::logical_id);
}
const TemplateCondition* Template::FindCondition(std::string_view name) const {
  return FindIn(conditions, name, &TemplateCondition::name);
}

Result<Template> ReadTemplate(std::string_view text) {
  auto document = ReadTemplateText(text);
  if (!document) return document.error();
  const bj::object* const root = document->if_object();
  if (root == nullptr) return error::TemplateFormat("unsupported structure.");
  if (auto checked = CheckNoNull(*document, ""); !checked) return checked.error();
  Template read;
  if (auto done = ReadHead(*root, read); !done) return done.error();
  auto resources = Section(*root, "Resources");
  if (!resources) return resources.error();
  if ((*resources)->empty()) {
    return error::TemplateFormat("At least one Resources member must be defined.");
  }
  if ((*resources)->size() > kResourcesMax) {
    return error::TemplateFormat("Number of resources, " + std::to_string((*resources)->size()) +
                                 ", is greater than maximum allowed, " +
                                 std::to_string(kResourcesMax));
  }
  for (const auto& member : **resources) {
    auto resource = ReadResource(View(member.key()), member.value());
    if (!resource) return resource.error();
    read.resources.push_back(*std::move(resource));
  }
  auto outputs = Section(*root, "Outputs");
  if (!outputs) return outputs.error();
  for (const auto& member : **outputs) {
    auto output = ReadOutput(View(member.key()), member.value());
    if (!output) return output.error();
    read.outputs.push_back(*std::move(output));
  }
  if (auto checked = CheckReferences(read); !checked) return checked.error();
  PutConditionsInOrder(read);
  return read;
}

}  // namespace runnel::cloudformation
