#include <algorithm>

#include "core/base/plain_text.h"

namespace runnel {

std::size_t PlainLength(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), IsPlain) -
                                  text.begin());
}

}  // namespace runnel
