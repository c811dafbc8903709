// Scalars of YAML: what their characters stand for.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace runnel::cloudformation {

// What a plain scalar, one without quotes, is: true for "true", "yes" and "on", null for nothing,
// "~" and "null", a number for decimal digits, and otherwise text.
boost::json::value PlainScalar(std::string_view text);

// Reads a scalar in quotes. `text` begins with the quote; `size` becomes the number of characters
// up to and with the closing one. False when there is none, or an escape is unknown; `size` is then
// where. Lines are folded into one.
bool ReadQuoted(std::string_view text, std::string& content, std::size_t& size);

// Lines as a folded scalar has them: neighbours are joined by a blank, an empty line stands for a
// line break.
class FoldedLines {
 public:
  void Add(std::string_view line);
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
  std::size_t empty_lines_ = 0;
  bool begun_ = false;
};

}  // namespace runnel::cloudformation
