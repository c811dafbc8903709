#include "core/integrations/cloudformation/references.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/function_call.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

constexpr std::array<std::string_view, 8> kPseudoParameters = {
    "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition",
    "AWS::Region",    "AWS::StackId", "AWS::StackName",        "AWS::URLSuffix"};

using Kind = Reference::Kind;

void CollectSub(const bj::value& argument, std::vector<Reference>& found) {
  const SubArgument sub = SubArgumentOf(argument);
  for (const SubPiece& piece : SplitSub(sub.text)) {
    if (!piece.is_name) continue;
    if (sub.variables != nullptr && sub.variables->contains(piece.text)) continue;
    const std::size_t dot = piece.text.find('.');
    const bool attribute = dot != std::string::npos;
    found.push_back({attribute ? Kind::kAttribute : Kind::kRef, piece.text.substr(0, dot)});
  }
}

void Collect(const bj::value& value, std::vector<Reference>& found) {
  if (const auto call = AsFunction(value)) {
    if (call->name == "Ref") {
      found.push_back({Kind::kRef, std::string(View(call->argument->get_string()))});
    } else if (call->name == "Fn::GetAtt") {
      const auto argument = AttributeArgumentOf(*call->argument);
      found.push_back({Kind::kAttribute, std::string(argument->logical_id)});
      if (argument->attribute != nullptr) Collect(*argument->attribute, found);
      return;
    } else if (call->name == "Fn::Sub") {
      CollectSub(*call->argument, found);
    } else if (call->name == "Fn::If") {
      const bj::string& name = call->argument->get_array()[0].get_string();
      found.push_back({Kind::kCondition, std::string(View(name))});
    }
  }
  if (const bj::array* const list = value.if_array()) {
    for (const bj::value& element : *list) Collect(element, found);
  } else if (const bj::object* const object = value.if_object()) {
    for (const auto& member : *object) Collect(member.value(), found);
  }
}

void AddOnce(std::string name, std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

// Checks the conditions among `found`, and adds what else is not there to `missing`.
Result<void> Check(const Template& read, const std::vector<Reference>& found,
                   std::vector<std::string>& missing) {
  for (const Reference& reference : found) {
    const bool resource = read.FindResource(reference.name) != nullptr;
    switch (reference.kind) {
      case Kind::kCondition:
        if (read.FindCondition(reference.name) == nullptr) {
          return error::TemplateFunction("unresolved condition dependency " + reference.name +
                                         " in Fn::If");
        }
        break;
      case Kind::kAttribute:
        if (!resource) AddOnce(reference.name, missing);
        break;
      case Kind::kRef:
        if (!resource && read.FindParameter(reference.name) == nullptr &&
            !IsPseudoParameter(reference.name)) {
          AddOnce(reference.name, missing);
        }
        break;
    }
  }
  return {};
}

// A condition or a resource, and what it must come after.
struct Dependent {
  std::string name;
  std::vector<std::string> needs;
};

std::vector<Dependent> ConditionsOf(const Template& read) {
  std::vector<Dependent> all;
  for (const TemplateCondition& condition : read.conditions) {
    all.push_back({condition.name, ConditionsNamed(condition.value)});
  }
  return all;
}

std::vector<Dependent> ResourcesOf(const Template& read) {
  std::vector<Dependent> all;
  for (const TemplateResource& resource : read.resources) {
    all.push_back({resource.logical_id, DependenciesOf(read, resource)});
  }
  return all;
}

// The places of those that do not need themselves, in the order in which they are met by one who
// goes over all again and again and takes each whose needs were taken.
std::vector<std::size_t> Order(const std::vector<Dependent>& all) {
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i) places.emplace(all[i].name, i);
  std::vector<std::vector<std::size_t>> needed_by(all.size());
  std::vector<std::size_t> lacks(all.size());   // how many needs were not taken yet
  std::vector<std::size_t> rounds(all.size());  // which time it is met
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const std::string& name : all[i].needs) {
      const auto place = places.find(name);
      if (place == places.end()) continue;
      needed_by[place->second].push_back(i);
      ++lacks[i];
    }
    if (lacks[i] == 0) order.push_back(i);
  }
  for (std::size_t taken = 0; taken < order.size(); ++taken) {
    const std::size_t i = order[taken];
    for (const std::size_t next : needed_by[i]) {
      rounds[next] = std::max(rounds[next], rounds[i] + (next < i ? 1 : 0));
      if (--lacks[next] == 0) order.push_back(next);
    }
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rounds[a] != rounds[b] ? rounds[a] < rounds[b] : a < b;
  });
  return order;
}

// The names of those that need themselves; empty: none does.
std::vector<std::string> Circle(const std::vector<Dependent>& all) {
  std::vector<bool> free(all.size());
  for (const std::size_t place : Order(all)) free[place] = true;
  std::vector<std::string> circle;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!free[i]) circle.push_back(all[i].name);
  }
  return circle;
}

