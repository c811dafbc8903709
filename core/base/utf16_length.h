// AWS: the length limits of string members count UTF-16 code units, as Java's String.length() does.
#pragma once

#include <cstddef>
#include <string_view>

namespace runnel {

// The number of UTF-16 code units of a text in valid UTF-8.
std::size_t Utf16Length(std::string_view utf8);

}  // namespace runnel
