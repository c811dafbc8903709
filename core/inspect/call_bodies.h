// What a call asked and what it was answered, as JSON, for those who look on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace runnel {

// The beginning of a text, and how long all of it is.
struct BodyText {
  // Of UTF-8: no character is cut in two.
  static constexpr std::size_t kBytesMax = 4096;

  std::string text;
  std::size_t bytes = 0;

  static BodyText Of(std::string_view all);
};

struct CallBodies {
  BodyText request;
  BodyText reply;
};

}  // namespace runnel
