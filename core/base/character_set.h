// Sets of characters as regular expressions write them: [a-z0-9_.-], \d, \S.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/check.h"

namespace runnel {

// A set over the ASCII characters and one more, which stands for all characters beyond ASCII.
class CharacterSet {
 public:
  static constexpr unsigned kBeyondAscii = 128;

  // How a set sees a character, given the first byte of its UTF-8 form.
  static constexpr unsigned Symbol(char lead_byte) {
    const auto byte = static_cast<unsigned char>(lead_byte);
    return byte < kBeyondAscii ? byte : kBeyondAscii;
  }

  constexpr bool Contains(unsigned symbol) const {
    return (words_[symbol / 64] >> (symbol % 64) & 1) != 0;
  }
  constexpr void Add(unsigned symbol) { words_[symbol / 64] |= std::uint64_t{1} << (symbol % 64); }
  constexpr void AddRange(unsigned first, unsigned last) {
    for (unsigned symbol = first; symbol <= last; ++symbol) Add(symbol);
  }
  constexpr void AddAll(const CharacterSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  constexpr void Invert() {
    for (std::uint64_t& word : words_) word = ~word;
    words_[2] &= 1;
  }

 private:
  std::array<std::uint64_t, 3> words_{};
};

constexpr bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// The set of an escape, given the character after the backslash. Punctuation stands for itself; of
// the letters only d, s, w and S are known, and any other is a failed check.
constexpr CharacterSet SetOfEscape(char letter) {
  CharacterSet set;
  switch (letter) {
    case 'd':
      set.AddRange('0', '9');
      return set;
    case 'w':
      set.AddRange('a', 'z');
      set.AddRange('A', 'Z');
      set.AddRange('0', '9');
      set.Add('_');
      return set;
    case 's':
    case 'S':
      set.AddRange('\t', '\r');
      set.Add(' ');
      if (letter == 'S') set.Invert();
      return set;
    default:
      RUNNEL_CHECK(letter > ' ' && letter <= '~' && !IsLetterOrDigit(letter));
      set.Add(CharacterSet::Symbol(letter));
      return set;
  }
}

// Reads the class that begins with the '[' at `position`, and moves `position` behind its ']'.
// A class that does not end is a failed check.
constexpr CharacterSet ReadCharacterClass(std::string_view text, std::size_t& position) {
  CharacterSet set;
  std::size_t at = position + 1;
  const bool inverted = at < text.size() && text[at] == '^';
  if (inverted) ++at;
  while (at < text.size() && text[at] != ']') {
    if (text[at] == '\\') {
      RUNNEL_CHECK(at + 1 < text.size());
      set.AddAll(SetOfEscape(text[at + 1]));
      at += 2;
    } else if (at + 2 < text.size() && text[at + 1] == '-' && text[at + 2] != ']') {
      RUNNEL_CHECK(text[at] <= text[at + 2]);
      set.AddRange(CharacterSet::Symbol(text[at]), CharacterSet::Symbol(text[at + 2]));
      at += 3;
    } else {
      set.Add(CharacterSet::Symbol(text[at]));
      ++at;
    }
  }
  RUNNEL_CHECK(at < text.size());
  if (inverted) set.Invert();
  position = at + 1;
  return set;
}

}  // namespace runnel
