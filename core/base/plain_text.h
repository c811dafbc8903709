// Text that JSON shows as it is. Which source is compiled, plain_text_avx2.cc or
// plain_text_portable.cc, is chosen by CMake.
#pragma once

#include <cstddef>
#include <string_view>

namespace runnel {

// Whether JSON shows this ASCII character as it is: neither a control character, nor a quotation
// mark, nor a backslash.
constexpr bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

// The length of the front of `text` that consists of such characters.
std::size_t PlainLength(std::string_view text);

}  // namespace runnel
