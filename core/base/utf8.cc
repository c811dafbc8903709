#include "core/base/utf8.h"

#include <cstddef>
#include <cstdint>

#include "core/base/little_endian.h"

namespace runnel {
namespace {

bool Between(unsigned char byte, unsigned char first, unsigned char last) {
  return byte >= first && byte <= last;
}

// The length of the sequence of more than one byte at `bytes`, zero when it is not one.
std::size_t SequenceLength(const unsigned char* bytes, std::size_t size) {
  const unsigned char lead = bytes[0];
  const std::size_t length = Between(lead, 0xC2, 0xDF)   ? 2
                             : Between(lead, 0xE0, 0xEF) ? 3
                             : Between(lead, 0xF0, 0xF4) ? 4
                                                         : 0;
  if (length == 0 || length > size) return 0;
  // The second byte is bounded by the first; the bounds exclude overlong forms, surrogates and
  // what lies beyond U+10FFFF.
  const unsigned char first = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char last = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (!Between(bytes[1], first, last)) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!Between(bytes[i], 0x80, 0xBF)) return 0;
  }
  return length;
}

}  // namespace

bool IsValidUtf8(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080;
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* const end = at + bytes.size();
  while (at != end) {
    if (end - at >= 8 && (LoadLittle64(at) & kHighBits) == 0) {
      at += 8;
    } else if (*at < 0x80) {
      ++at;
    } else {
      const std::size_t length = SequenceLength(at, static_cast<std::size_t>(end - at));
      if (length == 0) return false;
      at += length;
    }
  }
  return true;
}

}  // namespace runnel
