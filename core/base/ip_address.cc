#include "core/base/ip_address.h"

#include <cstddef>

#include "core/base/whole_number.h"

namespace runnel {
namespace {

constexpr std::size_t kV4Bytes = 4;
constexpr int kV4PrefixBits = 96;
constexpr int kBits = 128;

// The number that is all of `text`; nullopt if it is none or above `maximum`.
std::optional<unsigned> ReadNumber(std::string_view text, int base, unsigned maximum) {
  const auto number = ReadWholeNumber<unsigned>(text, base);
  return number && *number <= maximum ? number : std::nullopt;
}

// Fills the last four bytes.
bool ReadV4(std::string_view text, IpAddress& address) {
  for (std::size_t i = 0; i < kV4Bytes; ++i) {
    const std::size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (i == kV4Bytes - 1)) return false;
    const auto number = ReadNumber(text.substr(0, dot), 10, 255);
    if (!number) return false;
    address[address.size() - kV4Bytes + i] = static_cast<std::uint8_t>(*number);
    text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
  }
  return true;
}

// Groups of four hexadecimal digits, from the byte `at` on. Returns the byte behind them, or
// nullopt.
std::optional<std::size_t> ReadGroups(std::string_view text, IpAddress& address) {
  std::size_t at = 0;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const auto group = ReadNumber(text.substr(0, colon), 16, 0xffff);
    if (!group || at + 2 > address.size()) return std::nullopt;
    address[at++] = static_cast<std::uint8_t>(*group >> 8);
    address[at++] = static_cast<std::uint8_t>(*group);
    if (colon == std::string_view::npos) return at;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;
  }
  return at;
}

std::optional<IpAddress> ReadV6(std::string_view text) {
  IpAddress address{};
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    const auto end = ReadGroups(text, address);
    return end == address.size() ? std::optional(address) : std::nullopt;
  }
  IpAddress behind{};
  const auto front_end = ReadGroups(text.substr(0, gap), address);
  const auto back_end = ReadGroups(text.substr(gap + 2), behind);
  if (!front_end || !back_end || *front_end + *back_end > address.size()) return std::nullopt;
  for (std::size_t i = 0; i < *back_end; ++i) {
    address[address.size() - *back_end + i] = behind[i];
  }
  return address;
}

}  // namespace

std::optional<IpAddress> ReadIpAddress(std::string_view text) {
  constexpr std::string_view kMapped = "::ffff:";
  const bool has_dots = text.find('.') != std::string_view::npos;
  if (!has_dots) return ReadV6(text);
  if (text.starts_with(kMapped)) text.remove_prefix(kMapped.size());
  IpAddress address{};
  address[10] = address[11] = 0xff;
  return ReadV4(text, address) ? std::optional(address) : std::nullopt;
}

std::optional<IpBlock> IpBlock::Read(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view first = text.substr(0, slash);
  const auto address = ReadIpAddress(first);
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return IpBlock{*address, kBits};
  const int skipped = first.find(':') == std::string_view::npos ? kV4PrefixBits : 0;
  const auto bits = ReadNumber(text.substr(slash + 1), 10, static_cast<unsigned>(kBits - skipped));
  if (!bits) return std::nullopt;
  return IpBlock{*address, static_cast<int>(*bits) + skipped};
}

bool IpBlock::Contains(const IpAddress& other) const {
  for (int i = 0; i < bits; i += 8) {
    const unsigned kept = bits - i >= 8 ? 0xffU : 0xffU << (8 - (bits - i)) & 0xffU;
    const auto place = static_cast<std::size_t>(i / 8);
    if (((address[place] ^ other[place]) & kept) != 0) return false;
  }
  return true;
}

}  // namespace runnel
