// Random identifiers as most services write them.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/prng.h"

namespace runnel {

// The version 4 UUID of 128 random bits, six of which say that it is one.
std::string UuidOf(std::uint64_t high, std::uint64_t low);
// "5ed7ff79-5f75-4a34-a5b7-65e8a5a3c7d5"
std::string RandomUuid(Prng& random);

}  // namespace runnel