Result<void> CheckConditions(const Template& read) {
  std::set<std::string_view> names;
  for (const TemplateCondition& condition : read.conditions) names.insert(condition.name);
  for (const TemplateCondition& condition : read.conditions) {
    for (const std::string& named : ConditionsNamed(condition.value)) {
      if (names.contains(named)) continue;
      return error::TemplateFormat("Unresolved condition dependency " + named +
                                   " in the Conditions block of the template");
    }
    for (const Reference& reference : ReferencesOf(condition.value)) {
      if (read.FindParameter(reference.name) != nullptr) continue;
      if (reference.kind == Kind::kRef && IsPseudoParameter(reference.name)) continue;
      return error::TemplateFormat(
          "Unresolved dependencies [" + reference.name +
          "]. Cannot reference resources in the Conditions block of the template");
    }
  }
  if (!Circle(ConditionsOf(read)).empty()) {
    return error::TemplateFormat("Circular dependency between conditions");
  }
  return {};
}

Result<void> CheckConditionOf(const Template& read, const std::string& condition) {
  if (condition.empty() || read.FindCondition(condition) != nullptr) return {};
  return error::TemplateFormat("Unresolved condition dependency " + condition +
                               " in the Resources block of the template");
}

Result<void> CheckResources(const Template& read) {
  std::vector<std::string> missing;
  for (const TemplateResource& resource : read.resources) {
    if (auto checked = CheckConditionOf(read, resource.condition); !checked) return checked;
    const auto found = ReferencesOf(resource.properties);
    if (auto checked = Check(read, found, missing); !checked) return checked;
    for (const std::string& name : resource.depends_on) {
      if (read.FindResource(name) == nullptr) AddOnce(name, missing);
    }
  }
  if (!missing.empty()) return error::UnresolvedInResources(missing);
  return {};
}

Result<void> CheckOutputs(const Template& read) {
  std::vector<std::string> missing;
  for (const TemplateOutput& output : read.outputs) {
    if (auto checked = CheckConditionOf(read, output.condition); !checked) return checked;
    for (const bj::value* value : {&output.value, &output.export_name}) {
      if (auto checked = Check(read, ReferencesOf(*value), missing); !checked) return checked;
    }
  }
  if (!missing.empty()) return error::UnresolvedInOutputs(missing);
  return {};
}

}  // namespace

std::vector<Reference> ReferencesOf(const bj::value& value) {
  std::vector<Reference> found;
  Collect(value, found);
  return found;
}

std::vector<std::string> ConditionsNamed(const bj::value& condition) {
  std::vector<std::string> names;
  if (const bj::array* const list = condition.if_array()) {
    for (const bj::value& element : *list) {
      for (std::string& name : ConditionsNamed(element)) names.push_back(std::move(name));
    }
  } else if (const bj::object* const object = condition.if_object()) {
    for (const auto& member : *object) {
      const bj::string* const text = member.value().if_string();
      if (member.key() == "Condition" && text != nullptr) {
        names.emplace_back(View(*text));
        continue;
      }
      for (std::string& name : ConditionsNamed(member.value())) names.push_back(std::move(name));
    }
  }
  return names;
}

bool IsPseudoParameter(std::string_view name) {
  return std::find(kPseudoParameters.begin(), kPseudoParameters.end(), name) !=
         kPseudoParameters.end();
}

Result<void> CheckReferences(const Template& read) {
  if (auto checked = CheckConditions(read); !checked) return checked;
  if (auto checked = CheckResources(read); !checked) return checked;
  if (auto checked = CheckOutputs(read); !checked) return checked;
  const auto circle = Circle(ResourcesOf(read));
  if (!circle.empty()) return error::CircularDependency(circle);
  return {};
}

std::vector<std::string> DependenciesOf(const Template& read, const TemplateResource& resource) {
  std::vector<std::string> names;
  for (const std::string& name : resource.depends_on) AddOnce(name, names);
  for (Reference& reference : ReferencesOf(resource.properties)) {
    if (reference.kind == Kind::kCondition) continue;
    if (read.FindResource(reference.name) != nullptr) AddOnce(std::move(reference.name), names);
  }
  return names;
}

std::vector<ResourceInOrder> InOrder(const Template& read) {
  auto all = ResourcesOf(read);
  std::vector<ResourceInOrder> order;
  for (const std::size_t place : Order(all)) {
    order.push_back({&read.resources[place], std::move(all[place].needs)});
  }
  return order;
}

void PutConditionsInOrder(Template& read) {
  std::vector<TemplateCondition> ordered;
  for (const std::size_t place : Order(ConditionsOf(read))) {
    ordered.push_back(std::move(read.conditions[place]));
  }
  read.conditions = std::move(ordered);
}

}  // namespace runnel::cloudformation
