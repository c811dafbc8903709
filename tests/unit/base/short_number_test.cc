#include "core/base/short_number.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("ShortNumber: what matters of a number, in five characters") {
  CHECK(ShortNumber(0) == "0");
  CHECK(ShortNumber(8) == "8");
  CHECK(ShortNumber(0.04) == "0.0");
  CHECK(ShortNumber(9.94) == "9.9");
  CHECK(ShortNumber(9.96) == "10");
  CHECK(ShortNumber(999.4) == "999");
  CHECK(ShortNumber(999.6) == "1.0k");
  CHECK(ShortNumber(12'345) == "12k");
  CHECK(ShortNumber(5'000'000) == "5.0M");
  CHECK(ShortNumber(2e15) == "2000T");
}

}  // namespace
}  // namespace runnel
