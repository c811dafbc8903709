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

TEST_CASE("JSON on one line is the same but for the blanks between values") {
  CHECK(CompactJson("\r\n{ \"a b\" : [ 1.50E+2 ,\t12345678901234567890123 ] , \"a b\":{} }\n") ==
        R"({"a b":[1.50E+2,12345678901234567890123],"a b":{}})");
  CHECK(CompactJson(R"( "\\ \" , " )") == R"("\\ \" , ")");
  CHECK(CompactJson("null") == "null");
}

}  // namespace
}  // namespace runnel
