// The font that the build puts into the program.
#pragma once

#include <cstddef>

namespace runnel {

extern const unsigned char kFontData[];
extern const std::size_t kFontBytes;

}  // namespace runnel
