#include "core/base/prng.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("random numbers depend on the seed alone") {
  Prng zero(0);
  CHECK(zero.Next() == 0x99ec5f36cb75f2b4);
  CHECK(zero.Next() == 0xbf6e1f784956452a);
  CHECK(zero.Next() == 0x1a5f849d4933e6e0);
  CHECK(zero.Next() == 0x6aa594f1262d2d2c);
  Prng other(42);
  CHECK(other.Next() == 0x15780b2e0c2ec716);
  CHECK(other.Next() == 0x6104d9866d113a7e);
}

TEST_CASE("unit numbers lie in [0, 1) and around one half") {
  Prng prng(7);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double unit = prng.NextUnit();
    REQUIRE(unit >= 0);
    REQUIRE(unit < 1);
    sum += unit;
  }
  CHECK(sum / 10'000 == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("random bytes are the random numbers, little end first, and no byte more") {
  std::uint8_t bytes[12] = {};
  bytes[11] = 0xEE;
  Prng prng(0);
  prng.Fill(bytes, 11);
  const std::uint8_t expected[12] = {0xb4, 0xf2, 0x75, 0xcb, 0x36, 0x5f,
                                     0xec, 0x99, 0x2a, 0x45, 0x56, 0xEE};
  for (int i = 0; i < 12; ++i) CHECK(bytes[i] == expected[i]);
  CHECK(prng.Next() == 0x1a5f849d4933e6e0);
}

}  // namespace
}  // namespace runnel
