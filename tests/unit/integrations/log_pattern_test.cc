#include "core/integrations/logs/log_pattern.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

bool Matches(std::string_view pattern, std::string_view message) {
  std::string fault;
  const auto parsed = LogPattern::Parse(pattern, fault);
  REQUIRE_MESSAGE(parsed, fault);
  LogRegexBudget budget;
  const bool matches = parsed->Matches(message, budget);
  CHECK_FALSE(budget.exceeded);
  return matches;
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
  CHECK(FaultOf("%*a%") == "%*a% is not a regular expression that is known here");
  CHECK(FaultOf("%a(%") == "%a(% is not a regular expression that is known here");
  CHECK(FaultOf("%open") == "a % has no end");
}

TEST_CASE("One budget of steps is for all messages, and it is said when it was not enough") {
  std::string fault;
  const auto hard = LogPattern::Parse("%(a+)+b%", fault);
  LogRegexBudget budget{100'000};
  CHECK_FALSE(hard->Matches(std::string(60, 'a'), budget));
  CHECK(budget.exceeded);
  CHECK(budget.steps == 0);

  const auto pattern = LogPattern::Parse("%[ab]+c%", fault);
  budget = {1'000};
  int searched = 0;
  while (!pattern->Matches("abababab", budget) && !budget.exceeded) ++searched;
  CHECK(budget.exceeded);
  CHECK(searched > 10);
  CHECK(searched < 100);

  // What cannot begin a match costs nothing.
  const auto literal = LogPattern::Parse("%ab+c%", fault);
  budget = {10};
  CHECK(literal->Matches(std::string(10'000, 'x') + "abbc", budget));
  CHECK_FALSE(budget.exceeded);

  // A group that comes too often in a row is given up as well.
  const auto deep = LogPattern::Parse("%(ab)+c%", fault);
  std::string message;
  for (int i = 0; i < 500; ++i) message += "ab";
  budget = {};
  CHECK_FALSE(deep->Matches(message, budget));
  CHECK(budget.exceeded);
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
