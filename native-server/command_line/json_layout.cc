#include "native-server/command_line/json_layout.h"

namespace runnel {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The quoted text that begins at `position`, quotes included.
std::string_view QuotedAt(std::string_view text, std::size_t position) {
  std::size_t end = position + 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return text.substr(position, end + 1 - position);
}

}  // namespace

std::string CompactJson(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsBlank(text[i])) continue;
    const std::string_view whole = text[i] == '"' ? QuotedAt(text, i) : text.substr(i, 1);
    out += whole;
    i += whole.size() - 1;
  }
  return out;
}

std::string LayOutJson(std::string_view text) {
  std::string out;
  std::size_t depth = 0;
  bool empty_so_far = false;  // the map or list just opened
  const auto new_line = [&] { out.append("\n").append(depth * 2, ' '); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsBlank(c)) continue;
    const bool closes = c == '}' || c == ']';
    if (closes) --depth;
    if (closes != empty_so_far) new_line();
    empty_so_far = false;
    if (c == '"') {
      const std::string_view quoted = QuotedAt(text, i);
      out += quoted;
      i += quoted.size() - 1;
      continue;
    }
    out += c;
    if (c == '{' || c == '[') {
      ++depth;
      empty_so_far = true;
    } else if (c == ',') {
      new_line();
    } else if (c == ':') {
      out += ' ';
    }
  }
  return out;
}

}  // namespace runnel
