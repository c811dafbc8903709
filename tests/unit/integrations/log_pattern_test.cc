#include "core/integrations/logs/log_pattern.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

bool Matches(std::string_view pattern, std::string_view message) {
  std::string fault;
  const auto parsed = LogPattern::Parse(pattern, fault);
  REQUIRE_MESSAGE(parsed, fault);
  return parsed->Matches(message);
}

std::string FaultOf(std::string_view pattern) {
  std::string fault;
  CHECK_FALSE(LogPattern::Parse(pattern, fault));
  return fault;
}

TEST_CASE("Terms must all be there, optional ones at least once, excluded ones not") {
  CHECK(Matches("", "anything"));
  CHECK(Matches("ERROR", "an ERROR"));
  CHECK_FALSE(Matches("ERROR", "an error"));
  CHECK(Matches("timeout ERROR", "ERROR: timeout"));
  CHECK_FALSE(Matches("timeout ERROR", "ERROR"));
  CHECK(Matches("\"exact phrase\"", "an exact phrase here"));
  CHECK_FALSE(Matches("\"exact phrase\"", "phrase exact"));
  CHECK(Matches("?ERROR ?WARN", "a WARN"));
  CHECK_FALSE(Matches("?ERROR ?WARN", "an INFO"));
  CHECK(Matches("ERROR -ignored", "ERROR kept"));
  CHECK_FALSE(Matches("ERROR -ignored", "ERROR ignored"));
}

TEST_CASE("Regular expressions stand between percent signs") {
  CHECK(Matches("%AUTHORIZED%", "UNAUTHORIZED 401"));
  CHECK(Matches("%[34]0\\d%", "status 404 seen"));
  CHECK_FALSE(Matches("%^[34]0\\d%", "status 404 seen"));
  CHECK(Matches("%user(name)?=(ann|bob)+$%", "user=annbob"));
  CHECK_FALSE(Matches("%user(name)?=(ann|bob)+$%", "user=annbo"));
  CHECK(Matches("%a.*z%", "x a--z y"));
  CHECK_FALSE(Matches("%(a+)+b%", std::string(60, 'a')));  // ends, and soon
  CHECK(FaultOf("%*a%") == "%*a% is not a regular expression that is known here");
  CHECK(FaultOf("%a(%") == "%a(% is not a regular expression that is known here");
  CHECK(FaultOf("%open") == "a % has no end");
}

TEST_CASE("Selectors look into messages that are JSON") {
  const std::string message =
      R"({"level":"error","status":503,"user":{"name":"ann"},"tags":["a","b"],)"
      R"("ok":false,"no":null})";
  CHECK(Matches("{ $.level = \"error\" }", message));
  CHECK(Matches("{ $.level = err* }", message));
  CHECK_FALSE(Matches("{ $.level != \"error\" }", message));
  CHECK(Matches("{ $.status >= 500 && $.user.name = ann }", message));
  CHECK(Matches("{ ($.status < 500) || ($.tags[1] = \"b\") }", message));
  CHECK(Matches("{ $.tags[*] = a }", message));
  CHECK(Matches("{ $['user'].name = \"ann\" }", message));
  CHECK(Matches("{ $.ok IS FALSE }", message));
  CHECK(Matches("{ $.no IS NULL }", message));
  CHECK(Matches("{ $.missing NOT EXISTS }", message));
  CHECK_FALSE(Matches("{ $.level NOT EXISTS }", message));
  CHECK_FALSE(Matches("{ $.level = \"error\" }", "level error"));
  CHECK(FaultOf("{ level = 1 }") == "a path that begins with $ is expected");
  CHECK(FaultOf("{ $.level }") ==
        "one of = != < <= > >=, IS or NOT EXISTS is expected after a path");
}

}  // namespace
}  // namespace runnel
