// Big unsigned integers and their decimal text: hash keys (128 bits) and sequence numbers (186).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/uint128.h"

namespace runnel {

// An unsigned integer of 192 bits, least significant word first.
struct Uint192 {
  std::uint64_t low = 0;
  std::uint64_t middle = 0;
  std::uint64_t high = 0;

  friend constexpr bool operator==(const Uint192&, const Uint192&) = default;
  friend constexpr std::strong_ordering operator<=>(const Uint192& a, const Uint192& b) {
    if (a.high != b.high) return a.high <=> b.high;
    if (a.middle != b.middle) return a.middle <=> b.middle;
    return a.low <=> b.low;
  }
};

// The decimal digits of `value`, without leading zeros; "0" for zero.
std::string ToDecimal(Uint128 value);
std::string ToDecimal(Uint192 value);
// Appends what ToDecimal returns. Runs for every record read, so it is made to be fast.
void AppendDecimal(Uint192 value, std::string& out);

// Reads a text made of decimal digits only; leading zeros are allowed. Returns false and leaves
// `value` alone if the text is empty, holds anything else, or the number does not fit.
bool ParseDecimal(std::string_view text, Uint128& value);
bool ParseDecimal(std::string_view text, Uint192& value);

}  // namespace runnel
