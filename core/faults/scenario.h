// Scenarios: several fault rules under one name, as files that people write. A file is JSON in
// which comments and commas after the last element are allowed:
//   {"Name": "...", "Description": "...", "Rules": [the members of AddFaultRule, ...]}
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/fault_rule.h"

namespace runnel {

struct Scenario {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::vector<FaultRule>> rules;
};

// A scenario with a name and rules that make sense; each rule has an id that begins with the name.
// Errors: what is wrong with the text, and where.
Result<Scenario> ReadScenario(std::string_view document);

// The files of core/faults/scenarios, in alphabetical order. They are part of the program.
std::span<const std::string_view> ShippedScenarioDocuments();
// Errors: ResourceNotFoundException, naming those that there are.
Result<Scenario> FindShippedScenario(std::string_view name);

}  // namespace runnel
