#include "core/base/decimal.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace runnel {
namespace {

// The greatest power of ten of one 64-bit word, and the digits below it.
constexpr std::uint64_t kChunk = 10'000'000'000'000'000'000U;
constexpr std::size_t kChunkDigits = 19;
// 2^192-1 has 58 digits.
constexpr std::size_t kDigitsMax = 4 * kChunkDigits;

constexpr std::array<char, 200> kDigitPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

// Writes `chunk` with leading zeros as the kChunkDigits digits that end just before `end`.
void WriteChunk(std::uint64_t chunk, char* end) {
  for (std::size_t pair = 0; pair < kChunkDigits / 2; ++pair) {
    end -= 2;
    std::memcpy(end, &kDigitPairs[2 * (chunk % 100)], 2);
    chunk /= 100;
  }
  *--end = static_cast<char>('0' + chunk);
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
      const Uint128 dividend = static_cast<Uint128>(remainder) << 64 | words[i];
      words[i] = static_cast<std::uint64_t>(dividend / kChunk);
      remainder = static_cast<std::uint64_t>(dividend) - words[i] * kChunk;
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
