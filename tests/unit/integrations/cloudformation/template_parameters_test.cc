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

TEST_CASE("A pattern of a parameter must match the whole value") {
  CHECK(MatchesPattern("stream-1", "^[a-z]+(-\\d+)?$"));
  CHECK_FALSE(MatchesPattern("stream-", "[a-z]+(-\\d+)?"));
  CHECK(MatchesPattern("", "(a|b)*"));
  CHECK(MatchesPattern("abba", "(?:a|b){4}"));
  CHECK_FALSE(MatchesPattern("abb", "(a|b){4,}"));
  CHECK(MatchesPattern("a.b", "[^\\s]\\.\\w"));
  CHECK_FALSE(MatchesPattern("a!b", "[\\w.-]*"));
  CHECK(MatchesPattern(std::string(2000, 'a'), "(a*)*"));
  CHECK(MatchesPattern("anything", "(?=x)y"));
}

}  // namespace
}  // namespace runnel::cloudformation
