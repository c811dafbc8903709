// The emulator's own operations on fault rules and scenarios.
#include <algorithm>

#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/base/wildcard.h"
#include "core/faults/fault_rule_check.h"
#include "core/faults/fault_rule_shape.h"
#include "core/faults/scenario.h"
#include "core/operations/operation.h"
#include "core/operations/operation_table.h"

namespace runnel {
namespace {

// --- rules ---------------------------------------------------------------------------------------

// A pattern that matches no operation is a slip of the pen.
Result<void> CheckOperations(const FaultRule& rule) {
  for (const std::string& pattern : rule.operations.value_or(std::vector<std::string>())) {
    const auto operations = KinesisOperations();
    const bool known = std::any_of(
        operations.begin(), operations.end(),
        [&](const Operation* operation) { return MatchesWildcard(pattern, operation->name); });
    if (known) continue;
    return error::ControlArgument("Operations: Kinesis has no operation '" + pattern +
                                  "'. Write names such as PutRecord, or patterns such as Put*.");
  }
  return {};
}

const ActiveFaultRule* FindRule(const State& state, const std::string& rule_id) {
  const auto& rules = state.fault_rules();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const ActiveFaultRule& active) {
    return active.rule.rule_id == rule_id;
  });
  return found == rules.end() ? nullptr : &*found;
}

void EmitRemoval(Context& context, const ActiveFaultRule& active) {
  context.Emit(FaultRuleRemoved{*active.rule.rule_id, active.rule.durable.value_or(false)});
}

// REQUIRES: the rule has an id.
void EmitRule(Context& context, const FaultRule& rule) {
  const ActiveFaultRule* const present = FindRule(context.state, *rule.rule_id);
  if (present != nullptr && present->rule.durable.value_or(false)) EmitRemoval(context, *present);
  context.Emit(FaultRuleAdded{rule, context.now});
}

struct RuleIdOutput {
  std::optional<std::string> rule_id;
};
constexpr Member kRuleIdOutput[] = {
    Field<&RuleIdOutput::rule_id>("RuleId", fault_shapes::kRuleId).Required(),
};

Result<RuleIdOutput> AddFaultRule(Context& context, const FaultRule& input) {
  if (const auto checked = CheckFaultRule(input); !checked) return checked.error();
  if (const auto checked = CheckOperations(input); !checked) return checked.error();
  FaultRule rule = input;
  for (int n = 1; !rule.rule_id; ++n) {
    const std::string id = "rule-" + std::to_string(n);
    if (FindRule(context.state, id) == nullptr) rule.rule_id = id;
  }
  EmitRule(context, rule);
  return RuleIdOutput{rule.rule_id};
}

struct ActiveRuleOutput {
  std::optional<FaultRule> rule;
  std::optional<std::int64_t> matched;
  std::optional<std::int64_t> fired;
};
constexpr Member kActiveRule[] = {
    Field<&ActiveRuleOutput::rule>("Rule", fault_shapes::kRule).Required(),
    Field<&ActiveRuleOutput::matched>("Matched", shapes::kLong).Required(),
    Field<&ActiveRuleOutput::fired>("Fired", shapes::kLong).Required(),
};
constexpr Shape kActiveRuleShape = StructureShape(kActiveRule);
constexpr Shape kActiveRuleList = ListShape<ActiveRuleOutput>(kActiveRuleShape);

struct RuleListOutput {
  std::optional<std::vector<ActiveRuleOutput>> rules;
};
constexpr Member kRuleListOutput[] = {
    Field<&RuleListOutput::rules>("Rules", kActiveRuleList).Required(),
};

struct NoFaultInput {};

Result<RuleListOutput> ListFaultRules(Context& context, const NoFaultInput&) {
  RuleListOutput output;
  auto& rules = output.rules.emplace();
  for (const ActiveFaultRule& active : context.state.fault_rules()) {
    rules.push_back({active.rule, static_cast<std::int64_t>(active.tally.matched),
                     static_cast<std::int64_t>(active.tally.fired)});
  }
  return output;
}

struct RemoveRuleInput {
  std::optional<std::string> rule_id;
};
constexpr Shape kRuleIdWildcard = StringShape(1, 128);
constexpr Member kRemoveRuleInput[] = {
    Field<&RemoveRuleInput::rule_id>("RuleId", kRuleIdWildcard).Required(),
};

Result<NoOutput> RemoveFaultRule(Context& context, const RemoveRuleInput& input) {
  for (const ActiveFaultRule& active : context.state.fault_rules()) {
    if (MatchesWildcard(*input.rule_id, *active.rule.rule_id)) EmitRemoval(context, active);
  }
  if (context.mutations.empty()) return error::FaultRuleNotFound(*input.rule_id);
  return NoOutput{};
}

