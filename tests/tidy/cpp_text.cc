#include "tests/tidy/cpp_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <regex>

namespace runnel::tidy {
namespace {

bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// Whether the quote at `at` separates digits, as in 1'000, rather than opening a literal.
bool IsDigitSeparator(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (IsWordChar(text[begin - 1]) || text[begin - 1] == '\'')) --begin;
  return begin < at && IsDigit(text[begin]);
}

// The end of the literal whose opening quote is at `at`: one past its closing quote.
std::size_t EndOfLiteral(std::string_view text, std::size_t at) {
  if (text[at] == '"' && at > 0 && text[at - 1] == 'R') {
    const std::size_t open = text.find('(', at);
    if (open == std::string_view::npos) return text.size();
    const std::string close = ")" + std::string(text.substr(at + 1, open - at - 1)) + "\"";
    const std::size_t end = text.find(close, open);
    return end == std::string_view::npos ? text.size() : end + close.size();
  }
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[at] || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

void Blank(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < std::min(end, text.size()); ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

// The text without directives, whose braces and parentheses need not balance.
std::string WithoutDirectives(std::string_view code) {
  std::string text(code);
  bool continued = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t first = text.find_first_not_of(" \t", begin);
    const bool directive = continued || (first < end && text[first] == '#');
    continued = directive && end > begin && text[end - 1] == '\\';
    if (directive) Blank(text, begin, end);
    begin = end + 1;
  }
  return text;
}

// `head` without whatever stands in parentheses, angle brackets or square brackets.
std::string OutsideBrackets(std::string_view head) {
  std::string outside;
  int depth = 0;
  for (const char c : head) {
    if (c == '(' || c == '<' || c == '[') ++depth;
    if (depth == 0) outside += c;
    if ((c == ')' || c == '>' || c == ']') && depth > 0) --depth;
  }
  return outside;
}

bool OpensScope(std::string_view head) {
  static const std::regex scope(
      R"(\b(namespace|class|struct|union|enum)\b|^extern\s*"|^TEST_SUITE)");
  const std::string outside = OutsideBrackets(head);
  return std::regex_search(outside, scope);
}

// Whether the brace after `head` holds a value, not a body: a default argument, a member
// initializer such as `: a_{1}`, or the right side of `=`.
bool OpensValue(std::string_view head) {
  int depth = 0;
  bool after_parameters = false;
  bool initializers = false;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '(') ++depth;
    if (head[i] == ')' && --depth == 0) after_parameters = true;
    const bool lone_colon = head[i] == ':' && (i == 0 || head[i - 1] != ':') &&
                            (i + 1 == head.size() || head[i + 1] != ':');
    if (lone_colon && depth == 0 && after_parameters) initializers = true;
  }
  if (depth > 0) return true;
  const char last = head.empty() ? ';' : head.back();
  return last == '=' || last == ',' || (initializers && last != ')' && last != '}');
}

// Walks the braces of one text.
class FunctionFinder {
 public:
  explicit FunctionFinder(std::string_view code) : code_(WithoutDirectives(code)) {}

  std::vector<Function> Find() {
    while (at_ < code_.size()) ReadScope();
    return std::move(found_);
  }

 private:
  // Reads declarations up to the brace that closes the scope.
  void ReadScope() {
    std::string head;
    int head_line = line_;
    while (at_ < code_.size()) {
      const char c = Next();
      if (c == '}') return;
      if (c == ';') {
        head.clear();
      } else if (c == '{') {
        OpenBrace(head, head_line);
      } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
        if (head.empty()) head_line = line_;
        if (at_ >= 2 && std::isspace(static_cast<unsigned char>(code_[at_ - 2])) != 0 &&
            !head.empty()) {
          head += ' ';
        }
        head += c;
      }
    }
  }

  void OpenBrace(std::string& head, int head_line) {
    if (OpensValue(head)) {
      SkipBlock();
      head += "{}";
    } else if (OpensScope(head)) {
      head.clear();
      ReadScope();
    } else {
      SkipBlock();
      if (head.find(')') != std::string::npos) found_.push_back({head, head_line, line_});
      head.clear();
    }
  }

  // Passes over a block whose opening brace has been read.
  void SkipBlock() {
    for (int depth = 1; depth > 0 && at_ < code_.size();) {
      const char c = Next();
      if (c == '{') ++depth;
      if (c == '}') --depth;
    }
  }

  char Next() {
    if (code_[at_] == '\n') ++line_;
    return code_[at_++];
  }

  std::string code_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<Function> found_;
};

}  // namespace

std::string CodeOnly(std::string_view text) {
  std::string code(text);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text.substr(i).starts_with("//")) {
      end = std::min(text.find('\n', i), text.size());
      Blank(code, i, end);
    } else if (text.substr(i).starts_with("/*")) {
      end = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
      Blank(code, i, end);
    } else if (text[i] == '"' || (text[i] == '\'' && !IsDigitSeparator(text, i))) {
      end = EndOfLiteral(text, i);
      Blank(code, i + 1, end - 1);
    }
    i = end;
  }
  return code;
}

std::vector<std::string> WordsOf(std::string_view identifier) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const char c = identifier[i];
    const bool after_lower = i > 0 && IsWordChar(identifier[i - 1]) && !IsUpper(identifier[i - 1]);
    const bool before_lower = i + 1 < identifier.size() && std::islower(identifier[i + 1]) != 0;
    if (!IsWordChar(c) || c == '_' || (IsUpper(c) && (after_lower || before_lower))) {
      words.emplace_back();
    }
    if (IsWordChar(c) && c != '_') words.back() += static_cast<char>(std::tolower(c));
  }
  std::erase(words, "");
  if (words.size() > 1 && words.front() == "k") words.erase(words.begin());
  return words;
}

std::vector<Identifier> IdentifiersOf(std::string_view code) {
  constexpr std::array<std::string_view, 5> kForeign = {"std", "boost", "asio", "fmt", "httplib"};
  std::vector<Identifier> found;
  int line = 1;
  bool foreign = false;
  for (std::size_t i = 0; i < code.size();) {
    if (!IsWordChar(code[i])) {
      if (code[i] == '\n') ++line;
      foreign = foreign && code[i] == ':';
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < code.size() && IsWordChar(code[end])) ++end;
    const std::string_view word = code.substr(i, end - i);
    if (!IsDigit(word[0])) found.push_back({std::string(word), line, foreign});
    foreign = (foreign || std::find(kForeign.begin(), kForeign.end(), word) != kForeign.end()) &&
              code.substr(end).starts_with("::");
    i = end;
  }
  return found;
}

std::vector<Include> IncludesOf(const std::vector<std::string>& lines) {
  static const std::regex directive(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (lines[i].find("include") != std::string::npos &&
        std::regex_search(lines[i], match, directive)) {
      found.push_back({match[2], match[1] == "\"", static_cast<int>(i) + 1});
    }
  }
  return found;
}

std::vector<Function> FunctionsOf(std::string_view code) { return FunctionFinder(code).Find(); }

}  // namespace runnel::tidy
