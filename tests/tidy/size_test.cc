// How large things may be.
#include <doctest/doctest.h>

#include <cstddef>
#include <string>

#include "tests/tidy/cpp_text.h"
#include "tests/tidy/findings.h"
#include "tests/tidy/source_tree.h"

namespace runnel::tidy {
namespace {

constexpr std::size_t kFileLinesMax = 600;
constexpr int kFunctionLinesMax = 70;
constexpr std::size_t kColumnsMax = 100;

// Characters, not bytes: the bytes that continue a UTF-8 sequence do not count.
std::size_t ColumnsOf(const std::string& line) {
  std::size_t columns = 0;
  for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0) == 0x80 ? 0 : 1;
  return columns;
}

TEST_CASE("no source file has more than 600 lines") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsWritten() || file.lines.size() <= kFileLinesMax) continue;
    findings.Add(file, 0, std::to_string(file.lines.size()) + " lines: split it by noun");
  }
  findings.Report();
}

TEST_CASE("no C++ function has more than 70 lines") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsCpp()) continue;
    for (const Function& function : FunctionsOf(CodeOnly(file.text))) {
      const int lines = function.last_line - function.first_line + 1;
      if (lines <= kFunctionLinesMax) continue;
      findings.Add(file, function.first_line, std::to_string(lines) + " lines: " + function.head);
    }
  }
  findings.Report();
}

TEST_CASE("no source line has more than 100 columns") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsWritten()) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::size_t columns = ColumnsOf(file.lines[i]);
      if (columns <= kColumnsMax) continue;
      findings.Add(file, static_cast<int>(i) + 1, std::to_string(columns) + " columns");
    }
  }
  findings.Report();
}

}  // namespace
}  // namespace runnel::tidy
