#include "core/base/siphash.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

// The vectors of the reference implementation: key 00 01 .. 0f, text 00 01 .. of each length.
TEST_CASE("SipHash agrees with the official vectors") {
  constexpr std::uint64_t kExpected[] = {
      0x726fdb47dd0e0e31, 0x74f839c593dc67fd, 0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d,
      0xcf2794e0277187b7, 0x18765564cd99a68d, 0xcbc9466e58fee3ce, 0xab0200f58b01d137,
      0x93f5f5799a932462, 0x9e0082df0ba9e4b0, 0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7,
      0x751e8fbc860ee5fb, 0x14ea5627c0843d90, 0xf723ca908e7af2ee, 0xa129ca6149be45e5};
  std::string text;
  for (const std::uint64_t expected : kExpected) {
    CHECK(SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908, text) == expected);
    text += static_cast<char>(text.size());
  }
  while (text.size() < 63) text += static_cast<char>(text.size());
  CHECK(SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908, text) == 0x958a324ceb064572);
}

}  // namespace
}  // namespace runnel
