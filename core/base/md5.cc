#include "core/base/md5.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <utility>

#include "core/base/little_endian.h"
#include "core/base/md5_lanes.h"
#include "core/base/md5_steps.h"

namespace runnel {
namespace {

using md5::kBlockBytes;
using md5::kLengthBytes;
using Md5State = std::array<std::uint32_t, 4>;

// The mixing function of each of the four rounds.
template <std::size_t kRound>
std::uint32_t Mix(std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  if constexpr (kRound == 0) return d ^ (b & (c ^ d));
  // The two terms share no bit, so + is |, and leaves the compiler a shorter chain through b.
  if constexpr (kRound == 1) return (c & ~d) + (b & d);
  if constexpr (kRound == 2) return b ^ c ^ d;
  if constexpr (kRound == 3) return c ^ (b | ~d);
}

// The registers change roles by one place each step; their places are known when this is compiled.
template <std::size_t kStep>
void Step(Md5State& r, const std::uint32_t* words) {
  constexpr std::size_t kA = (64 - kStep) % 4;
  const std::uint32_t b = r[(kA + 1) % 4];
  const std::uint32_t c = r[(kA + 2) % 4];
  const std::uint32_t d = r[(kA + 3) % 4];
  const std::uint32_t sum =
      r[kA] + words[md5::WordOfStep(kStep)] + md5::kSines[kStep] + Mix<kStep / 16>(b, c, d);
  r[kA] = b + std::rotl(sum, md5::kRotations[kStep / 16][kStep % 4]);
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
  Md5State state = md5::kStart;
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

void Md5OfEach(std::span<const std::string_view> texts,
               std::span<std::array<std::uint8_t, 16>> digests) {
  for (std::size_t done = 0; done < texts.size();) {
    done += Md5Lanes(texts.subspan(done), digests.subspan(done));
    // What is too long or too few for lanes goes one by one, as many as lanes would have taken.
    constexpr std::size_t kOneByOne = 8;
    for (const std::size_t end = std::min(texts.size(), done + kOneByOne); done < end; ++done) {
      digests[done] = Md5(texts[done]);
    }
  }
}

}  // namespace runnel
