#include "tests/simulation/reference/sequence_number.h"

#include <array>

namespace runnel::simulation {
namespace {

constexpr int kNibbles = 47;

// The most significant first.
std::array<int, kNibbles> NibblesOf(const std::string& decimal) {
  std::array<int, kNibbles> nibbles{};
  for (const char digit : decimal) {
    int carry = digit - '0';
    for (int i = kNibbles - 1; i >= 0; --i) {
      carry += nibbles[static_cast<std::size_t>(i)] * 10;
      nibbles[static_cast<std::size_t>(i)] = carry % 16;
      carry /= 16;
    }
  }
  return nibbles;
}

}  // namespace

std::optional<DecodedNumber> DecodeNumber(const std::string& decimal) {
  const auto nibbles = NibblesOf(decimal);
  const auto field = [&nibbles](std::size_t first, std::size_t last) {
    std::uint64_t value = 0;
    for (std::size_t i = first; i <= last; ++i) {
      value = value << 4 | static_cast<std::uint64_t>(nibbles[i]);
    }
    return value;
  };
  const std::uint64_t shard = field(38, 45);
  if (field(0, 0) != 2 || field(46, 46) != 2 || field(10, 10) != shard % 16) return std::nullopt;
  return DecodedNumber{static_cast<std::int64_t>(field(1, 9)), field(11, 26),
                       static_cast<std::int64_t>(field(29, 37)), static_cast<std::int64_t>(shard)};
}

}  // namespace runnel::simulation
