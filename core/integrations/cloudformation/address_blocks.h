// Fn::Cidr: blocks of IPv4 addresses within a larger one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace runnel::cloudformation {

// The first `count` blocks of `block`, "10.0.0.0/16" say, that leave `host_bits` bits to hosts.
// Empty when there are not as many, or the arguments are none.
std::vector<std::string> SplitAddressBlock(std::string_view block, std::int64_t count,
                                           std::int64_t host_bits);

}  // namespace runnel::cloudformation
