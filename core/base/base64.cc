#include "core/base/base64.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base/base64_blocks.h"
#include "core/base/little_endian.h"

namespace runnel {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The two characters of each 12-bit number: one lookup writes two characters.
constexpr std::array<std::array<char, 2>, 4096> kCharacterPairs = [] {
  std::array<std::array<char, 2>, 4096> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kAlphabet[i >> 6], kAlphabet[i & 63]};
  return pairs;
}();

constexpr std::uint32_t kBad = 0x8000'0000;

// What the character at each place of a group of four adds to the three bytes it stands for, as a
// little-endian word; kBad for a character outside the alphabet.
using PlaceTable = std::array<std::uint32_t, 256>;

constexpr std::array<PlaceTable, 4> kPlaces = [] {
  std::array<PlaceTable, 4> places{};
  for (PlaceTable& place : places) {
    for (std::uint32_t& entry : place) entry = kBad;
  }
  for (std::uint32_t value = 0; value < 64; ++value) {
    const auto c = static_cast<unsigned char>(kAlphabet[value]);
    places[0][c] = value << 2;
    places[1][c] = value >> 4 | (value & 15) << 12;
    places[2][c] = (value >> 2) << 8 | (value & 3) << 22;
    places[3][c] = value << 16;
  }
  return places;
}();

// The three bytes of four characters as a little-endian word, or a word with kBad set.
std::uint32_t DecodeGroup(const unsigned char* in) {
  return kPlaces[0][in[0]] | kPlaces[1][in[1]] | kPlaces[2][in[2]] | kPlaces[3][in[3]];
}

// The whole UTF-8 character that begins at `begin`.
std::string_view CharacterAt(std::string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return text.substr(begin, end - begin);
}

// Says what is wrong with a text that is known not to decode. Slow, and rarely needed.
Base64Error Diagnose(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_last = i + 1 == text.size();
    const bool good = text[i] == '=' ? is_last || text[i + 1] == '='
                                     : kPlaces[0][static_cast<unsigned char>(text[i])] != kBad;
    if (!good) return {Base64Error::Kind::kCharacter, CharacterAt(text, i)};
  }
  return {Base64Error::Kind::kTail, {}};
}

// Decodes the last group, which may be padded, into `bytes`. Returns how many bytes it holds, 1 to
// 3, or 0 if it is malformed.
std::size_t DecodeLastGroup(const unsigned char* in, unsigned char* bytes) {
  std::array<unsigned char, 4> group = {in[0], in[1], in[2], in[3]};
  std::size_t count = 3;
  for (std::size_t place = 3; place >= 2 && group[place] == '='; --place) {
    group[place] = 'A';
    --count;
  }
  const std::uint32_t word = DecodeGroup(group.data());
  if ((word & kBad) != 0 || word >> (8 * count) != 0) return 0;
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<unsigned char>(word >> (8 * i));
  return count;
}

}  // namespace

void AppendBase64(std::string_view bytes, std::string& out) {
  const std::size_t old_size = out.size();
  out.resize(old_size + Base64Size(bytes.size()));
  char* to = out.data() + old_size;
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::size_t blocks = EncodeBase64Blocks(from, bytes.size() / 3, to);
  from += 3 * blocks;
  to += 4 * blocks;
  std::size_t left = bytes.size() - 3 * blocks;
  for (; left >= 3; left -= 3, from += 3, to += 4) {
    const std::uint32_t word = std::uint32_t{from[0]} << 16 | std::uint32_t{from[1]} << 8 | from[2];
    std::memcpy(to, kCharacterPairs[word >> 12].data(), 2);
    std::memcpy(to + 2, kCharacterPairs[word & 0xFFF].data(), 2);
  }
  if (left == 0) return;
  const std::uint32_t word =
      std::uint32_t{from[0]} << 16 | (left == 2 ? std::uint32_t{from[1]} << 8 : 0);
  std::memcpy(to, kCharacterPairs[word >> 12].data(), 2);
  to[2] = left == 2 ? kAlphabet[word >> 6 & 63] : '=';
  to[3] = '=';
}

std::optional<Base64Error> DecodeBase64(std::string_view text, std::string& out) {
  if (text.size() % 4 != 0) return Base64Error{Base64Error::Kind::kLength, {}};
  if (text.empty()) return std::nullopt;
  const std::size_t old_size = out.size();
  const std::size_t groups = text.size() / 4;
  out.resize(old_size + 3 * groups);
  auto* to = reinterpret_cast<unsigned char*>(out.data() + old_size);
  const auto* from = reinterpret_cast<const unsigned char*>(text.data());
  const std::size_t blocks = DecodeBase64Blocks(from, groups, to);
  from += 4 * blocks;
  to += 3 * blocks;
  std::uint32_t seen = 0;
  // Every store writes one byte too many, which the next group overwrites.
  for (std::size_t group = blocks + 1; group < groups; ++group, from += 4, to += 3) {
    const std::uint32_t word = DecodeGroup(from);
    seen |= word;
    StoreLittle32(word, to);
  }
  const std::size_t last = (seen & kBad) != 0 ? 0 : DecodeLastGroup(from, to);
  if (last == 0) {
    out.resize(old_size);
    return Diagnose(text);
  }
  out.resize(old_size + 3 * (groups - 1) + last);
  return std::nullopt;
}

}  // namespace runnel
