#include "core/base/utf8.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

TEST_CASE("text of any script is valid UTF-8") {
  for (const char* text :
       {"", "a", "plain ASCII of more than eight bytes", "\x7f", "\xC2\x80", "\xDF\xBF",
        "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF", "caf\xC3\xA9 \xE6\xB0\xB4 \xF0\x9F\x8C\x8A and more ASCII"}) {
    CAPTURE(text);
    CHECK(IsValidUtf8(text));
  }
  CHECK(IsValidUtf8(std::string_view("\0", 1)));
}

TEST_CASE("overlong forms, surrogates and what is cut short are not valid UTF-8") {
  for (const char* bytes : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xC2\xC2",
                            "\xE0\x9F\xBF", "\xE1\x80", "\xE1\x80\x41", "\xED\xA0\x80",
                            "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF1\x80\x80", "\xF1\x80\x80\xC0",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "twelve bytes\xFF"}) {
    CAPTURE(bytes);
    CHECK_FALSE(IsValidUtf8(bytes));
  }
}

TEST_CASE("a bad byte is found wherever it stands") {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string bytes(40, 'x');
    bytes[at] = '\xFF';
    CHECK_FALSE(IsValidUtf8(bytes));
  }
}

}  // namespace
}  // namespace runnel
