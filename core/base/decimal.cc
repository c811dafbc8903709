#include "core/base/decimal.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace runnel {
namespace {

constexpr std::uint32_t kBillion = 1'000'000'000;
constexpr std::size_t kDigitsPerBillion = 9;
constexpr std::size_t kWords = 6;
// 2^192-1 has 58 digits: seven groups of nine hold it.
constexpr std::size_t kDigitsMax = 7 * kDigitsPerBillion;
constexpr std::size_t kDigitsPerWord = 19;

constexpr std::array<char, 200> kDigitPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

// Writes `value`, below a billion, as nine digits that end just before `end`.
void WriteNineDigits(std::uint32_t value, char* end) {
  for (int pair = 0; pair < 4; ++pair) {
    end -= 2;
    std::memcpy(end, &kDigitPairs[2 * std::size_t{value % 100}], 2);
    value /= 100;
  }
  *--end = static_cast<char>('0' + value);
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

// Divides by 10^9 in 32-bit words: the divisor is a constant, so each step is a multiplication,
// where a 128-bit division would be a call, and a slow one in WebAssembly.
void AppendDecimal(Uint192 value, std::string& out) {
  const std::array<std::uint64_t, 3> parts = {value.high, value.middle, value.low};
  std::array<std::uint32_t, kWords> words;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    words[2 * i] = static_cast<std::uint32_t>(parts[i] >> 32);
    words[2 * i + 1] = static_cast<std::uint32_t>(parts[i]);
  }
  std::array<char, kDigitsMax> digits;
  char* const end = digits.data() + digits.size();
  char* begin = end;
  std::size_t first = 0;
  while (first < kWords && words[first] == 0) ++first;
  while (first < kWords) {
    std::uint64_t remainder = 0;
    for (std::size_t i = first; i < kWords; ++i) {
      const std::uint64_t dividend = remainder << 32 | words[i];
      words[i] = static_cast<std::uint32_t>(dividend / kBillion);
      remainder = dividend % kBillion;
    }
    WriteNineDigits(static_cast<std::uint32_t>(remainder), begin);
    begin -= kDigitsPerBillion;
    while (first < kWords && words[first] == 0) ++first;
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
    for (const char digit : text.substr(0, kDigitsPerWord)) {
      if (digit < '0' || digit > '9') return false;
      chunk = chunk * 10 + static_cast<std::uint64_t>(digit - '0');
      scale *= 10;
    }
    if (!MultiplyAdd(parsed, scale, chunk)) return false;
    text.remove_prefix(text.size() < kDigitsPerWord ? text.size() : kDigitsPerWord);
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
