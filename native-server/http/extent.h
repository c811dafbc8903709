// Parts of a text by position, for texts that may still move or grow.
#pragma once

#include <cstddef>
#include <string_view>

namespace runnel {

struct Extent {
  std::size_t at = 0;
  std::size_t size = 0;
  std::string_view In(std::string_view text) const { return text.substr(at, size); }
};

// A header field.
struct FieldExtents {
  Extent name;
  Extent value;
};

}  // namespace runnel
