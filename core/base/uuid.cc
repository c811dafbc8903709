#include "core/base/uuid.h"

namespace runnel {
namespace {

void AppendHex(std::uint64_t bits, int digits, std::string& out) {
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    out += "0123456789abcdef"[bits >> shift & 0xf];
  }
}

}  // namespace

std::string UuidOf(std::uint64_t high, std::uint64_t low) {
  std::string uuid;
  AppendHex(high >> 32, 8, uuid);
  AppendHex(high >> 16, 4, uuid += '-');
  AppendHex((high & 0x0fff) | 0x4000, 4, uuid += '-');
  AppendHex((low >> 48 & 0x3fff) | 0x8000, 4, uuid += '-');
  AppendHex(low, 12, uuid += '-');
  return uuid;
}

std::string RandomUuid(Prng& random) {
  const std::uint64_t high = random.Next();
  return UuidOf(high, random.Next());
}

}  // namespace runnel
