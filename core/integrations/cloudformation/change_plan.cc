#include "core/integrations/cloudformation/change_plan.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <set>

#include "core/base/json_document.h"
#include "core/integrations/cloudformation/evaluation.h"
#include "core/integrations/cloudformation/function_call.h"
#include "core/integrations/cloudformation/references.h"
#include "core/integrations/cloudformation/stack_step.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

// AWS: what stands for values that only come into being.
constexpr char kKnownAfterApply[] = "{{changeSet:KNOWN_AFTER_APPLY}}";

// The stack as the update would find it, where what will be made anew is not known yet.
class PlannedSurroundings final : public Surroundings {
 public:
  PlannedSurroundings(const Stack& stack, const State& state) : present_(stack, state) {}

  std::optional<std::string> PhysicalId(std::string_view logical_id) const override {
    if (made_.contains(logical_id)) return kKnownAfterApply;
    auto id = present_.PhysicalId(logical_id);
    return id ? id : std::optional<std::string>(kKnownAfterApply);
  }
  Result<bj::value> Attribute(std::string_view logical_id, std::string_view name) const override {
    auto value = present_.Attribute(logical_id, name);
    if (made_.contains(logical_id) || !value) return bj::value(kKnownAfterApply);
    return value;
  }
  std::optional<std::string> Export(std::string_view name) const override {
    return present_.Export(name);
  }

  void NoteMade(const std::string& logical_id) { made_.insert(logical_id); }

 private:
  StackSurroundings present_;
  std::set<std::string, std::less<>> made_;
};

bj::object Change(std::string_view action, std::string_view logical_id, std::string_view type) {
  const auto text = [](std::string_view view) { return bj::string_view(view.data(), view.size()); };
  return {{"Action", text(action)},
          {"LogicalResourceId", text(logical_id)},
          {"ResourceType", text(type)},
          {"Scope", bj::array()},
          {"Details", bj::array()}};
}

// The change of a resource that stays; empty: none.
bj::object Modification(const StackResource& present, const ResourceType& type,
                        const bj::object& after) {
  const bj::object before = ParseJsonObject(present.properties);
  if (before == after) return {};
  std::set<std::string> names;
  for (const bj::object* side : {&before, &after}) {
    for (const auto& member : *side) {
      const bj::value* const was = before.if_contains(member.key());
      const bj::value* const is = after.if_contains(member.key());
      const bool same = was != nullptr && is != nullptr && *was == *is;
      if (!same) names.insert(std::string(View(member.key())));
    }
  }
  bj::object change = Change("Modify", present.logical_id, present.type);
  change["PhysicalResourceId"] = present.physical_id;
  change["Replacement"] = NeedsReplacement(type, before, after) ? "True" : "False";
  change["Scope"] = bj::array{"Properties"};
  bj::array& details = change["Details"].get_array();
  for (const std::string& name : names) {
    const auto rule = std::find_if(type.properties.begin(), type.properties.end(),
                                   [&](const auto& known) { return known.name == name; });
    const bool recreates = rule != type.properties.end() && rule->create_only;
    details.push_back({{"Target",
                        {{"Attribute", "Properties"},
                         {"Name", name},
                         {"RequiresRecreation", recreates ? "Always" : "Never"}}},
                       {"Evaluation", "Static"},
                       {"ChangeSource", "DirectModification"}});
  }
  return change;
}

bool Imports(const bj::value& value, std::string_view export_name, const Evaluation& evaluation) {
  if (const auto call = AsFunction(value); call && call->name == "Fn::ImportValue") {
    const auto name = evaluation.Text(*call->argument);
    return name && *name == export_name;
  }
  if (const bj::array* const list = value.if_array()) {
    return std::any_of(list->begin(), list->end(), [&](const bj::value& element) {
      return Imports(element, export_name, evaluation);
    });
  }
  const bj::object* const object = value.if_object();
  return object != nullptr && std::any_of(object->begin(), object->end(), [&](const auto& member) {
           return Imports(member.value(), export_name, evaluation);
         });
}

}  // namespace

