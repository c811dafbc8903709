// IP addresses and blocks of them, as text writes them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace runnel {

// An IPv4 address is kept as the IPv6 address that stands for it, "::ffff:192.0.2.1".
using IpAddress = std::array<std::uint8_t, 16>;

// "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1". Nullopt for anything else.
std::optional<IpAddress> ReadIpAddress(std::string_view text);

struct IpBlock {
  IpAddress address{};
  int bits = 0;  // how many of the first bits count

  // "192.0.2.0/24", "2001:db8::/32"; without a length: the one address.
  static std::optional<IpBlock> Read(std::string_view text);
  bool Contains(const IpAddress& other) const;
};

}  // namespace runnel
