// The numbers of RFC 8949 that reading and writing share. For cbor_read.cc and cbor_write.cc only.
#pragma once

#include <cstdint>

namespace runnel::cbor {

// The upper three bits of an item's first byte.
enum class Major : std::uint8_t {
  kUnsigned = 0,
  kNegative = 1,
  kBytes = 2,
  kText = 3,
  kList = 4,
  kMap = 5,
  kTag = 6,
  kSimple = 7,
};

// The lower five bits: below 24 the argument itself.
inline constexpr unsigned kOneByte = 24;
inline constexpr unsigned kTwoBytes = 25;
inline constexpr unsigned kFourBytes = 26;
inline constexpr unsigned kEightBytes = 27;
inline constexpr unsigned kIndefinite = 31;

// Major 7.
inline constexpr unsigned kFalse = 20;
inline constexpr unsigned kTrue = 21;
inline constexpr unsigned kNull = 22;
inline constexpr unsigned kUndefined = 23;
inline constexpr unsigned kHalf = kTwoBytes;
inline constexpr unsigned kSingle = kFourBytes;
inline constexpr unsigned kDouble = kEightBytes;

inline constexpr std::uint64_t kTagTime = 1;
inline constexpr std::uint64_t kTagBignum = 2;
inline constexpr std::uint64_t kTagNegativeBignum = 3;

}  // namespace runnel::cbor
