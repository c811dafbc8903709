#include "tests/simulation/reference/expected.h"

#include <array>

namespace runnel::simulation {
namespace {

constexpr std::array kTable = {
    ExpectedError{"success", "", "", ""},
#define EXPECTED(name, section, code, words) ExpectedError{#name, section, code, words},
#include "tests/simulation/reference/expected_errors.def"
#undef EXPECTED
};

}  // namespace

const ExpectedError& TextsOf(Expected expected) {
  return kTable[static_cast<std::size_t>(expected)];
}

bool Fits(Expected expected, std::string_view code, std::string_view message) {
  const ExpectedError& error = TextsOf(expected);
  if (code != error.code) return false;
  std::string_view words = error.words;
  const bool to_the_end = words.ends_with('$');
  if (to_the_end) words.remove_suffix(1);
  std::size_t at = 0;
  while (!words.empty()) {
    const std::size_t star = words.find('*');
    const std::string_view part = words.substr(0, star);
    words = star == words.npos ? std::string_view() : words.substr(star + 1);
    if (words.empty() && to_the_end) {
      return message.size() >= at + part.size() && message.ends_with(part);
    }
    at = message.find(part, at);
    if (at == message.npos) return false;
    at += part.size();
  }
  return true;
}

}  // namespace runnel::simulation
