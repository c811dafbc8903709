// The regular expressions of the AWS API models.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/character_set.h"

namespace runnel {

// A regular expression that a whole value must match, in time linear in the value.
//
// Known are: literals, `.` (all but line feed and carriage return), \d \s \S \w, escaped
// punctuation, classes with ranges and negation, * + ? {m} {m,} {m,n}, groups, also (?:...), and
// alternation. `^` and `$` say nothing, as a match is anchored anyway. Anything else is a failed
// check when the pattern is first used: patterns come from the API models, never from a user.
//
// Holds no compiled form. The patterns of hot members have a direct test, prepared by the compiler;
// the others are compiled on the stack by each match, which costs less than matching does. So a
// constexpr Pattern costs nothing at start, and any number of threads may use one.
class Pattern {
 public:
  // `text` must outlive the pattern: a literal.
  constexpr Pattern(const char* text) : text_(text) {  // NOLINT(google-explicit-constructor)
    if (!ReadSetOneOrMore()) ReadWholeNumber();
  }

  // As the model writes it, for error messages.
  constexpr std::string_view text() const { return text_; }

  // `value` is UTF-8; a character of several bytes counts as one.
  bool Matches(std::string_view value) const;

 private:
  enum class Form {
    kSetOneOrMore,  // [...]+
    kWholeNumber,   // 0|([1-9]\d{0,n})
    kAny,
  };

  constexpr bool ReadSetOneOrMore() {
    if (!text_.starts_with('[')) return false;
    std::size_t position = 0;
    const CharacterSet set = ReadCharacterClass(text_, position);
    if (text_.substr(position) != "+") return false;
    set_ = set;
    form_ = Form::kSetOneOrMore;
    return true;
  }

  constexpr void ReadWholeNumber() {
    constexpr std::string_view kBegin = "0|([1-9]\\d{0,";
    constexpr std::string_view kEnd = "})";
    if (!text_.starts_with(kBegin) || !text_.ends_with(kEnd)) return;
    std::size_t more_digits = 0;
    for (const char c : text_.substr(kBegin.size(), text_.size() - kBegin.size() - kEnd.size())) {
      if (c < '0' || c > '9') return;
      more_digits = more_digits * 10 + static_cast<std::size_t>(c - '0');
    }
    digits_max_ = more_digits + 1;
    form_ = Form::kWholeNumber;
  }

  std::string_view text_;
  Form form_ = Form::kAny;
  CharacterSet set_;            // Of kSetOneOrMore.
  std::size_t digits_max_ = 0;  // Of kWholeNumber.
};

}  // namespace runnel
