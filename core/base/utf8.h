// Whether bytes are text.
#pragma once

#include <string_view>

namespace runnel {

// RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool IsValidUtf8(std::string_view bytes);

}  // namespace runnel
