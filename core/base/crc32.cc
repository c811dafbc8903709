#include "core/base/crc32.h"

#include <array>
#include <cstddef>

#include "core/base/little_endian.h"

namespace runnel {
namespace {

constexpr std::uint32_t kPolynomial = 0xEDB8'8320;

using Table = std::array<std::array<std::uint32_t, 256>, 8>;

// kTable[n][b]: what the byte b adds to the checksum when n more bytes follow it.
constexpr Table kTable = [] {
  Table table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ kPolynomial : crc >> 1;
    table[0][byte] = crc;
  }
  for (std::size_t n = 1; n < table.size(); ++n) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = table[n - 1][byte];
      table[n][byte] = before >> 8 ^ table[0][before & 255];
    }
  }
  return table;
}();

}  // namespace

std::uint32_t Crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFF'FFFF;
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    const std::uint32_t low = LoadLittle32(bytes.data() + i) ^ crc;
    const std::uint32_t high = LoadLittle32(bytes.data() + i + 4);
    crc = kTable[7][low & 255] ^ kTable[6][low >> 8 & 255] ^ kTable[5][low >> 16 & 255] ^
          kTable[4][low >> 24] ^ kTable[3][high & 255] ^ kTable[2][high >> 8 & 255] ^
          kTable[1][high >> 16 & 255] ^ kTable[0][high >> 24];
  }
  for (; i < bytes.size(); ++i) {
    crc = crc >> 8 ^ kTable[0][(crc ^ static_cast<unsigned char>(bytes[i])) & 255];
  }
  return ~crc;
}

}  // namespace runnel
