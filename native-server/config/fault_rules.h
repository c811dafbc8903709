// Fault rules to be at work from the start, written as words:
//   ERROR error-code=ServiceUnavailable operations=Put*|GetRecords probability=0.1
// or as the JSON input of Runnel.AddFaultRule. Several are separated by commas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runnel {

// Reads `text` into `rules`, each as the JSON input of AddFaultRule. Returns what is wrong with it,
// or an empty string. Whether a rule makes sense is for the emulator to say.
std::string ReadFaultRules(std::string_view text, std::vector<std::string>& rules);
// The entries with commas between them, as both readers read them.
std::string ListText(const std::vector<std::string>& entries);

// Reads names and paths of scenarios, separated by commas. Returns what is wrong, or an empty
// string; whether they exist is found out when they are used.
std::string ReadScenarios(std::string_view text, std::vector<std::string>& scenarios);

// The input of Runnel.StartScenario for a scenario that comes with the program, or for the file at
// `name_or_path`: something with a slash or a dot in it. Throws Failure (kExitUsage) if it cannot
// be read.
std::string ScenarioInput(std::string_view name_or_path);

}  // namespace runnel
