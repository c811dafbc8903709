// For x86-64 processors, those without AVX2 among them. Eight texts of one block each are hashed
// side by side, a number of each in a vector.
#include <algorithm>
#include <cstring>

#include "core/base/avx2.h"
#include "core/base/little_endian.h"
#include "core/base/md5_lanes.h"
#include "core/base/md5_steps.h"

namespace runnel {
namespace {

constexpr std::size_t kLanes = 8;

struct Registers {
  __m256i r[4];
};

RUNNEL_AVX2 __m256i Fill(std::uint32_t word) { return _mm256_set1_epi32(static_cast<int>(word)); }

template <std::size_t kRound>
RUNNEL_AVX2 __m256i Mix(__m256i b, __m256i c, __m256i d) {
  if constexpr (kRound == 0) {
    return _mm256_xor_si256(d, _mm256_and_si256(b, _mm256_xor_si256(c, d)));
  } else if constexpr (kRound == 1) {
    return _mm256_or_si256(_mm256_and_si256(b, d), _mm256_andnot_si256(d, c));
  } else if constexpr (kRound == 2) {
    return _mm256_xor_si256(_mm256_xor_si256(b, c), d);
  } else {
    return _mm256_xor_si256(c, _mm256_or_si256(b, _mm256_xor_si256(d, Fill(~0U))));
  }
}

// The registers change roles by one place each step; their places are known when this is compiled.
template <std::size_t kStep>
RUNNEL_AVX2 void Step(Registers& registers, const __m256i* words) {
  constexpr std::size_t kA = (64 - kStep) % 4;
  constexpr int kRotation = md5::kRotations[kStep / 16][kStep % 4];
  const __m256i b = registers.r[(kA + 1) % 4];
  const __m256i mixed = Mix<kStep / 16>(b, registers.r[(kA + 2) % 4], registers.r[(kA + 3) % 4]);
  const __m256i added = _mm256_add_epi32(words[md5::WordOfStep(kStep)], Fill(md5::kSines[kStep]));
  const __m256i sum = _mm256_add_epi32(_mm256_add_epi32(registers.r[kA], added), mixed);
  const __m256i rotated =
      _mm256_or_si256(_mm256_slli_epi32(sum, kRotation), _mm256_srli_epi32(sum, 32 - kRotation));
  registers.r[kA] = _mm256_add_epi32(b, rotated);
}

template <std::size_t... kSteps>
RUNNEL_AVX2 void AllSteps(Registers& registers, const __m256i* words,
                          std::index_sequence<kSteps...>) {
  (Step<kSteps>(registers, words), ...);
}

// REQUIRES: each text is of one block.
RUNNEL_AVX2 void HashLanes(const std::string_view* texts, std::array<std::uint8_t, 16>* digests) {
  // The texts, a one bit, zeros, and the length in bits.
  alignas(32) unsigned char blocks[kLanes][md5::kBlockBytes] = {};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::string_view text = texts[lane];
    if (!text.empty()) std::memcpy(blocks[lane], text.data(), text.size());
    blocks[lane][text.size()] = 0x80;
    StoreLittle64(text.size() * 8, blocks[lane] + md5::kBlockBytes - md5::kLengthBytes);
  }
  constexpr int kStride = md5::kWordsOfBlock;
  const __m256i lanes = _mm256_setr_epi32(0, kStride, 2 * kStride, 3 * kStride, 4 * kStride,
                                          5 * kStride, 6 * kStride, 7 * kStride);
  __m256i words[md5::kWordsOfBlock];
  for (std::size_t i = 0; i < md5::kWordsOfBlock; ++i) {
    words[i] = _mm256_i32gather_epi32(reinterpret_cast<const int*>(blocks[0]) + i, lanes, 4);
  }
  Registers registers;
  for (std::size_t i = 0; i < 4; ++i) registers.r[i] = Fill(md5::kStart[i]);
  AllSteps(registers, words, std::make_index_sequence<64>());
  alignas(32) std::uint32_t results[4][kLanes];
  for (std::size_t i = 0; i < 4; ++i) {
    const __m256i sum = _mm256_add_epi32(registers.r[i], Fill(md5::kStart[i]));
    _mm256_store_si256(reinterpret_cast<__m256i*>(results[i]), sum);
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    for (std::size_t i = 0; i < 4; ++i) {
      StoreLittle32(results[i][lane], digests[lane].data() + 4 * i);
    }
  }
}

}  // namespace

std::size_t Md5Lanes(std::span<const std::string_view> texts,
                     std::span<std::array<std::uint8_t, 16>> digests) {
  if (!__builtin_cpu_supports("avx2")) return 0;
  std::size_t done = 0;
  for (; done + kLanes <= texts.size(); done += kLanes) {
    const std::string_view* const first = texts.data() + done;
    const bool short_enough = std::all_of(first, first + kLanes, [](std::string_view text) {
      return text.size() <= md5::kOneBlockBytesMax;
    });
    if (!short_enough) break;
    HashLanes(first, digests.data() + done);
  }
  return done;
}

}  // namespace runnel
