#include "core/integrations/cloudformation/yaml_block_scalar.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace runnel::cloudformation {
namespace {

struct Header {
  bool folded = false;
  char chomping = ' ';  // '-': no line break at the end, '+': all of them, else one
  int indent = -1;      // of the lines; -1: as the first one has it
};

bool ReadHeader(YamlCursor& cursor, int parent, Header& header) {
  header.folded = cursor.Peek() == '>';
  cursor.Advance();
  for (; !cursor.IsSpace(0); cursor.Advance()) {
    const char c = cursor.Peek();
    if (c == '-' || c == '+') {
      header.chomping = c;
    } else if (c >= '1' && c <= '9') {
      header.indent = std::max(parent, 0) + (c - '0');
    } else {
      return false;
    }
  }
  return cursor.AtLineEnd();
}

std::string Literal(const std::vector<std::string_view>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += lines[i];
  }
  return text;
}

// Neighbours are joined by a blank, except where one of them is indented.
std::string Folded(const std::vector<std::string_view>& lines) {
  std::string text;
  std::size_t empty = 0;
  bool begun = false;
  bool was_indented = false;
  for (const std::string_view line : lines) {
    if (line.empty()) {
      ++empty;
      continue;
    }
    const bool indented = IsBlank(line.front());
    if (begun && (indented || was_indented)) {
      text.append(empty + 1, '\n');
    } else if (begun && empty == 0) {
      text += ' ';
    } else {
      text.append(empty, '\n');
    }
    text += line;
    empty = 0;
    begun = true;
    was_indented = indented;
  }
  return text;
}

}  // namespace

bool ReadBlockScalar(YamlCursor& cursor, int parent, boost::json::value& out) {
  Header header;
  if (!ReadHeader(cursor, parent, header)) return false;
  std::vector<std::string_view> lines;
  cursor.Advance(std::min(cursor.RestOfLine().size() + 1, cursor.rest().size()));
  while (!cursor.rest().empty()) {
    const std::string_view line = cursor.RestOfLine();
    const std::size_t spaces = line.find_first_not_of(' ');
    if (spaces != std::string_view::npos) {
      const int indent = static_cast<int>(spaces);
      if (header.indent < 0 && indent > parent) header.indent = indent;
      if (header.indent < 0 || indent < header.indent) break;
    }
    const auto skipped = static_cast<std::size_t>(std::max(header.indent, 0));
    lines.push_back(spaces == std::string_view::npos && line.size() <= skipped
                        ? std::string_view()
                        : line.substr(std::min(skipped, line.size())));
    cursor.Advance(std::min(line.size() + 1, cursor.rest().size()));
  }
  std::size_t breaks = lines.empty() ? 0 : 1;
  while (!lines.empty() && lines.back().empty()) {
    lines.pop_back();
    ++breaks;
  }
  std::string text = header.folded ? Folded(lines) : Literal(lines);
  if (header.chomping == '+') {
    text.append(lines.empty() && breaks > 0 ? breaks - 1 : breaks, '\n');
  } else if (header.chomping == ' ' && !lines.empty()) {
    text += '\n';
  }
  out = text;
  return true;
}

}  // namespace runnel::cloudformation
