// Nothing is forgotten, switched off or dead.
#include <doctest/doctest.h>

#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/cpp_text.h"
#include "tests/tidy/findings.h"
#include "tests/tidy/source_tree.h"

namespace runnel::tidy {
namespace {

// The paths that the CMake files name, from the root of the repository. A name is taken as one
// beside its CMake file and as one from the root: an included file speaks of the latter.
std::set<std::string> PathsInCMake(const SourceTree& tree) {
  const std::regex comment("#.*");
  const std::regex path(R"([\w./\-]+\.cc\b)");
  std::set<std::string> paths;
  for (const SourceFile& file : tree.files) {
    if (!file.IsCMake()) continue;
    const std::string folder = file.path.substr(0, file.path.rfind('/') + 1);
    for (const std::string& line : file.lines) {
      const std::string code = std::regex_replace(line, comment, "");
      for (std::sregex_iterator it(code.begin(), code.end(), path), end; it != end; ++it) {
        const std::string name = it->str();
        paths.insert(name);
        paths.insert(std::filesystem::path(folder + name).lexically_normal().generic_string());
      }
    }
  }
  return paths;
}

// The operations that the core answers, in the order of operations.def.
std::vector<std::string> Operations(const SourceFile& list) {
  const std::regex entry(R"(^\s*RUNNEL_OPERATION\((\w+))");
  std::vector<std::string> operations;
  for (const std::string& line : list.lines) {
    std::smatch match;
    if (std::regex_search(line, match, entry)) operations.push_back(match[1]);
  }
  return operations;
}

// Whether `stem` is the operation's name, alone or with more words after a separator:
// ListStreams.json is no case of ListStream.
bool NamesOperation(std::string_view stem, std::string_view operation) {
  return stem.starts_with(operation) &&
         (stem.size() == operation.size() ||
          std::isalnum(static_cast<unsigned char>(stem[operation.size()])) == 0);
}

TEST_CASE("every C++ source is named in a CMake file") {
  const SourceTree tree = ReadSourceTree();
  const std::set<std::string> listed = PathsInCMake(tree);
  Findings findings;
  for (const SourceFile& file : tree.files) {
    if (file.extension() == ".cc" && !listed.contains(file.path)) {
      findings.Add(file, 0, "is not compiled");
    }
  }
  findings.Report();
}

TEST_CASE("every header is included by another file") {
  const SourceTree tree = ReadSourceTree();
  std::set<std::string> included;
  for (const SourceFile& file : tree.files) {
    const std::string own_header = file.path.substr(0, file.path.rfind('.')) + ".h";
    for (const Include& include : IncludesOf(file.lines)) {
      if (include.path != own_header) included.insert(include.path);
    }
  }
  Findings findings;
  for (const SourceFile& file : tree.files) {
    if (file.extension() == ".h" && !included.contains(file.path)) {
      findings.Add(file, 0, "nothing uses it");
    }
  }
  findings.Report();
}

TEST_CASE("every header is guarded and says first what it is for") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (file.extension() != ".h") continue;
    if (!file.text.starts_with("// ")) findings.Add(file, 1, "begin with a comment");
    if (file.text.find("\n#pragma once\n") == std::string::npos) {
      findings.Add(file, 0, "has no #pragma once");
    }
  }
  findings.Report();
}

TEST_CASE("every operation has a conformance case of its name") {
  const SourceTree tree = ReadSourceTree();
  const SourceFile* list = tree.Find("core/operations/operations.def");
  REQUIRE(list != nullptr);
  const std::vector<std::string> operations = Operations(*list);
  CHECK(!operations.empty());
  Findings findings;
  for (const std::string& operation : operations) {
    bool found = false;
    for (const SourceFile& file : tree.files) {
      const bool is_case = file.IsUnder("tests/conformance/cases") && file.extension() == ".json";
      found = found || (is_case && NamesOperation(file.stem(), operation));
    }
    if (!found) findings.Add(*list, 0, operation + " has none in tests/conformance/cases");
  }
  findings.Report();
}

TEST_CASE("no test is switched off and no code is commented out") {
  const std::set<std::string> doctest_switches = {"skip", "may_fail", "should_fail",
                                                  "expected_failures"};
  const std::regex pattern(
      R"(^\s*#\s*if\s+(0|false)\b|^\s*//\s*(TEST_CASE|SUBCASE|CHECK|REQUIRE)\()"
      R"(|^\s*#\s*(runnel_)?add_test\(|^[^"]*\bDISABLED\b)"
      R"(|^\s*@?(unittest|pytest\.mark)\.(skip|xfail)|\b(it|test)\.(skip|only)\()");
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsWritten()) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (std::regex_search(file.lines[i], pattern)) {
        findings.Add(file, static_cast<int>(i) + 1, file.lines[i]);
      }
    }
    if (!file.IsUnder("tests") || !file.IsCpp()) continue;
    for (const Identifier& identifier : IdentifiersOf(CodeOnly(file.text))) {
      if (doctest_switches.contains(identifier.text)) {
        findings.Add(file, identifier.line, identifier.text);
      }
    }
  }
  findings.Report();
}

TEST_CASE("no test sleeps: time is advanced, and what is awaited says that it is there") {
  const std::set<std::string> sleeps = {"sleep_for", "sleep_until", "usleep", "nanosleep", "sleep"};
  const std::regex python_sleep(R"(^[^#]*\btime\.sleep\()");
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsUnder("tests")) continue;
    if (file.extension() == ".py") {
      for (std::size_t i = 0; i < file.lines.size(); ++i) {
        if (std::regex_search(file.lines[i], python_sleep)) {
          findings.Add(file, static_cast<int>(i) + 1, "sleeps");
        }
      }
    }
    if (!file.IsCpp()) continue;
    for (const Identifier& identifier : IdentifiersOf(CodeOnly(file.text))) {
      if (sleeps.contains(identifier.text)) findings.Add(file, identifier.line, identifier.text);
    }
  }
  findings.Report();
}

TEST_CASE("an operation's case is told from that of another with a longer name") {
  CHECK(NamesOperation("DescribeStream", "DescribeStream"));
  CHECK(NamesOperation("DescribeStream_errors", "DescribeStream"));
  CHECK_FALSE(NamesOperation("DescribeStreamSummary", "DescribeStream"));
}

}  // namespace
}  // namespace runnel::tidy
