#include "core/base/web_origin.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("pages that this machine serves are told by their origin") {
  for (const char* origin : {"http://localhost", "http://localhost:8080", "https://localhost:4566",
                             "http://127.0.0.1:3000", "http://127.1.2.3", "http://[::1]:4566",
                             "http://demo.localhost:8080"}) {
    CAPTURE(origin);
    CHECK(IsLoopbackOrigin(origin));
  }
}

TEST_CASE("no other page passes for one of this machine") {
  for (const char* origin :
       {"", "null", "http://example.com", "http://localhost.example.com", "http://notlocalhost",
        "http://127.0.0.1.example.com", "http://127.example", "http://[::2]", "http://192.168.0.1",
        "http://example.com:127", "localhost", "file://", "chrome-extension://abcdef"}) {
    CAPTURE(origin);
    CHECK_FALSE(IsLoopbackOrigin(origin));
  }
}

}  // namespace
}  // namespace runnel
