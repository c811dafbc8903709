// Base64 as Kinesis speaks it: the standard alphabet, always padded, and strict when read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace runnel {

// The length of the base64 text of that many bytes.
constexpr std::size_t Base64Size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

// Appends the base64 text of `bytes`.
void AppendBase64(std::string_view bytes, std::string& out);

// Why a text is not base64, in the order in which the checks are made.
struct Base64Error {
  enum class Kind {
    kLength,     // Not a multiple of 4 bytes long.
    kCharacter,  // Holds a character outside the alphabet, or a '=' before something else.
    kTail,       // Too many '=', or bits set in the last character that stand for no byte.
  };
  Kind kind;
  // Of kCharacter: the first bad character, whole even if UTF-8 needs several bytes for it. A view
  // into the text given to DecodeBase64. Else empty.
  std::string_view character;
};

// Appends the decoded bytes to `out`. On error `out` is unchanged. The empty text is legal.
// AWS: every text has one reading; what would not encode back to itself is refused.
std::optional<Base64Error> DecodeBase64(std::string_view text, std::string& out);

}  // namespace runnel
