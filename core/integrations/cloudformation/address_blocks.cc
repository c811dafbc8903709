#include "core/integrations/cloudformation/address_blocks.h"

#include "core/base/ip_address.h"

namespace runnel::cloudformation {
namespace {

constexpr int kBitsBeforeIpv4 = 96;
constexpr std::int64_t kCountMax = 256;

}  // namespace

std::vector<std::string> SplitAddressBlock(std::string_view block, std::int64_t count,
                                           std::int64_t host_bits) {
  const auto whole = IpBlock::Read(block);
  if (!whole || whole->bits < kBitsBeforeIpv4) return {};
  const int free_bits = 32 - (whole->bits - kBitsBeforeIpv4);
  if (count < 1 || count > kCountMax || host_bits < 1 || host_bits > free_bits) return {};
  const std::uint64_t available = std::uint64_t{1} << (free_bits - host_bits);
  if (static_cast<std::uint64_t>(count) > available) return {};
  std::uint64_t first = 0;
  for (std::size_t i = 12; i < 16; ++i) first = first << 8 | whole->address[i];
  first &= ~((std::uint64_t{1} << free_bits) - 1);
  std::vector<std::string> blocks;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint64_t address = first + (static_cast<std::uint64_t>(i) << host_bits);
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
      text += std::to_string(address >> shift & 0xFF);
      text += shift > 0 ? '.' : '/';
    }
    blocks.push_back(text + std::to_string(32 - host_bits));
  }
  return blocks;
}

}  // namespace runnel::cloudformation
