#include "core/base/crc32.h"

#include <doctest/doctest.h>

#include <string>

#include "core/base/prng.h"

namespace runnel {
namespace {

// The definition, bit by bit.
std::uint32_t SlowCrc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFF'FFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB8'8320 : crc >> 1;
  }
  return ~crc;
}

TEST_CASE("the checksum agrees with the check value of its definition") {
  CHECK(Crc32("123456789") == 0xCBF4'3926);
  CHECK(Crc32("") == 0);
}

TEST_CASE("the checksum agrees with its definition at every length and alignment") {
  Prng prng(7);
  std::string bytes(100, '\0');
  prng.Fill(reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
  for (std::size_t begin = 0; begin < 9; ++begin) {
    for (std::size_t size = 0; begin + size <= bytes.size(); ++size) {
      const auto part = std::string_view(bytes).substr(begin, size);
      CHECK(Crc32(part) == SlowCrc32(part));
    }
  }
}

}  // namespace
}  // namespace runnel
