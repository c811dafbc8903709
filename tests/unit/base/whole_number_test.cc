#include "core/base/whole_number.h"

#include <doctest/doctest.h>

#include <cstdint>

namespace runnel {
namespace {

TEST_CASE("a whole number is all of a text") {
  CHECK(ReadWholeNumber<std::int64_t>("0") == 0);
  CHECK(ReadWholeNumber<std::int64_t>("-007") == -7);
  CHECK(ReadWholeNumber<std::int64_t>("9223372036854775807") == INT64_MAX);
  CHECK(ReadWholeNumber<std::uint32_t>("fF", 16) == 255);
  for (const char* const text : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "one"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadWholeNumber<std::int64_t>(text));
  }
}

TEST_CASE("a whole number fits its type") {
  CHECK_FALSE(ReadWholeNumber<std::int64_t>("9223372036854775808"));
  CHECK_FALSE(ReadWholeNumber<std::uint32_t>("-1"));
  CHECK_FALSE(ReadWholeNumber<std::uint8_t>("256"));
}

}  // namespace
}  // namespace runnel
