#include "core/base/md5.h"

#include <bit>
#include <cstddef>
#include <cstring>
#include <utility>

#include "core/base/little_endian.h"

namespace runnel {
namespace {

constexpr std::size_t kBlockBytes = 64;
constexpr std::size_t kLengthBytes = 8;

using Md5State = std::array<std::uint32_t, 4>;

constexpr std::array<std::uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
constexpr int kRotations[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

// The mixing function of each of the four rounds.
template <std::size_t kRound>
std::uint32_t Mix(std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  if constexpr (kRound == 0) return d ^ (b & (c ^ d));
  // The two terms share no bit, so + is |, and leaves the compiler a shorter chain through b.
  if constexpr (kRound == 1) return (c & ~d) + (b & d);
  if constexpr (kRound == 2) return b ^ c ^ d;
  if constexpr (kRound == 3) return c ^ (b | ~d);
}

// Which word of the block a step takes in.
constexpr std::size_t WordOfStep(std::size_t step) {
  constexpr std::size_t kFactors[] = {1, 5, 3, 7};
  constexpr std::size_t kOffsets[] = {0, 1, 5, 0};
  return (kFactors[step / 16] * step + kOffsets[step / 16]) % 16;
}

// The registers change roles by one place each step; their places are known when this is compiled.
template <std::size_t kStep>
void Step(Md5State& r, const std::uint32_t* words) {
  constexpr std::size_t kA = (64 - kStep) % 4;
  const std::uint32_t b = r[(kA + 1) % 4];
  const std::uint32_t c = r[(kA + 2) % 4];
  const std::uint32_t d = r[(kA + 3) % 4];
  const std::uint32_t sum =
      r[kA] + words[WordOfStep(kStep)] + kSines[kStep] + Mix<kStep / 16>(b, c, d);
  r[kA] = b + std::rotl(sum, kRotations[kStep / 16][kStep % 4]);
}

template <std::size_t... kSteps>
void AllSteps(Md5State& r, const std::uint32_t* words, std::index_sequence<kSteps...>) {
  (Step<kSteps>(r, words), ...);
}

void TakeBlock(Md5State& state, const unsigned char* block) {
  std::uint32_t words[16];
  for (std::size_t i = 0; i < 16; ++i) words[i] = LoadLittle32(block + 4 * i);
  Md5State r = state;
  AllSteps(r, words, std::make_index_sequence<64>());
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += r[i];
}

}  // namespace

std::array<std::uint8_t, 16> Md5(std::string_view bytes) {
  Md5State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  for (; left >= kBlockBytes; left -= kBlockBytes, data += kBlockBytes) TakeBlock(state, data);

  // What is left, a one bit, zeros, and the length in bits: one block, or two if it is crowded.
  unsigned char tail[2 * kBlockBytes] = {};
  if (left > 0) std::memcpy(tail, data, left);
  tail[left] = 0x80;
  const std::size_t tail_size = left < kBlockBytes - kLengthBytes ? kBlockBytes : 2 * kBlockBytes;
  StoreLittle64(std::uint64_t{bytes.size()} * 8, tail + tail_size - kLengthBytes);
  TakeBlock(state, tail);
  if (tail_size > kBlockBytes) TakeBlock(state, tail + kBlockBytes);

  std::array<std::uint8_t, 16> digest;
  for (std::size_t i = 0; i < state.size(); ++i) StoreLittle32(state[i], digest.data() + 4 * i);
  return digest;
}

}  // namespace runnel
