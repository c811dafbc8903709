// The checksum of event-stream frames.
#pragma once

#include <cstdint>
#include <string_view>

namespace runnel {

// CRC-32 as of IEEE 802.3: reflected polynomial 0xEDB88320, initial and final xor 0xFFFFFFFF.
// (Boost.CRC takes a byte at a time, which is too slow for frames of a mebibyte.)
std::uint32_t Crc32(std::string_view bytes);

}  // namespace runnel
