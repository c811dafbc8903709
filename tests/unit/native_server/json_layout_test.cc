#include "native-server/command_line/json_layout.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("JSON is laid out with a line for each value") {
  CHECK(LayOutJson(R"({"a":1,"b":[true,null],"c":{"d":"x"}})") ==
        "{\n"
        "  \"a\": 1,\n"
        "  \"b\": [\n"
        "    true,\n"
        "    null\n"
        "  ],\n"
        "  \"c\": {\n"
        "    \"d\": \"x\"\n"
        "  }\n"
        "}");
}

TEST_CASE("What is empty stays on its line") {
  CHECK(LayOutJson("{}") == "{}");
  CHECK(LayOutJson(R"({"a":[],"b":{}})") == "{\n  \"a\": [],\n  \"b\": {}\n}");
}

TEST_CASE("Text and numbers are left as they are") {
  CHECK(LayOutJson(R"("{[,:]} \" \\")") == R"("{[,:]} \" \\")");
  CHECK(LayOutJson("1.50E+2") == "1.50E+2");
  CHECK(LayOutJson(" [ 1 , 2 ] ") == "[\n  1,\n  2\n]");
}

}  // namespace
}  // namespace runnel
