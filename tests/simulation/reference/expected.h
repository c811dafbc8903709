// What a call is to be answered with: success, or one of the errors of expected_errors.def.
#pragma once

#include <cstddef>
#include <string_view>

namespace runnel::simulation {

enum class Expected {
  kSuccess,
#define EXPECTED(name, section, code, words) k##name,
#include "tests/simulation/reference/expected_errors.def"
#undef EXPECTED
  kCount,
};

// As the table has it; success has empty texts.
struct ExpectedError {
  std::string_view name;
  std::string_view section;
  std::string_view code;
  std::string_view words;
};
const ExpectedError& TextsOf(Expected expected);

// Whether an answer with this code and text is the expected one. An empty code is success.
bool Fits(Expected expected, std::string_view code, std::string_view message);

}  // namespace runnel::simulation
