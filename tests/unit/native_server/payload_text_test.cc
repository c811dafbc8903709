#include "native-server/command_line/payload_text.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("Text is shown as it is, but for what a terminal would obey") {
  CHECK(PayloadText("caf\u00e9 \u00a0\u20ac") == "caf\u00e9 \u00a0\u20ac");
  CHECK(PayloadText("a\n\t\r\x1b[1m\x7f") == "a\\n\\t\\r\\x1b[1m\\x7f");
  CHECK(PayloadText("\xc2\x9b"
                    "31m, \xc2\x80 and \xc2\x9f") == "\\x9b31m, \\x80 and \\x9f");
}

TEST_CASE("What is no text is shown as base64") {
  CHECK(PayloadText(std::string_view("\xff\x00", 2)) == "base64:/wA=");
  CHECK(PayloadText("\xc2") == "base64:wg==");
}

}  // namespace
}  // namespace runnel
