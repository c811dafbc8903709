#include "core/base/decimal.h"

#include <array>
#include <cstddef>

#include "core/base/little_endian.h"

namespace runnel {
namespace {

// The greatest power of ten of one 64-bit word, and the digits below it.
constexpr std::uint64_t kChunk = 10'000'000'000'000'000'000U;
constexpr std::size_t kChunkDigits = 19;
// 2^192-1 has 58 digits.
constexpr std::size_t kDigitsMax = 4 * kChunkDigits;

// (2^128 - 1) / kChunk - 2^64.
constexpr std::uint64_t kChunkReciprocal =
    static_cast<std::uint64_t>(~Uint128{0} / kChunk - (Uint128{1} << 64));

// Divides high * 2^64 + low by kChunk without the processor's division, which is slow: Moller and
// Granlund, "Improved division by invariant integers", algorithm 4. kChunk has its top bit set.
// REQUIRES: high < kChunk.
struct Division {
  std::uint64_t quotient;
  std::uint64_t remainder;
};
Division DivideByChunk(std::uint64_t high, std::uint64_t low) {
  const Uint128 estimate =
      static_cast<Uint128>(kChunkReciprocal) * high + (static_cast<Uint128>(high) << 64 | low);
  std::uint64_t quotient = static_cast<std::uint64_t>(estimate >> 64) + 1;
  std::uint64_t remainder = low - quotient * kChunk;
  if (remainder > static_cast<std::uint64_t>(estimate)) {
    --quotient;
    remainder += kChunk;
  }
  if (remainder >= kChunk) {
    ++quotient;
    remainder -= kChunk;
  }
  return {quotient, remainder};
}

// The eight digits of a number below 10^8, the first in the lowest byte: halves it into fours, into
// pairs and into digits, all at once.
std::uint64_t EightDigits(std::uint64_t number) {
  const std::uint64_t fours = number / 10'000 | (number % 10'000) << 32;
  const std::uint64_t hundreds = (fours * 10'486 >> 20) & 0x0000'007f'0000'007f;
  const std::uint64_t pairs = hundreds | (fours - 100 * hundreds) << 16;
  const std::uint64_t tens = (pairs * 103 >> 10) & 0x000f'000f'000f'000f;
  return (tens | (pairs - 10 * tens) << 8) + 0x3030'3030'3030'3030;
}

// Writes `chunk` with leading zeros as the kChunkDigits digits that end just before `end`.
void WriteChunk(std::uint64_t chunk, char* end) {
  constexpr std::uint64_t kEight = 100'000'000;
  auto* const to = reinterpret_cast<unsigned char*>(end) - kChunkDigits;
  const std::uint64_t above = chunk / kEight;
  const std::uint64_t top = above / kEight;
  to[0] = static_cast<unsigned char>('0' + top / 100);
  to[1] = static_cast<unsigned char>('0' + top / 10 % 10);
  to[2] = static_cast<unsigned char>('0' + top % 10);
  StoreLittle64(EightDigits(above % kEight), to + 3);
  StoreLittle64(EightDigits(chunk % kEight), to + 11);
}

// value = value * factor + addend; false if the result needs more than 192 bits.
bool MultiplyAdd(Uint192& value, std::uint64_t factor, std::uint64_t addend) {
  Uint128 carry = addend;
  for (std::uint64_t* word : {&value.low, &value.middle, &value.high}) {
    carry += static_cast<Uint128>(*word) * factor;
    *word = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return carry == 0;
}

}  // namespace

void AppendDecimal(Uint192 value, std::string& out) {
  std::array<std::uint64_t, 3> words = {value.high, value.middle, value.low};
  std::array<char, kDigitsMax> digits;
  char* const end = digits.data() + digits.size();
  char* begin = end;
  std::size_t first = 0;
  while (first < words.size() && words[first] == 0) ++first;
  while (first < words.size()) {
    std::uint64_t remainder = 0;
    for (std::size_t i = first; i < words.size(); ++i) {
      const Division division = DivideByChunk(remainder, words[i]);
      words[i] = division.quotient;
      remainder = division.remainder;
    }
    WriteChunk(remainder, begin);
    begin -= kChunkDigits;
    while (first < words.size() && words[first] == 0) ++first;
  }
  while (begin < end && *begin == '0') ++begin;
  if (begin == end) {
    out.push_back('0');
  } else {
    out.append(begin, static_cast<std::size_t>(end - begin));
  }
}

std::string ToDecimal(Uint192 value) {
  std::string out;
  out.reserve(kDigitsMax);
  AppendDecimal(value, out);
  return out;
}

std::string ToDecimal(Uint128 value) {
  return ToDecimal(
      Uint192{static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(value >> 64), 0});
}

bool ParseDecimal(std::string_view text, Uint192& value) {
  if (text.empty()) return false;
  Uint192 parsed;
  while (!text.empty()) {
    std::uint64_t chunk = 0;
    std::uint64_t scale = 1;
    for (const char digit : text.substr(0, kChunkDigits)) {
      if (digit < '0' || digit > '9') return false;
      chunk = chunk * 10 + static_cast<std::uint64_t>(digit - '0');
      scale *= 10;
    }
    if (!MultiplyAdd(parsed, scale, chunk)) return false;
    text.remove_prefix(text.size() < kChunkDigits ? text.size() : kChunkDigits);
  }
  value = parsed;
  return true;
}

bool ParseDecimal(std::string_view text, Uint128& value) {
  Uint192 wide;
  if (!ParseDecimal(text, wide) || wide.high != 0) return false;
  value = static_cast<Uint128>(wide.middle) << 64 | wide.low;
  return true;
}

}  // namespace runnel
