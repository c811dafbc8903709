// Integers as little-endian bytes, the same on every machine. Compilers turn each function into one
// load or store where the machine is little-endian itself.
#pragma once

#include <cstdint>

namespace runnel {

// Reads the 4 bytes at `bytes`.
inline std::uint32_t LoadLittle32(const void* bytes) {
  const auto* p = static_cast<const unsigned char*>(bytes);
  return static_cast<std::uint32_t>(p[0]) | static_cast<std::uint32_t>(p[1]) << 8 |
         static_cast<std::uint32_t>(p[2]) << 16 | static_cast<std::uint32_t>(p[3]) << 24;
}

// Reads the 8 bytes at `bytes`.
inline std::uint64_t LoadLittle64(const void* bytes) {
  const auto* p = static_cast<const unsigned char*>(bytes);
  return static_cast<std::uint64_t>(p[0]) | static_cast<std::uint64_t>(p[1]) << 8 |
         static_cast<std::uint64_t>(p[2]) << 16 | static_cast<std::uint64_t>(p[3]) << 24 |
         static_cast<std::uint64_t>(p[4]) << 32 | static_cast<std::uint64_t>(p[5]) << 40 |
         static_cast<std::uint64_t>(p[6]) << 48 | static_cast<std::uint64_t>(p[7]) << 56;
}

// Writes the 4 bytes at `bytes`.
inline void StoreLittle32(std::uint32_t value, void* bytes) {
  auto* p = static_cast<unsigned char*>(bytes);
  p[0] = static_cast<unsigned char>(value);
  p[1] = static_cast<unsigned char>(value >> 8);
  p[2] = static_cast<unsigned char>(value >> 16);
  p[3] = static_cast<unsigned char>(value >> 24);
}

// Writes the 8 bytes at `bytes`.
inline void StoreLittle64(std::uint64_t value, void* bytes) {
  auto* p = static_cast<unsigned char*>(bytes);
  p[0] = static_cast<unsigned char>(value);
  p[1] = static_cast<unsigned char>(value >> 8);
  p[2] = static_cast<unsigned char>(value >> 16);
  p[3] = static_cast<unsigned char>(value >> 24);
  p[4] = static_cast<unsigned char>(value >> 32);
  p[5] = static_cast<unsigned char>(value >> 40);
  p[6] = static_cast<unsigned char>(value >> 48);
  p[7] = static_cast<unsigned char>(value >> 56);
}

}  // namespace runnel
