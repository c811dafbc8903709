#include "core/base/wildcard.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

TEST_CASE("a text without wildcards matches itself alone") {
  CHECK(MatchesWildcard("orders", "orders"));
  CHECK_FALSE(MatchesWildcard("orders", "orders2"));
  CHECK_FALSE(MatchesWildcard("orders", "Orders"));
  CHECK(MatchesWildcard("", ""));
  CHECK_FALSE(MatchesWildcard("", "a"));
}

TEST_CASE("a star stands for any text and a question mark for one character") {
  CHECK(MatchesWildcard("*", ""));
  CHECK(MatchesWildcard("Put*", "PutRecords"));
  CHECK(MatchesWildcard("*Records", "GetRecords"));
  CHECK(MatchesWildcard("a*b*c", "aXXbYYc"));
  CHECK(MatchesWildcard("a*b*c", "abbcbc"));
  CHECK_FALSE(MatchesWildcard("a*b*c", "aXXbYY"));
  CHECK(MatchesWildcard("user-?", "user-1"));
  CHECK_FALSE(MatchesWildcard("user-?", "user-"));
  CHECK_FALSE(MatchesWildcard("?", ""));
}

TEST_CASE("many stars over a long text take no more than their product of steps") {
  const std::string text(10'000, 'a');
  CHECK_FALSE(MatchesWildcard("*a*a*a*a*a*a*a*b", text));
}

}  // namespace
}  // namespace runnel
