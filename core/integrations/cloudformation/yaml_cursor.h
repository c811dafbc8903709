// A place in a YAML text, and what is to be seen from there.
#pragma once

#include <cstddef>
#include <string_view>

namespace runnel::cloudformation {

inline bool IsBlank(char c) { return c == ' ' || c == '\t'; }

class YamlCursor {
 public:
  // `text` has line feeds alone between its lines.
  explicit YamlCursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  void MoveTo(std::size_t at) { at_ = at; }
  void Advance(std::size_t count = 1) { at_ += count; }
  std::string_view rest() const { return text_.substr(at_); }
  // '\0' where there is nothing.
  char Peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  // From 0: how many characters stand before the cursor on its line.
  int Column() const;
  // Whether blanks are all that stands before the cursor on its line.
  bool BeginsLine() const;
  // Whether `ahead` is a blank or the end of a line.
  bool IsSpace(std::size_t ahead) const {
    const char c = Peek(ahead);
    return IsBlank(c) || c == '\n' || c == '\0';
  }
  // "- ", which begins an entry of a block sequence.
  bool AtDash() const { return Peek() == '-' && IsSpace(1); }

  void SkipBlanks() {
    while (IsBlank(Peek())) ++at_;
  }
  // Whether nothing, or a comment, is left of the line.
  bool AtLineEnd() const;
  // Moves to the next character that is neither blank nor part of a comment, in this line or a
  // later one. False when the document ends before.
  bool NextContent();
  // As NextContent, but a document's end is not looked for, as within brackets.
  void SkipFlowSpace();
  // What is left of the line, without its line feed.
  std::string_view RestOfLine() const { return rest().substr(0, rest().find('\n')); }

  // How many characters up to the ':' of the key that begins here, on this line; npos: none does.
  std::size_t KeySize() const;
  // What is left of the line as a plain scalar, without the comment and blanks behind it. In a flow
  // collection the scalar also ends at brackets, commas and ": ".
  std::string_view PlainText(bool in_flow) const;

 private:
  bool AtDocumentMark() const;

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace runnel::cloudformation
