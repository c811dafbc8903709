#include "tests/conformance/sequence_number.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace runnel::conformance {
namespace {

constexpr std::size_t kDigits = 47;
// Hexadecimal digits, the most significant first.
using Nibbles = std::array<int, kDigits>;

std::optional<Nibbles> ToNibbles(std::string_view decimal) {
  Nibbles nibbles{};
  for (const char c : decimal) {
    if (c < '0' || c > '9') return std::nullopt;
    int carry = c - '0';
    for (auto nibble = nibbles.rbegin(); nibble != nibbles.rend(); ++nibble) {
      carry += *nibble * 10;
      *nibble = carry % 16;
      carry /= 16;
    }
    if (carry != 0) return std::nullopt;
  }
  return nibbles;
}

std::int64_t Field(const Nibbles& nibbles, std::size_t first, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = first; i < first + count; ++i) {
    value = value * 16 + static_cast<std::uint64_t>(nibbles[i]);
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::optional<boost::json::object> DecodeSequenceNumber(std::string_view decimal) {
  const auto nibbles = ToNibbles(decimal);
  if (!nibbles || (*nibbles)[0] != 2) return std::nullopt;
  const std::int64_t shard = Field(*nibbles, 38, 8);
  if (Field(*nibbles, 10, 1) != shard % 16) return std::nullopt;
  return boost::json::object{
      {"version", Field(*nibbles, 46, 1)},
      {"created", Field(*nibbles, 1, 9)},
      {"shard", shard},
      {"index", Field(*nibbles, 11, 16)},
      {"byte", Field(*nibbles, 27, 2)},
      {"time", Field(*nibbles, 29, 9)},
  };
}

}  // namespace runnel::conformance
