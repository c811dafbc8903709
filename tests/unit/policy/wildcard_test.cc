#include "core/policy/wildcard.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

TEST_CASE("Wildcards stand for any text and for any one character") {
  CHECK(MatchesWildcard("*", ""));
  CHECK(MatchesWildcard("a*c", "abbc"));
  CHECK(MatchesWildcard("a*b*c", "abxbxc"));
  CHECK(MatchesWildcard("a**", "a"));
  CHECK(MatchesWildcard("?b?", "abc"));
  CHECK_FALSE(MatchesWildcard("?b?", "ab"));
  CHECK_FALSE(MatchesWildcard("", "a"));
  CHECK_FALSE(MatchesWildcard("a*c", "abcd"));
  CHECK_FALSE(MatchesWildcard("A*", "abc"));
}

TEST_CASE("Wildcards are matched without going back further than the last of them") {
  const std::string text(20'000, 'a');
  CHECK_FALSE(MatchesWildcard("*a*a*a*a*a*a*a*a*a*b", text));
}

TEST_CASE("A wildcard in an ARN does not reach over a colon, but in the last part") {
  constexpr const char* kArn = "arn:aws:kinesis:us-east-1:111111111111:stream/s/consumer/c:7";
  CHECK(MatchesArn("*", kArn));
  CHECK(MatchesArn("arn:aws:kinesis:*:111111111111:stream/s/*", kArn));
  CHECK(MatchesArn("arn:*:*:*:*:*", kArn));
  CHECK_FALSE(MatchesArn("arn:aws:kinesis:*", kArn));
  CHECK_FALSE(MatchesArn("arn:aws:*:stream/s/*", kArn));
  CHECK_FALSE(MatchesArn("arn:aws:kinesis:us-east-1:111111111111:stream/s", kArn));
}

}  // namespace
}  // namespace runnel
