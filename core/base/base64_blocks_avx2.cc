// For x86-64 processors, those without AVX2 among them. A block is 32 characters, 24 bytes.
#include "core/base/avx2.h"
#include "core/base/base64_blocks.h"

namespace runnel {
namespace {

constexpr std::size_t kGroupsOfBlock = 8;
// A block is read or written with up to 8 bytes of what follows it.
constexpr std::size_t kGroupsBehind = 3;

RUNNEL_AVX2 __m256i Fill(char byte) { return _mm256_set1_epi8(byte); }

// What a character's two halves of four bits say about it.
struct HalfTables {
  // A bit for each upper half from 0 to 7, set where it makes no good character with this lower
  // one.
  char bad_uppers[16];
  // The bit of this upper half; of those that no character has, all bits.
  char upper_bit[16];
  // What to add to a character with this upper half to get its value. '/' is found one before '+'.
  char offset[16];
};

constexpr HalfTables kHalves = [] {
  HalfTables tables{};
  for (int upper = 0; upper < 16; ++upper) {
    tables.upper_bit[upper] = static_cast<char>(upper < 8 ? 1 << upper : 0xff);
  }
  for (int c = 0; c < 128; ++c) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (letter || (c >= '0' && c <= '9') || c == '+' || c == '/') continue;
    tables.bad_uppers[c & 15] = static_cast<char>(tables.bad_uppers[c & 15] | 1 << (c >> 4));
  }
  tables.offset['/' / 16 - 1] = 63 - '/';
  tables.offset['+' / 16] = 62 - '+';
  tables.offset['0' / 16] = 52 - '0';
  tables.offset['A' / 16] = tables.offset['Z' / 16] = -'A';
  tables.offset['a' / 16] = tables.offset['z' / 16] = 26 - 'a';
  return tables;
}();

RUNNEL_AVX2 __m256i Twice(const char* table) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
}

// False if a character is not in the alphabet.
RUNNEL_AVX2 bool DecodeBlock(const unsigned char* from, unsigned char* to) {
  const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  const __m256i lower = _mm256_and_si256(text, Fill(15));
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(text, 4), Fill(15));
  if (_mm256_testz_si256(_mm256_shuffle_epi8(Twice(kHalves.bad_uppers), lower),
                         _mm256_shuffle_epi8(Twice(kHalves.upper_bit), upper)) == 0) {
    return false;
  }
  const __m256i slash = _mm256_cmpeq_epi8(text, Fill('/'));  // -1 where it is
  const __m256i values = _mm256_add_epi8(
      text, _mm256_shuffle_epi8(Twice(kHalves.offset), _mm256_add_epi8(upper, slash)));
  // Two values to 12 bits, two of these to 24.
  const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi16(0x0140));
  const __m256i groups = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
  const __m256i bytes = _mm256_shuffle_epi8(
      groups, _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,  //
                               2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(bytes));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 12), _mm256_extracti128_si256(bytes, 1));
  return true;
}

// What to add to a value to get its character, by kind.
constexpr char kCharacterOffsets[16] = {'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                        '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                        '0' - 52, '+' - 62, '/' - 63, 'A'};

RUNNEL_AVX2 void EncodeBlock(const unsigned char* from, char* to) {
  const __m256i bytes = _mm256_inserti128_si256(
      _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))),
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 12)), 1);
  // Three bytes to a word of 24 bits: the middle one twice, so that each half has what it needs.
  const __m256i words = _mm256_shuffle_epi8(
      bytes, _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,  //
                              1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  // The first and third value of a group are moved down, the second and fourth up.
  const __m256i down = _mm256_mulhi_epu16(_mm256_and_si256(words, _mm256_set1_epi32(0x0fc0fc00)),
                                          _mm256_set1_epi32(0x04000040));
  const __m256i up = _mm256_mullo_epi16(_mm256_and_si256(words, _mm256_set1_epi32(0x003f03f0)),
                                        _mm256_set1_epi32(0x01000010));
  const __m256i values = _mm256_or_si256(down, up);
  // 0 for a lower-case letter, 1 to 10 for digits, 11 and 12 for '+' and '/', 13 for upper case.
  const __m256i kind =
      _mm256_or_si256(_mm256_subs_epu8(values, Fill(51)),
                      _mm256_and_si256(_mm256_cmpgt_epi8(Fill(26), values), Fill(13)));
  const __m256i text = _mm256_add_epi8(values, _mm256_shuffle_epi8(Twice(kCharacterOffsets), kind));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), text);
}

RUNNEL_AVX2 std::size_t DecodeBlocks(const unsigned char* from, std::size_t groups,
                                     unsigned char* to) {
  std::size_t done = 0;
  for (; done + kGroupsOfBlock + kGroupsBehind <= groups; done += kGroupsOfBlock) {
    if (!DecodeBlock(from + 4 * done, to + 3 * done)) break;
  }
  return done;
}

RUNNEL_AVX2 std::size_t EncodeBlocks(const unsigned char* from, std::size_t groups, char* to) {
  std::size_t done = 0;
  for (; done + kGroupsOfBlock + kGroupsBehind <= groups; done += kGroupsOfBlock) {
    EncodeBlock(from + 3 * done, to + 4 * done);
  }
  return done;
}

}  // namespace

std::size_t DecodeBase64Blocks(const unsigned char* from, std::size_t groups, unsigned char* to) {
  return __builtin_cpu_supports("avx2") ? DecodeBlocks(from, groups, to) : 0;
}

std::size_t EncodeBase64Blocks(const unsigned char* from, std::size_t groups, char* to) {
  return __builtin_cpu_supports("avx2") ? EncodeBlocks(from, groups, to) : 0;
}

}  // namespace runnel
