#include "core/integrations/cloudformation/yaml_cursor.h"

#include <string>

#include "core/integrations/cloudformation/yaml_scalar.h"

namespace runnel::cloudformation {
namespace {

constexpr std::string_view kFlowIndicators = ",[]{}";
// What no plain scalar begins with.
constexpr std::string_view kIndicators = ",[]{}#&*!|>'\"%@`\t";

bool IsFlowIndicator(char c) { return kFlowIndicators.find(c) != std::string_view::npos; }

}  // namespace

int YamlCursor::Column() const {
  std::size_t begin = at_;
  while (begin > 0 && text_[begin - 1] != '\n') --begin;
  return static_cast<int>(at_ - begin);
}

bool YamlCursor::BeginsLine() const {
  for (std::size_t i = at_; i > 0 && text_[i - 1] != '\n'; --i) {
    if (text_[i - 1] != ' ') return false;
  }
  return true;
}

bool YamlCursor::AtLineEnd() const {
  std::size_t i = at_;
  while (i < text_.size() && IsBlank(text_[i])) ++i;
  if (i >= text_.size() || text_[i] == '\n') return true;
  return text_[i] == '#' && (i == 0 || IsBlank(text_[i - 1]) || text_[i - 1] == '\n');
}

bool YamlCursor::AtDocumentMark() const {
  if (at_ > 0 && text_[at_ - 1] != '\n') return false;
  const bool marked = rest().starts_with("---") || rest().starts_with("...");
  return marked && IsSpace(3);
}

bool YamlCursor::NextContent() {
  while (at_ < text_.size()) {
    if (AtDocumentMark()) return false;
    if (!AtLineEnd()) {
      // A tab does not indent: it stays to be refused.
      while (Peek() == ' ' || (Peek() == '\t' && !BeginsLine())) ++at_;
      return true;
    }
    const std::size_t end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
  }
  return false;
}

void YamlCursor::SkipFlowSpace() {
  while (at_ < text_.size()) {
    if (AtLineEnd()) {
      const std::size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
    } else if (IsBlank(Peek())) {
      ++at_;
    } else {
      return;
    }
  }
}

std::size_t YamlCursor::KeySize() const {
  const std::string_view line = RestOfLine();
  if (line.empty()) return std::string_view::npos;
  std::size_t i = 0;
  if (line[0] == '"' || line[0] == '\'') {
    std::string content;
    if (!ReadQuoted(line, content, i)) return std::string_view::npos;
    while (i < line.size() && IsBlank(line[i])) ++i;
    const bool is_key = i < line.size() && line[i] == ':' && IsSpace(i + 1);
    return is_key ? i : std::string_view::npos;
  }
  if (kIndicators.find(line[0]) != std::string_view::npos) return std::string_view::npos;
  for (; i < line.size(); ++i) {
    if (line[i] == ':' && IsSpace(i + 1)) return i;
    if (line[i] == '#' && i > 0 && IsBlank(line[i - 1])) break;
  }
  return std::string_view::npos;
}

std::string_view YamlCursor::PlainText(bool in_flow) const {
  const std::string_view line = RestOfLine();
  std::size_t end = 0;
  for (; end < line.size(); ++end) {
    const char c = line[end];
    if (c == '#' && end > 0 && IsBlank(line[end - 1])) break;
    if (!in_flow) continue;
    if (IsFlowIndicator(c)) break;
    if (c == ':' && (IsSpace(end + 1) || IsFlowIndicator(Peek(end + 1)))) break;
  }
  std::string_view text = line.substr(0, end);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace runnel::cloudformation
