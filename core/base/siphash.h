// SipHash-2-4: a short, fast hash that nobody can steer without the key.
#pragma once

#include <cstdint>
#include <string_view>

namespace runnel {

// The key is 16 bytes, read as two little-endian words.
std::uint64_t SipHash(std::uint64_t key0, std::uint64_t key1, std::string_view bytes);

}  // namespace runnel
