#include "native-server/config/fault_rules.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/api/operation_catalog.h"
#include "core/base/check.h"
#include "native-server/command_line/call_input.h"
#include "native-server/config/nearest_name.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr std::string_view kForm =
    "; write an action and what it is about, such as \"ERROR error-code=InternalFailure "
    "operations=PutRecord|PutRecords probability=0.1\", or JSON; see `runnel faults add --help`";

const Shape& RuleShape() {
  static const Shape* const shape = [] {
    const std::vector<OperationEntry> catalog = OperationCatalog();
    const auto entry = std::find_if(catalog.begin(), catalog.end(), [](const OperationEntry& each) {
      return each.name == "AddFaultRule";
    });
    RUNNEL_CHECK(entry != catalog.end());
    return entry->input;
  }();
  return *shape;
}

// The rules of a text: commas inside of JSON do not separate them.
std::vector<std::string> SplitRules(std::string_view text) {
  std::vector<std::string> rules(1);
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (depth > 0 && c == '"' && text[i - 1] != '\\') quoted = !quoted;
    if (!quoted && (c == '{' || c == '[')) ++depth;
    if (!quoted && (c == '}' || c == ']')) --depth;
    if (c == ',' && depth <= 0) {
      rules.emplace_back();
    } else {
      rules.back() += c;
    }
  }
  return rules;
}

// The action that a word means. Throws Failure.
std::string ReadAction(std::string_view word) {
  std::string action(word);
  for (char& c : action) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const Member& member : RuleShape().members) {
    if (member.name != "Action") continue;
    const auto& actions = member.shape->enum_values;
    if (std::find(actions.begin(), actions.end(), action) != actions.end()) return action;
    throw Failure(kExitUsage, "'" + std::string(word) + "' is no action of a fault rule" +
                                  Suggestion(action, actions) + std::string(kForm));
  }
  return action;
}

// The flags that the words of a rule stand for. Throws Failure.
std::vector<GivenFlag> FlagsOf(std::string_view rule) {
  std::vector<std::string> names;
  for (const Member& member : RuleShape().members) names.push_back(FlagNameOf(member.name));
  std::vector<GivenFlag> flags;
  for (const std::string_view word : SplitList(rule, ' ')) {
    if (word.empty()) continue;
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) {
      flags.push_back({"action", ReadAction(word)});
      continue;
    }
    const std::string name(word.substr(0, equals));
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      const std::vector<std::string_view> known(names.begin(), names.end());
      throw Failure(kExitUsage, "a fault rule has no '" + name + "'" + Suggestion(name, known) +
                                    std::string(kForm));
    }
    std::string value(word.substr(equals + 1));
    if (name == "operations") std::replace(value.begin(), value.end(), '|', ',');
    flags.push_back({name, std::move(value)});
  }
  return flags;
}

std::string ReadRule(std::string_view rule) {
  boost::json::error_code error;
  if (!rule.starts_with('{')) return BuildCallInput(RuleShape(), FlagsOf(rule), "");
  boost::json::parse({rule.data(), rule.size()}, error);
  if (error)
    throw Failure(kExitUsage, "'" + std::string(rule) + "' is not JSON" + std::string(kForm));
  return std::string(rule);
}

}  // namespace

std::string ReadFaultRules(std::string_view text, std::vector<std::string>& rules) {
  std::vector<std::string> read;
  try {
    for (const std::string& rule : SplitRules(text)) {
      const std::string_view words = WithoutBlanks(rule);
      if (!words.empty()) read.push_back(ReadRule(words));
    }
  } catch (const Failure& failure) {
    return failure.what();
  }
  rules = std::move(read);
  return {};
}

std::string ReadScenarios(std::string_view text, std::vector<std::string>& scenarios) {
  constexpr std::string_view kNameCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  std::vector<std::string> read;
  for (const std::string_view word : SplitList(text)) {
    const bool is_path = word.find_first_of("/.") != std::string_view::npos;
    if (!is_path && word.find_first_not_of(kNameCharacters) != std::string_view::npos) {
      return "'" + std::string(word) +
             "' is neither the name of a scenario nor the path of a file; `runnel faults scenario` "
             "lists the names, a path has a slash or a dot in it";
    }
    if (!word.empty()) read.emplace_back(word);
  }
  scenarios = std::move(read);
  return {};
}

std::string ListText(const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) text += (text.empty() ? "" : ",") + entry;
  return text;
}

std::string ScenarioInput(std::string_view name_or_path) {
  const std::string path(name_or_path);
  if (path.find_first_of("/.") == std::string::npos) {
    return boost::json::serialize(boost::json::object{{"Name", path}});
  }
  std::ifstream file(path, std::ios::binary);
  file.peek();
  if (!file.is_open() || file.bad()) {
    throw Failure(kExitUsage, "cannot read the scenario " + path + ": " + std::strerror(errno));
  }
  file.clear();
  const std::string document{std::istreambuf_iterator<char>(file), {}};
  return boost::json::serialize(boost::json::object{{"Document", document}});
}

}  // namespace runnel
