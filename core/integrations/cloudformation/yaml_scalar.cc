#include "core/integrations/cloudformation/yaml_scalar.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

#include "core/base/whole_number.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

constexpr std::array<std::string_view, 9> kTrue = {"true", "True", "TRUE", "yes", "Yes",
                                                   "YES",  "on",   "On",   "ON"};
constexpr std::array<std::string_view, 9> kFalse = {"false", "False", "FALSE", "no", "No",
                                                    "NO",    "off",   "Off",   "OFF"};
constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};

template <std::size_t N>
bool IsOneOf(std::string_view text, const std::array<std::string_view, N>& words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits with an optional sign and one point; digits that begin with a superfluous 0 are no number.
bool IsDecimal(std::string_view text, bool& has_point) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !IsDigit(text.front()) || !IsDigit(text.back())) return false;
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return false;
  has_point = false;
  for (const char c : text) {
    if (IsDigit(c)) continue;
    if (c != '.' || has_point) return false;
    has_point = true;
  }
  return true;
}

// What follows a backslash as one character.
std::optional<char> SimpleEscape(char c) {
  constexpr std::string_view kNames = "0abtnvfre\"/\\ ";
  constexpr std::string_view kMeanings("\0\a\b\t\n\v\f\r\x1b\"/\\ ", 13);
  const std::size_t at = kNames.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return kMeanings[at];
}

std::size_t HexDigitsOf(char c) {
  if (c == 'x') return 2;
  if (c == 'u') return 4;
  return c == 'U' ? 8 : 0;
}

void AppendUtf8(std::uint32_t code, std::string& out) {
  const auto byte = [&out](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

// The escape at `at`, which is a backslash; `at` moves behind it. False when it is unknown.
bool ReadEscape(std::string_view text, std::size_t& at, std::string& content) {
  if (at + 1 >= text.size()) return false;
  const char name = text[at + 1];
  if (const auto simple = SimpleEscape(name)) {
    content += *simple;
    at += 2;
    return true;
  }
  const std::size_t digits = HexDigitsOf(name);
  if (digits == 0 || at + 2 + digits > text.size()) return false;
  const auto code = ReadWholeNumber<std::uint32_t>(text.substr(at + 2, digits), 16);
  constexpr std::uint32_t kCodeMax = 0x10FFFF;
  if (!code || *code > kCodeMax || (*code >= 0xD800 && *code < 0xE000)) return false;
  AppendUtf8(*code, content);
  at += 2 + digits;
  return true;
}

// A line break within quotes and the blanks around it; `at` moves to what follows. `keep`: as many
// characters of `content` are not to be taken for blanks.
void FoldBreak(std::string_view text, std::size_t& at, std::size_t keep, std::string& content) {
  while (content.size() > keep && (content.back() == ' ' || content.back() == '\t')) {
    content.pop_back();
  }
  std::size_t breaks = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      ++breaks;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      break;
    }
  }
  if (breaks == 1) {
    content += ' ';
  } else {
    content.append(breaks - 1, '\n');
  }
}

}  // namespace

bj::value PlainScalar(std::string_view text) {
  if (IsOneOf(text, kNull)) return nullptr;
  if (IsOneOf(text, kTrue)) return true;
  if (IsOneOf(text, kFalse)) return false;
  bool has_point = false;
  if (IsDecimal(text, has_point)) {
    const std::string digits(text.starts_with('+') ? text.substr(1) : text);
    if (has_point) return std::strtod(digits.c_str(), nullptr);
    if (const auto number = ReadWholeNumber<std::int64_t>(digits)) return *number;
  }
  return bj::string(bj::string_view(text.data(), text.size()));
}

bool ReadQuoted(std::string_view text, std::string& content, std::size_t& size) {
  const char quote = text.front();
  std::size_t at = 1;
  std::size_t keep = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == quote && quote == '\'' && at + 1 < text.size() && text[at + 1] == quote) {
      content += quote;
      at += 2;
    } else if (c == quote) {
      size = at + 1;
      return true;
    } else if (c == '\\' && quote == '"' && at + 1 < text.size() && text[at + 1] == '\n') {
      // The line goes on where the next one begins.
      at = text.find_first_not_of(" \t", at + 2);
      if (at == std::string_view::npos) break;
      keep = content.size();
    } else if (c == '\\' && quote == '"') {
      if (!ReadEscape(text, at, content)) break;
      keep = content.size();
    } else if (c == '\n' || c == '\r') {
      FoldBreak(text, at, keep, content);
    } else {
      content += c;
      ++at;
    }
  }
  size = at < text.size() ? at : text.size();
  return false;
}

void FoldedLines::Add(std::string_view line) {
  if (line.empty()) {
    ++empty_lines_;
    return;
  }
  if (begun_) {
    if (empty_lines_ == 0) {
      text_ += ' ';
    } else {
      text_.append(empty_lines_, '\n');
    }
  }
  text_ += line;
  begun_ = true;
  empty_lines_ = 0;
}

}  // namespace runnel::cloudformation
