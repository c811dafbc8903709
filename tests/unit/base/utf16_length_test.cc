#include "core/base/utf16_length.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

TEST_CASE("ASCII text counts one unit a byte") {
  CHECK(Utf16Length("") == 0);
  CHECK(Utf16Length("stream") == 6);
  CHECK(Utf16Length(std::string(257, 'k')) == 257);
}

TEST_CASE("text beyond ASCII counts as Java's String.length()") {
  CHECK(Utf16Length("\xc3\xbc") == 1);
  CHECK(Utf16Length("\xe2\x82\xac") == 1);
  CHECK(Utf16Length("\xf0\x9f\x98\x80") == 2);
}

TEST_CASE("characters count the same wherever they stand in a text") {
  std::string before;
  for (std::size_t i = 0; i < 20; ++i, before += 'x') {
    CHECK(Utf16Length(before + "\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80" + before) == 2 * i + 4);
  }
}

}  // namespace
}  // namespace runnel
