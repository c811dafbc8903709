#include "core/integrations/pipes/json_of.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "core/wire/json.h"

namespace runnel::pipes {
namespace {

namespace bj = boost::json;

// The shortest text that is the same number again, and no integer. JSON has no word for infinity:
// what is too large for a double becomes the largest.
void AppendDouble(double number, std::string& out) {
  constexpr int kDigitsMax = 17;
  constexpr double kMost = std::numeric_limits<double>::max();
  number = std::clamp(number, -kMost, kMost);
  std::array<char, 32> text{};
  for (int digits = 15; digits <= kDigitsMax; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*g", digits, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  out += text.data();
  if (std::string_view(text.data()).find_first_of(".e") == std::string_view::npos) out += ".0";
}

void Append(const bj::value& value, std::string& out) {
  if (const auto* const list = value.if_array()) {
    out += '[';
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (i > 0) out += ',';
      Append((*list)[i], out);
    }
    out += ']';
  } else if (const auto* const object = value.if_object()) {
    out += '{';
    bool first = true;
    for (const auto& member : *object) {
      if (!first) out += ',';
      first = false;
      json::WriteString({member.key().data(), member.key().size()}, out);
      out += ':';
      Append(member.value(), out);
    }
    out += '}';
  } else if (const auto* const text = value.if_string()) {
    json::WriteString({text->data(), text->size()}, out);
  } else if (value.is_double()) {
    AppendDouble(value.get_double(), out);
  } else {
    out += bj::serialize(value);
  }
}

}  // namespace

std::string JsonOf(const bj::value& value) {
  std::string text;
  Append(value, text);
  return text;
}

}  // namespace runnel::pipes
