// What any text file of the repository looks like.
#include <doctest/doctest.h>

#include <cstddef>
#include <regex>
#include <string>

#include "tests/tidy/findings.h"
#include "tests/tidy/source_tree.h"

namespace runnel::tidy {
namespace {

// The file or folder that a link in a document leads to, from the root of the repository.
std::string TargetOf(const SourceFile& document, const std::string& link) {
  const std::string path = link.substr(0, link.find('#'));
  if (path.empty()) return document.path;
  if (path[0] == '/') return path.substr(1);
  return document.path.substr(0, document.path.rfind('/') + 1) + path;
}

TEST_CASE("every text file ends with a newline and has no carriage returns") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (file.text.empty()) findings.Add(file, 0, "is empty");
    if (!file.text.ends_with('\n')) findings.Add(file, 0, "has no newline at its end");
    if (file.text.ends_with("\n\n")) findings.Add(file, 0, "ends with an empty line");
    if (file.text.find('\r') != std::string::npos) findings.Add(file, 0, "has carriage returns");
  }
  findings.Report();
}

TEST_CASE("no line of a source ends with spaces, and none is indented with tabs") {
  const std::regex tabs(R"(^\s*\t)");
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsWritten()) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      const int number = static_cast<int>(i) + 1;
      if (line.ends_with(' ') || line.ends_with('\t'))
        findings.Add(file, number, "ends with space");
      if (file.extension() != ".go" && line.find('\t') != std::string::npos &&
          std::regex_search(line, tabs)) {
        findings.Add(file, number, "has a tab");
      }
    }
  }
  findings.Report();
}

TEST_CASE("every relative link in a document leads to a file") {
  const std::regex link(R"(\]\(([^)\s]+)[^)]*\))");
  const std::regex elsewhere("^[a-z]+:.*");
  const std::regex quoted("`[^`]*`");
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsMarkdown()) continue;
    bool fenced = false;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (file.lines[i].find("```") != std::string::npos) fenced = !fenced;
      if (fenced) continue;
      const std::string line = std::regex_replace(file.lines[i], quoted, "");
      for (std::sregex_iterator it(line.begin(), line.end(), link), end; it != end; ++it) {
        const std::string target = (*it)[1];
        if (std::regex_match(target, elsewhere)) continue;
        if (!ExistsInRepository(TargetOf(file, target))) {
          findings.Add(file, static_cast<int>(i) + 1, "there is no " + target);
        }
      }
    }
  }
  findings.Report();
}

}  // namespace
}  // namespace runnel::tidy
