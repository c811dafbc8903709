// For x86-64 processors, those without AVX2 among them.
#include <algorithm>
#include <bit>
#include <cstdint>

#include "core/base/avx2.h"
#include "core/base/plain_text.h"

namespace runnel {
namespace {

// The same for the whole vectors of `text`; less than a vector may follow.
RUNNEL_AVX2 std::size_t PlainVectors(std::string_view text) {
  const __m256i space = _mm256_set1_epi8(' ');
  const __m256i quote = _mm256_set1_epi8('"');
  const __m256i backslash = _mm256_set1_epi8('\\');
  std::size_t at = 0;
  for (; at + sizeof(__m256i) <= text.size(); at += sizeof(__m256i)) {
    const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at));
    // As signed numbers, what is not ASCII comes before the space as well.
    const __m256i special = _mm256_or_si256(
        _mm256_cmpgt_epi8(space, v),
        _mm256_or_si256(_mm256_cmpeq_epi8(v, quote), _mm256_cmpeq_epi8(v, backslash)));
    const auto found = static_cast<std::uint32_t>(_mm256_movemask_epi8(special));
    if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
  }
  return at;
}

}  // namespace

std::size_t PlainLength(std::string_view text) {
  std::size_t at = 0;
  if (text.size() >= sizeof(__m256i) && __builtin_cpu_supports("avx2")) at = PlainVectors(text);
  while (at < text.size() && IsPlain(text[at])) ++at;
  return at;
}

}  // namespace runnel
