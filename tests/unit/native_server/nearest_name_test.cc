#include "native-server/config/nearest_name.h"

#include <doctest/doctest.h>

#include <array>

namespace runnel {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"host", "port", "create-stream-delay",
                                                    "delete-stream-delay"};

TEST_CASE("A slip of the keyboard finds the name that was meant") {
  CHECK(NearestName("hots", kNames) == "host");
  CHECK(NearestName("prt", kNames) == "port");
  CHECK(NearestName("create-steam-delay", kNames) == "create-stream-delay");
  CHECK(NearestName("createstreamdelay", kNames) == "create-stream-delay");
  CHECK(NearestName("PORT", kNames) == "port");
}

TEST_CASE("Another word finds nothing") {
  CHECK(NearestName("verbose", kNames).empty());
  CHECK(NearestName("", kNames).empty());
}

TEST_CASE("A suggestion is a part of a sentence, or nothing") {
  CHECK(Suggestion("prot", kNames, "--") == " (did you mean --port?)");
  CHECK(Suggestion("verbose", kNames).empty());
}

}  // namespace
}  // namespace runnel