bj::array PlanChanges(const State& state, const Stack& stack, const StackInput& input,
                      const Template& read) {
  PlannedSurroundings surroundings(stack, state);
  const StackIdentity identity = IdentityOf(stack);
  const Evaluation evaluation(read, input.parameters, identity, surroundings);
  Stack planned = stack;
  planned.input = input;
  std::set<std::string> kept;
  bj::array changes;
  const auto add = [&changes](bj::object change) {
    changes.push_back({{"Type", "Resource"}, {"ResourceChange", std::move(change)}});
  };
  for (const ResourceInOrder& next : InOrder(read)) {
    const TemplateResource* const wanted = next.resource;
    const auto holds = evaluation.Holds(wanted->condition);
    if (!holds || !*holds) continue;
    kept.insert(wanted->logical_id);
    const StackResource* const present = stack.FindResource(wanted->logical_id);
    if (present == nullptr || present->physical_id.empty()) {
      surroundings.NoteMade(wanted->logical_id);
      add(Change("Add", wanted->logical_id, wanted->type));
      continue;
    }
    const auto properties = PropertiesOf(evaluation, planned, *wanted);
    if (!properties) {
      add(Change("Modify", wanted->logical_id, wanted->type));
      continue;
    }
    bj::object change = Modification(*present, ResourceTypeOf(wanted->type), *properties);
    if (change.empty()) continue;
    if (change["Replacement"] == "True") surroundings.NoteMade(wanted->logical_id);
    add(std::move(change));
  }
  for (const StackResource& resource : stack.resources) {
    if (kept.contains(resource.logical_id) || resource.superseded) continue;
    bj::object change = Change("Remove", resource.logical_id, resource.type);
    change["PhysicalResourceId"] = resource.physical_id;
    if (resource.deletion_policy == RemovalPolicy::kRetain) change["PolicyAction"] = "Retain";
    add(std::move(change));
  }
  return changes;
}

bool ChangesAnything(const State& state, const Stack& stack, const StackInput& input,
                     const Template& read) {
  if (input.tags != stack.input.tags) return true;
  if (!PlanChanges(state, stack, input, read).empty()) return true;
  const StackSurroundings surroundings(stack, state);
  const StackIdentity identity = IdentityOf(stack);
  const Evaluation evaluation(read, input.parameters, identity, surroundings);
  std::vector<StackOutput> outputs;
  for (const TemplateOutput& declared : read.outputs) {
    const auto holds = evaluation.Holds(declared.condition);
    if (holds && !*holds) continue;
    const auto value = evaluation.Text(declared.value);
    const auto name = evaluation.Text(declared.export_name);
    outputs.push_back({declared.key, value ? *value : "", declared.description,
                       name && !declared.export_name.is_null() ? *name : ""});
  }
  return !std::equal(outputs.begin(), outputs.end(), stack.outputs.begin(), stack.outputs.end(),
                     [](const StackOutput& a, const StackOutput& b) {
                       return a.key == b.key && a.value == b.value &&
                              a.description == b.description && a.export_name == b.export_name;
                     });
}

std::vector<std::string> ImportersOf(const State& state, const Scope& scope,
                                     std::string_view export_name) {
  std::vector<std::string> names;
  for (const auto& [uid, stack] : state.stacks()) {
    if (stack.scope != scope || stack.deleted()) continue;
    const auto read = ReadTemplate(stack.input.template_body);
    if (!read) continue;
    const StackSurroundings surroundings(stack, state);
    const StackIdentity identity = IdentityOf(stack);
    const Evaluation evaluation(*read, stack.input.parameters, identity, surroundings);
    const bool imports =
        std::any_of(read->resources.begin(), read->resources.end(), [&](const auto& resource) {
          return Imports(resource.properties, export_name, evaluation);
        });
    if (imports) names.push_back(stack.name);
  }
  return names;
}

}  // namespace runnel::cloudformation
