#include "core/base/uuid.h"

namespace runnel {
namespace {

// Writes the digits that end just before `end`.
void WriteHex(std::uint64_t bits, int digits, char* end) {
  for (; digits > 0; --digits, bits >>= 4) *--end = "0123456789abcdef"[bits & 0xf];
}

}  // namespace

std::string UuidOf(std::uint64_t high, std::uint64_t low) {
  std::string uuid(36, '-');
  WriteHex(high >> 32, 8, uuid.data() + 8);
  WriteHex(high >> 16, 4, uuid.data() + 13);
  WriteHex((high & 0x0fff) | 0x4000, 4, uuid.data() + 18);
  WriteHex((low >> 48 & 0x3fff) | 0x8000, 4, uuid.data() + 23);
  WriteHex(low, 12, uuid.data() + 36);
  return uuid;
}

std::string RandomUuid(Prng& random) {
  const std::uint64_t high = random.Next();
  return UuidOf(high, random.Next());
}

}  // namespace runnel
