#include "core/base/utf16_length.h"

#include <cstdint>

#include "core/base/little_endian.h"

namespace runnel {
namespace {

// What one byte adds: continuation bytes nothing, the lead byte of a four-byte sequence two (a
// surrogate pair), any other byte one.
std::size_t UnitsOfByte(unsigned char byte) {
  return static_cast<std::size_t>((byte & 0xC0) != 0x80) + static_cast<std::size_t>(byte >= 0xF0);
}

}  // namespace

std::size_t Utf16Length(std::string_view utf8) {
  constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080;
  std::size_t units = 0;
  std::size_t i = 0;
  for (; i + 8 <= utf8.size(); i += 8) {
    if ((LoadLittle64(utf8.data() + i) & kHighBits) == 0) {
      units += 8;
      continue;
    }
    for (std::size_t j = i; j < i + 8; ++j) {
      units += UnitsOfByte(static_cast<unsigned char>(utf8[j]));
    }
  }
  for (; i < utf8.size(); ++i) units += UnitsOfByte(static_cast<unsigned char>(utf8[i]));
  return units;
}

}  // namespace runnel
