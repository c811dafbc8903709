#include "core/base/json_document.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

std::string Nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST_CASE("JSON may be nested so deep, and no deeper") {
  boost::json::error_code failed;
  CHECK(ParseJson(Nested(kJsonDepthMax), failed).is_array());
  CHECK_FALSE(failed);
  CHECK(ParseJson(Nested(kJsonDepthMax + 1), failed).is_null());
  CHECK(failed);
  CHECK(IsJson(Nested(kJsonDepthMax)));
  CHECK_FALSE(IsJson(Nested(kJsonDepthMax + 1)));
}

TEST_CASE("JSON is one value and nothing after it") {
  CHECK(IsJson(" 1e400 "));
  CHECK_FALSE(IsJson(""));
  CHECK_FALSE(IsJson("1 2"));
  CHECK_FALSE(IsJson("\"\xff\""));
}

}  // namespace
}  // namespace runnel
