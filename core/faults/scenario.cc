#include "core/faults/scenario.h"

#include <algorithm>
#include <boost/json.hpp>

#include "core/api/errors.h"
#include "core/api/validation.h"
#include "core/base/check.h"
#include "core/faults/fault_rule_check.h"
#include "core/faults/fault_rule_shape.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

namespace bj = boost::json;

constexpr Shape kName = StringShape(1, 64, &shapes::kNamePattern);
constexpr Shape kRules = ListShape<FaultRule>(fault_shapes::kRule, 1, 100);
constexpr Member kMembers[] = {
    Field<&Scenario::name>("Name", kName).Required(),
    Field<&Scenario::description>("Description", shapes::kText),
    Field<&Scenario::rules>("Rules", kRules).Required(),
};
constexpr Shape kScenario = StructureShape(kMembers);

Error Wrong(std::string text) { return error::ControlArgument("The scenario " + std::move(text)); }

Result<bj::value> Parse(std::string_view document) {
  bj::parse_options options;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  bj::stream_parser parser({}, options);
  bj::error_code error;
  const std::size_t consumed = parser.write_some(document.data(), document.size(), error);
  if (!error) parser.finish(error);
  const bool rest = document.find_first_not_of(" \t\r\n", consumed) != std::string_view::npos;
  if (!error && !rest) return parser.release();
  const auto line =
      std::count(document.begin(), document.begin() + static_cast<long>(consumed), '\n');
  return Wrong("is not JSON with comments: line " + std::to_string(line + 1) + ": " +
               (error ? error.message() : "there is more after its end") + ".");
}

// A misspelt member would otherwise be silently without effect.
std::string UnknownMember(const bj::object& object, const Shape& shape) {
  for (const auto& [key, value] : object) {
    const std::string_view name(key.data(), key.size());
    const bool known = std::any_of(shape.members.begin(), shape.members.end(),
                                   [&](const Member& member) { return member.name == name; });
    if (known) continue;
    std::string names;
    for (const Member& member : shape.members) {
      names.append(names.empty() ? "" : ", ").append(member.name);
    }
    return "has the unknown member '" + std::string(name) + "'. Members: " + names + ".";
  }
  return {};
}

std::string UnknownMemberOf(const bj::value& root) {
  std::string wrong = UnknownMember(root.get_object(), kScenario);
  const bj::value* const rules = root.get_object().if_contains("Rules");
  if (!wrong.empty() || rules == nullptr || !rules->is_array()) return wrong;
  for (std::size_t i = 0; i < rules->get_array().size() && wrong.empty(); ++i) {
    const bj::value& rule = rules->get_array()[i];
    if (!rule.is_object()) continue;
    wrong = UnknownMember(rule.get_object(), fault_shapes::kRule);
    if (!wrong.empty()) wrong = "rule " + std::to_string(i + 1) + " " + wrong;
  }
  return wrong;
}

}  // namespace

Result<Scenario> ReadScenario(std::string_view document) {
  const Result<bj::value> root = Parse(document);
  if (!root) return root.error();
  if (!root->is_object()) return Wrong("is not a JSON object with Name and Rules.");
  if (const std::string wrong = UnknownMemberOf(*root); !wrong.empty()) return Wrong(wrong);
  Scenario scenario;
  ShapeReader reader(&kScenario, &scenario);
  RUNNEL_CHECK(json::Read(bj::serialize(*root), reader));
  if (const auto error = reader.TakeError()) return *error;
  if (auto invalid = Validate(kScenario, &scenario, PartitionKeyRule::kRequired)) {
    return *std::move(invalid);
  }
  for (std::size_t i = 0; i < scenario.rules->size(); ++i) {
    FaultRule& rule = (*scenario.rules)[i];
    rule.rule_id = *scenario.name + ":" + rule.rule_id.value_or(std::to_string(i + 1));
    if (const auto checked = CheckFaultRule(rule); !checked) {
      return Wrong("rule " + std::to_string(i + 1) + ": " + checked.error().message());
    }
  }
  return scenario;
}

Result<Scenario> FindShippedScenario(std::string_view name) {
  std::string known;
  for (const std::string_view document : ShippedScenarioDocuments()) {
    auto scenario = ReadScenario(document);
    RUNNEL_CHECK(scenario);
    if (*scenario->name == name) return scenario;
    known.append(known.empty() ? "" : ", ").append(*scenario->name);
  }
  return error::ScenarioNotFound(name, known);
}

}  // namespace runnel
