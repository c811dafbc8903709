// The bulk of base64, many characters at a time where the processor has vectors for that. Which
// source is compiled, base64_blocks_avx2.cc or base64_blocks_portable.cc, is chosen by CMake.
#pragma once

#include <cstddef>

namespace runnel {

// Decodes groups of four characters from the front, as far as they are good and this is worth it.
// Returns how many. May write up to 4 bytes behind what it decoded: `to` has room for 3 bytes of
// each of the `groups`.
std::size_t DecodeBase64Blocks(const unsigned char* from, std::size_t groups, unsigned char* to);

// Encodes groups of three bytes from the front, as far as this is worth it. Returns how many.
std::size_t EncodeBase64Blocks(const unsigned char* from, std::size_t groups, char* to);

}  // namespace runnel
