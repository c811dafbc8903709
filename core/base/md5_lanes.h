// MD5 of several short texts at once, where the processor has vectors for that. Which source is
// compiled, md5_lanes_avx2.cc or md5_lanes_portable.cc, is chosen by CMake.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace runnel {

// Hashes texts from the front, as far as this is worth it: `digests[i]` becomes what Md5 gives for
// `texts[i]`. Returns how many. REQUIRES: digests.size() == texts.size().
std::size_t Md5Lanes(std::span<const std::string_view> texts,
                     std::span<std::array<std::uint8_t, 16>> digests);

}  // namespace runnel
