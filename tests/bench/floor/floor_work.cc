#include "tests/bench/floor/floor_work.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

#include "core/base/md5_steps.h"

namespace runnel::bench {
namespace {

constexpr std::size_t kBlockBytes = 1024 * 1024;
constexpr std::size_t kBlocksMax = 32;

constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return digits;
}();

#ifdef __AVX2__
// Decodes what is of whole vectors, without asking whether it is base64 (after Mula and Lemire,
// "Faster Base64 Encoding and Decoding Using AVX2 Instructions"). Writes up to 8 bytes more than it
// decodes. How much of `text` that was.
std::size_t DecodeVectors(std::string_view text, char* out) {
  const __m256i roll = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i pick = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  const __m256i slash = _mm256_set1_epi8('/');
  std::size_t at = 0;
  for (; at + 44 <= text.size(); at += 32, out += 24) {
    __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at));
    const __m256i high = _mm256_and_si256(_mm256_srli_epi32(v, 4), slash);
    const __m256i which = _mm256_add_epi8(_mm256_cmpeq_epi8(v, slash), high);
    v = _mm256_add_epi8(v, _mm256_shuffle_epi8(roll, which));
    v = _mm256_maddubs_epi16(v, _mm256_set1_epi32(0x01400140));
    v = _mm256_madd_epi16(v, _mm256_set1_epi32(0x00011000));
    v = _mm256_shuffle_epi8(v, pick);
    v = _mm256_permutevar8x32_epi32(v, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, -1, -1));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), v);
  }
  return at;
}
#else
std::size_t DecodeVectors(std::string_view, char*) { return 0; }
#endif

std::size_t Decode(std::string_view text, char* out) {
  while (text.ends_with('=')) text.remove_suffix(1);
  const std::size_t done = DecodeVectors(text, out);
  char* end = out + done / 4 * 3;
  const auto digit = [](char c) { return std::uint32_t{kDigits[static_cast<unsigned char>(c)]}; };
  text.remove_prefix(done);
  for (; text.size() >= 4; text.remove_prefix(4)) {
    const std::uint32_t three =
        digit(text[0]) << 18 | digit(text[1]) << 12 | digit(text[2]) << 6 | digit(text[3]);
    *end++ = static_cast<char>(three >> 16);
    *end++ = static_cast<char>(three >> 8);
    *end++ = static_cast<char>(three);
  }
  if (text.size() >= 2) *end++ = static_cast<char>(digit(text[0]) << 2 | digit(text[1]) >> 4);
  if (text.size() >= 3) *end++ = static_cast<char>(digit(text[1]) << 4 | digit(text[2]) >> 2);
  return static_cast<std::size_t>(end - out);
}

// Which of four shards a key of at most 55 bytes goes to: the first two bits of its MD5.
std::size_t ShardOf(std::string_view key) {
  std::uint32_t words[16] = {};
  key = key.substr(0, 55);
  std::memcpy(words, key.data(), key.size());
  reinterpret_cast<unsigned char*>(words)[key.size()] = 0x80;
  words[14] = static_cast<std::uint32_t>(key.size() * 8);
  std::uint32_t a = 0x67452301, b = 0xefcdab89, c = 0x98badcfe, d = 0x10325476;
  for (std::uint32_t i = 0; i < 64; ++i) {
    std::uint32_t mixed = c ^ (b | ~d);
    std::uint32_t word = 7 * i;
    if (i < 16)
      mixed = (b & c) | (~b & d), word = i;
    else if (i < 32)
      mixed = (d & b) | (~d & c), word = 5 * i + 1;
    else if (i < 48)
      mixed = b ^ c ^ d, word = 3 * i + 5;
    mixed += a + md5::kSines[i] + words[word % 16];
    a = d, d = c, c = b;
    b += std::rotl(mixed, md5::kRotations[i / 16][i % 4]);
  }
  return (0x67452301 + a) >> 6 & 3;
}

// Records lie end to end in blocks; the oldest block is used again.
class Shard {
 public:
  std::uint64_t Append(std::string_view key, std::string_view data) {
    const std::lock_guard lock(mutex_);
    char* const room = Room(64 + key.size() + data.size());
    std::memcpy(room, key.data(), key.size());
    used_ += 32 + key.size() + Decode(data, room + 32 + key.size());
    return ++last_;
  }

 private:
  char* Room(std::size_t bytes) {
    if (used_ + bytes > kBlockBytes) {
      used_ = 0;
      if (blocks_.size() < kBlocksMax) {
        at_ = blocks_.size();
        blocks_.emplace_back(new char[kBlockBytes]);
      } else {
        at_ = (at_ + 1) % kBlocksMax;
      }
    }
    return blocks_[at_].get() + used_;
  }

  std::mutex mutex_;
  std::uint64_t last_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t at_ = 0;
  std::size_t used_ = kBlockBytes;
};

Shard shards[4];

// The text after `name` and up to a quotation mark, where `json` then goes on. Null if there is
// none.
std::string_view TakeField(std::string_view& json, std::string_view name) {
  const auto* const found =
      static_cast<const char*>(memmem(json.data(), json.size(), name.data(), name.size()));
  if (found == nullptr) return {};
  json.remove_prefix(static_cast<std::size_t>(found - json.data()) + name.size());
  const std::string_view value = json.substr(0, json.find('"'));
  json.remove_prefix(value.size());
  return value;
}

}  // namespace

void DoWork(std::string_view request, std::string& answer) {
  const bool many = request.substr(0, 64).find("\"Records\"") != std::string_view::npos;
  answer = many ? "{\"FailedRecordCount\":0,\"Records\":[" : "";
  for (bool first = true;; first = false) {
    const std::string_view data = TakeField(request, "\"Data\":\"");
    if (data.data() == nullptr) break;
    const std::string_view key = TakeField(request, "\"PartitionKey\":\"");
    const std::size_t shard = ShardOf(key);
    const auto number = static_cast<unsigned long long>(shards[shard].Append(key, data));
    char text[160];
    const int size = std::snprintf(
        text, sizeof text, "%s{\"ShardId\":\"shardId-%012zu\",\"SequenceNumber\":\"4966%052llu\"}",
        first ? "" : ",", shard, number);
    answer.append(text, static_cast<std::size_t>(size));
    if (!many) return;
  }
  answer += "]}";
}

}  // namespace runnel::bench
