// Whole numbers that are written in digits.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace runnel {

// The number that all of `text` is, with '-' before it if Number has a sign; nullopt if the text is
// anything else, or the number does not fit.
template <class Number>
std::optional<Number> ReadWholeNumber(std::string_view text, int base = 10) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number, base);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace runnel
