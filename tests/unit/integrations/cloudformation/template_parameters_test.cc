#include "core/integrations/cloudformation/template_parameters.h"

#include <doctest/doctest.h>

#include <string>

#include "core/integrations/cloudformation/parameter_pattern.h"

namespace runnel::cloudformation {
namespace {

constexpr std::string_view kTemplate = R"(
Parameters:
  Name: {Type: String, AllowedPattern: '[a-z]{2,4}', ConstraintDescription: short and lower case}
  Count: {Type: Number, Default: 1, MinValue: 1, MaxValue: 4}
  Mode: {Type: String, Default: a, AllowedValues: [a, b]}
  Word: {Type: String, Default: abc, MinLength: 2}
Resources: {A: {Type: T}}
)";

// The values as "name=value " or the text of the error.
std::string Resolve(const std::vector<GivenParameter>& given,
                    const std::vector<StackParameter>& previous = {}) {
  const auto read = ReadTemplate(kTemplate);
  REQUIRE(read.has_value());
  const auto values = ResolveParameters(*read, given, previous);
  if (!values) return values.error().message();
  std::string text;
  for (const StackParameter& value : *values) text += value.key + "=" + value.value + " ";
  return text;
}

TEST_CASE("Parameters take what is given, then what was before, then their default") {
  CHECK(Resolve({{"Name", "ab", false}}) == "Name=ab Count=1 Mode=a Word=abc ");
  CHECK(Resolve({{"Name", "ab", false}, {"Count", {}, true}}, {{"Count", "3", ""}}) ==
        "Name=ab Count=3 Mode=a Word=abc ");
}

TEST_CASE("Parameters are refused by what their template says of them") {
  CHECK(Resolve({}) == "Parameters: [Name] must have values");
  CHECK(Resolve({{"Other", "x", false}}) == "Parameters: [Other] do not exist in the template");
  CHECK(Resolve({{"Name", "ab", false}, {"Count", "many", false}}) ==
        "Parameter 'Count' must be a number.");
  CHECK(Resolve({{"Name", "ab", false}, {"Count", "5", false}}) ==
        "Parameter 'Count' must be a number not greater than its MaxValue");
  CHECK(Resolve({{"Name", "ab", false}, {"Mode", "c", false}}) ==
        "Parameter 'Mode' must be one of AllowedValues");
  CHECK(Resolve({{"Name", "ab", false}, {"Word", "c", false}}) ==
        "Parameter 'Word' must contain at least 2 characters");
  CHECK(Resolve({{"Name", "ABC", false}}) ==
        "Parameter Name failed to satisfy constraint: short and lower case");
}

bool Matches(std::string_view value, std::string_view pattern) {
  std::size_t steps = 1'000'000;
  const auto matches = MatchesPattern(value, pattern, steps);
  REQUIRE_MESSAGE(matches, pattern);
  return *matches;
}

TEST_CASE("A pattern of a parameter must match the whole value") {
  CHECK(Matches("stream-1", "^[a-z]+(-\\d+)?$"));
  CHECK_FALSE(Matches("stream-", "[a-z]+(-\\d+)?"));
  CHECK(Matches("", "(a|b)*"));
  CHECK(Matches("abba", "(?:a|b){4}"));
  CHECK_FALSE(Matches("abb", "(a|b){4,}"));
  CHECK(Matches("a.b", "[^\\s]\\.\\w"));
  CHECK_FALSE(Matches("a!b", "[\\w.-]*"));
  CHECK(Matches(std::string(2000, 'a'), "(a*)*"));
  CHECK(Matches("anything", "(?=x)y"));
}

TEST_CASE("A quantifier counts as far as its number, and not on where nothing changes") {
  CHECK(Matches("aaa", "a{3}"));
  CHECK_FALSE(Matches("aaaa", "a{3}"));
  CHECK_FALSE(Matches("aa", "a{3,}"));
  CHECK(Matches("aaaaa", "a{3,}"));
  CHECK(Matches("aaaaa", "a{3,5}"));
  CHECK_FALSE(Matches("aaaaaa", "a{3,5}"));
  CHECK(Matches("aaaaaa", "(a|aa){2,3}"));
  CHECK_FALSE(Matches("aaaaaaa", "(a|aa){2,3}"));
  CHECK(Matches("", "a{0}"));
  CHECK_FALSE(Matches("a", "a{0}"));
  CHECK(Matches("aab", "(a?){9}b"));
  CHECK_FALSE(Matches("aab", "(a?){1}b"));
  CHECK(Matches("a", "(((a?){9999}){9999}){9999}"));
  CHECK_FALSE(Matches("b", "(((a?){9999}){9999}){9999}"));
  CHECK(Matches(std::string(3000, 'a'), "((aa?|aaa)+)+"));
}

TEST_CASE("A pattern that takes too many steps refuses the value, in words") {
  std::size_t steps = 1000;
  CHECK_FALSE(MatchesPattern(std::string(2000, 'a'), "a*", steps));
  CHECK(steps == 0);
  const auto read = ReadTemplate(
      "Parameters: {P: {Type: String, AllowedPattern: '(aa?|aaa){3000}'}}\n"
      "Resources: {A: {Type: T}}\n");
  REQUIRE(read.has_value());
  const auto values = ResolveParameters(*read, {{"P", std::string(3000, 'a'), false}}, {});
  REQUIRE_FALSE(values.has_value());
  CHECK(values.error().message() ==
        "Parameter 'P' takes too long to be matched with pattern (aa?|aaa){3000}");
}

}  // namespace
}  // namespace runnel::cloudformation
