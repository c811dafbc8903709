// Upper and lower case where only ASCII letters have any: names of headers, actions, options.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

inline char LowerCased(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string LowerCased(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = LowerCased(c);
  return lower;
}

}  // namespace runnel
