#include "tests/conformance/case_file.h"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string_view>

#include "tests/conformance/pattern.h"

namespace runnel::conformance {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct StepKind {
  std::string_view name;
  std::vector<std::string_view> other_members;
  std::vector<std::string_view> expect_members;
};

const std::vector<StepKind>& StepKinds() {
  static const std::vector<StepKind> kinds = {
      {"call", {"input", "as", "expect"}, {"status", "output", "error", "empty"}},
      {"rest", {"input", "as", "expect"}, {"status", "output", "error", "body"}},
      {"query", {"input", "as", "expect"}, {"status", "output", "error"}},
      {"raw", {"expect"}, {"status", "headers", "json", "body", "hex"}},
      {"subscribe", {"input", "as", "expect"}, {"error"}},
      {"frames", {"expect"}, {}},
      {"hang_up", {}, {}},
      {"advance_ms", {}, {}},
      {"repeat", {"steps"}, {}},
  };
  return kinds;
}

[[noreturn]] void Fail(const std::string& what) { throw std::runtime_error(what); }

template <class Names>
void CheckMembers(const json::object& object, const Names& known, std::string_view where) {
  for (const auto& [name, value] : object) {
    if (std::find(known.begin(), known.end(), std::string_view(name)) == known.end()) {
      Fail("a " + std::string(where) + " has no member " + std::string(name));
    }
  }
}

void CheckSteps(const json::array& steps);

void CheckStep(const json::object& step) {
  const auto kind = std::find_if(StepKinds().begin(), StepKinds().end(),
                                 [&](const StepKind& k) { return step.contains(k.name); });
  if (kind == StepKinds().end()) Fail("a step of no known kind: " + json::serialize(step));
  std::vector<std::string_view> known = kind->other_members;
  known.push_back(kind->name);
  CheckMembers(step, known, std::string(kind->name) + " step");

  const json::value* expect = step.if_contains("expect");
  if (expect != nullptr) {
    CheckPattern(*expect);
    if (kind->name != "frames") {
      CheckMembers(expect->as_object(), kind->expect_members,
                   "expect of " + std::string(kind->name));
    }
  }
  if (kind->name == "repeat") CheckSteps(step.at("steps").as_array());
}

void CheckSteps(const json::array& steps) {
  for (const json::value& step : steps) CheckStep(step.as_object());
}

Case ParseCase(const std::string& file, const json::object& object) {
  CheckMembers(object, std::initializer_list<std::string_view>{"name", "settings", "steps"},
               "case");
  Case result{file, std::string(object.at("name").as_string()), {}, object.at("steps").as_array()};
  if (const json::value* settings = object.if_contains("settings")) {
    result.settings = settings->as_object();
  }
  CheckSteps(result.steps);
  return result;
}

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) Fail(path.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::vector<Case> ParseCases(const std::string& file, std::string_view text) {
  std::vector<Case> cases;
  std::set<std::string> names;
  std::string where = "its beginning";
  try {
    const json::value parsed = json::parse(text);
    for (const json::value& element : parsed.as_array()) {
      cases.push_back(ParseCase(file, element.as_object()));
      where = "what follows \"" + cases.back().name + "\"";
      if (!names.insert(cases.back().name).second) Fail("the name stands twice");
    }
  } catch (const std::exception& error) {
    Fail(file + ", " + where + ": " + error.what());
  }
  return cases;
}

std::vector<Case> LoadCases(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Case> cases;
  for (const fs::path& path : paths) {
    std::vector<Case> of_file = ParseCases(path.filename().string(), ReadText(path));
    std::move(of_file.begin(), of_file.end(), std::back_inserter(cases));
  }
  return cases;
}

}  // namespace runnel::conformance