Result<NoOutput> ClearFaultRules(Context& context, const NoFaultInput&) {
  for (const ActiveFaultRule& active : context.state.fault_rules()) EmitRemoval(context, active);
  return NoOutput{};
}

// --- scenarios -----------------------------------------------------------------------------------

struct StartScenarioInput {
  std::optional<std::string> name;
  std::optional<std::string> document;
  std::optional<std::string> stream_name;
  std::optional<bool> durable;
};
constexpr Shape kDocument = StringShape(1, 1'048'576);
constexpr Member kStartScenarioInput[] = {
    Field<&StartScenarioInput::name>("Name", fault_shapes::kRuleId),
    Field<&StartScenarioInput::document>("Document", kDocument),
    Field<&StartScenarioInput::stream_name>("StreamName", fault_shapes::kWildcard),
    Field<&StartScenarioInput::durable>("Durable", shapes::kBoolean),
};

struct StartScenarioOutput {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> rule_ids;
};
constexpr Shape kRuleIdList = ListShape<std::string>(fault_shapes::kRuleId);
constexpr Member kStartScenarioOutput[] = {
    Field<&StartScenarioOutput::name>("Name", shapes::kText).Required(),
    Field<&StartScenarioOutput::rule_ids>("RuleIds", kRuleIdList).Required(),
};

Result<StartScenarioOutput> StartScenario(Context& context, const StartScenarioInput& input) {
  if (input.name.has_value() == input.document.has_value()) {
    return error::ControlArgument(
        "Give Name, that of a scenario which Runnel.ListScenarios lists, or Document, the text of "
        "a scenario file.");
  }
  auto scenario = input.name ? FindShippedScenario(*input.name) : ReadScenario(*input.document);
  if (!scenario) return scenario.error();
  StartScenarioOutput output{scenario->name, std::vector<std::string>()};
  for (FaultRule& rule : *scenario->rules) {
    if (const auto checked = CheckOperations(rule); !checked) return checked.error();
    if (input.stream_name) rule.stream_name = input.stream_name;
    if (input.durable) rule.durable = input.durable;
    output.rule_ids->push_back(*rule.rule_id);
    EmitRule(context, rule);
  }
  return output;
}

struct ScenarioOutput {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::string_view document;
};
constexpr Member kScenarioOutput[] = {
    Field<&ScenarioOutput::name>("Name", shapes::kText).Required(),
    Field<&ScenarioOutput::description>("Description", shapes::kText),
    Field<&ScenarioOutput::document>("Document", kDocument).Required(),
};
constexpr Shape kScenarioShape = StructureShape(kScenarioOutput);
constexpr Shape kScenarioList = ListShape<ScenarioOutput>(kScenarioShape);

struct ScenarioListOutput {
  std::optional<std::vector<ScenarioOutput>> scenarios;
};
constexpr Member kScenarioListOutput[] = {
    Field<&ScenarioListOutput::scenarios>("Scenarios", kScenarioList).Required(),
};

Result<ScenarioListOutput> ListScenarios(Context&, const NoFaultInput&) {
  ScenarioListOutput output;
  auto& scenarios = output.scenarios.emplace();
  for (const std::string_view document : ShippedScenarioDocuments()) {
    auto scenario = ReadScenario(document);
    if (!scenario) return scenario.error();
    scenarios.push_back({scenario->name, scenario->description, document});
  }
  return output;
}

}  // namespace

extern constexpr Operation kAddFaultRule = DefineOperation<FaultRule, RuleIdOutput, AddFaultRule>(
    "AddFaultRule", fault_shapes::kMembers, kRuleIdOutput);
extern constexpr Operation kClearFaultRules =
    DefineOperation<NoFaultInput, ClearFaultRules>("ClearFaultRules", {});
extern constexpr Operation kListFaultRules =
    DefineOperation<NoFaultInput, RuleListOutput, ListFaultRules>("ListFaultRules", {},
                                                                  kRuleListOutput);
extern constexpr Operation kListScenarios =
    DefineOperation<NoFaultInput, ScenarioListOutput, ListScenarios>("ListScenarios", {},
                                                                     kScenarioListOutput);
extern constexpr Operation kRemoveFaultRule =
    DefineOperation<RemoveRuleInput, RemoveFaultRule>("RemoveFaultRule", kRemoveRuleInput);
extern constexpr Operation kStartScenario =
    DefineOperation<StartScenarioInput, StartScenarioOutput, StartScenario>(
        "StartScenario", kStartScenarioInput, kStartScenarioOutput);

}  // namespace runnel
