#include "core/integrations/event_filter/event_pattern.h"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <string>

namespace runnel {
namespace {

bool Matches(const std::string& pattern, const std::string& event) {
  std::string fault;
  const auto parsed = EventPattern::Parse(pattern, fault);
  REQUIRE_MESSAGE(parsed, pattern << ": " << fault);
  boost::json::error_code failed;
  const boost::json::value value = boost::json::parse(event, failed);
  REQUIRE_MESSAGE(!failed, event);
  return parsed->Matches(value);
}

std::string FaultOf(const std::string& pattern) {
  std::string fault;
  return EventPattern::Parse(pattern, fault) ? std::string("valid") : fault;
}

TEST_CASE("A leaf lists values of which one must be there, and all leaves must match") {
  CHECK(Matches(R"({"city": ["Oslo", "Rome"]})", R"({"city": "Rome", "more": 1})"));
  CHECK_FALSE(Matches(R"({"city": ["Oslo", "Rome"]})", R"({"city": "rome"})"));
  CHECK_FALSE(Matches(R"({"city": ["Oslo"]})", R"({"town": "Oslo"})"));
  CHECK(Matches(R"({"a": [1], "b": {"c": [true]}})", R"({"a": 1, "b": {"c": true}})"));
  CHECK_FALSE(Matches(R"({"a": [1], "b": {"c": [true]}})", R"({"a": 1, "b": {"c": false}})"));
}

TEST_CASE("Values are compared by kind, and numbers by value") {
  CHECK(Matches(R"({"a": [300]})", R"({"a": 300.0})"));
  CHECK(Matches(R"({"a": [3.0e2]})", R"({"a": 300})"));
  CHECK_FALSE(Matches(R"({"a": [300]})", R"({"a": "300"})"));
  CHECK(Matches(R"({"a": [null]})", R"({"a": null})"));
  CHECK_FALSE(Matches(R"({"a": [null]})", R"({})"));
  CHECK(Matches(R"({"a": [""]})", R"({"a": ""})"));
  CHECK_FALSE(Matches(R"({"a": [""]})", R"({"a": " "})"));
  CHECK(Matches(R"({"a": [false]})", R"({"a": false})"));
  CHECK_FALSE(Matches(R"({"a": [false]})", R"({"a": null})"));
  CHECK(Matches(R"({"a": [9007199254740993]})", R"({"a": 9007199254740993})"));
  CHECK_FALSE(Matches(R"({"a": [9007199254740993]})", R"({"a": 9007199254740992})"));
}

TEST_CASE("prefix, suffix and equals-ignore-case look at strings") {
  CHECK(Matches(R"({"a": [{"prefix": "ab"}]})", R"({"a": "abc"})"));
  CHECK_FALSE(Matches(R"({"a": [{"prefix": "ab"}]})", R"({"a": "ABC"})"));
  CHECK(Matches(R"({"a": [{"prefix": ""}]})", R"({"a": "x"})"));
  CHECK_FALSE(Matches(R"({"a": [{"prefix": ""}]})", R"({"a": 1})"));
  CHECK(Matches(R"({"a": [{"prefix": {"equals-ignore-case": "AB"}}]})", R"({"a": "abc"})"));
  CHECK(Matches(R"({"a": [{"suffix": ".png"}]})", R"({"a": "x.png"})"));
  CHECK_FALSE(Matches(R"({"a": [{"suffix": ".png"}]})", R"({"a": "x.PNG"})"));
  CHECK(Matches(R"({"a": [{"suffix": {"equals-ignore-case": ".png"}}]})", R"({"a": "x.PNG"})"));
  CHECK(Matches(R"({"a": [{"equals-ignore-case": "oslo"}]})", R"({"a": "OSLO"})"));
  CHECK_FALSE(Matches(R"({"a": [{"equals-ignore-case": "oslo"}]})", R"({"a": "OSLOs"})"));
}

TEST_CASE("A star of a wildcard stands for no character or more") {
  CHECK(Matches(R"({"a": [{"wildcard": "a*b"}]})", R"({"a": "ab"})"));
  CHECK(Matches(R"({"a": [{"wildcard": "a*b"}]})", R"({"a": "axyzb"})"));
  CHECK_FALSE(Matches(R"({"a": [{"wildcard": "a*b"}]})", R"({"a": "abx"})"));
  CHECK(Matches(R"({"a": [{"wildcard": "*a*b*"}]})", R"({"a": "xaab"})"));
  CHECK_FALSE(Matches(R"({"a": [{"wildcard": "*a*b*"}]})", R"({"a": "ba"})"));
  CHECK_FALSE(Matches(R"({"a": [{"wildcard": "ab*ba"}]})", R"({"a": "aba"})"));
  CHECK(Matches(R"({"a": [{"wildcard": ""}]})", R"({"a": ""})"));
  CHECK_FALSE(Matches(R"({"a": [{"wildcard": ""}]})", R"({"a": "x"})"));
  CHECK(Matches(R"({"a": [{"wildcard": "a\\*b\\\\*"}]})", R"({"a": "a*b\\c"})"));
  CHECK_FALSE(Matches(R"({"a": [{"wildcard": "a\\*b"}]})", R"({"a": "axb"})"));
}

TEST_CASE("numeric looks at numbers within its bounds") {
  CHECK(Matches(R"({"a": [{"numeric": ["=", 5]}]})", R"({"a": 5.0})"));
  CHECK_FALSE(Matches(R"({"a": [{"numeric": ["=", 5]}]})", R"({"a": "5"})"));
  CHECK(Matches(R"({"a": [{"numeric": ["<", 5]}]})", R"({"a": 4.99})"));
  CHECK_FALSE(Matches(R"({"a": [{"numeric": ["<", 5]}]})", R"({"a": 5})"));
  CHECK(Matches(R"({"a": [{"numeric": ["<=", 5]}]})", R"({"a": 5})"));
  CHECK_FALSE(Matches(R"({"a": [{"numeric": [">", 5]}]})", R"({"a": 5})"));
  CHECK(Matches(R"({"a": [{"numeric": [">=", 5]}]})", R"({"a": 5})"));
  CHECK(Matches(R"({"a": [{"numeric": [">", 0, "<=", 5]}]})", R"({"a": 5})"));
  CHECK_FALSE(Matches(R"({"a": [{"numeric": [">", 0, "<=", 5]}]})", R"({"a": 0})"));
  CHECK_FALSE(Matches(R"({"a": [{"numeric": [">", 0]}]})", R"({"a": 6000000000})"));
}

TEST_CASE("cidr looks at addresses") {
  CHECK(Matches(R"({"ip": [{"cidr": "10.0.0.0/24"}]})", R"({"ip": "10.0.0.255"})"));
  CHECK_FALSE(Matches(R"({"ip": [{"cidr": "10.0.0.0/24"}]})", R"({"ip": "10.0.1.0"})"));
  CHECK_FALSE(Matches(R"({"ip": [{"cidr": "10.0.0.0/24"}]})", R"({"ip": "ten"})"));
  CHECK(Matches(R"({"ip": [{"cidr": "2001:db8::/32"}]})", R"({"ip": "2001:db8::1"})"));
}

TEST_CASE("exists asks whether there is a value, which an object and an empty array are not") {
  CHECK(Matches(R"({"a": [{"exists": true}]})", R"({"a": null})"));
  CHECK_FALSE(Matches(R"({"a": [{"exists": true}]})", R"({"b": 1})"));
  CHECK_FALSE(Matches(R"({"a": [{"exists": true}]})", R"({"a": {"b": 1}})"));
  CHECK_FALSE(Matches(R"({"a": [{"exists": true}]})", R"({"a": []})"));
  CHECK(Matches(R"({"a": [{"exists": false}]})", R"({"b": 1})"));
  CHECK(Matches(R"({"a": [{"exists": false}]})", R"({"a": {"b": 1}})"));
  CHECK(Matches(R"({"a": [{"exists": false}]})", R"({"a": []})"));
  CHECK_FALSE(Matches(R"({"a": [{"exists": false}]})", R"({"a": 0})"));
  CHECK(Matches(R"({"a": {"b": [{"exists": false}]}})", R"({})"));
  CHECK(Matches(R"({"a": [{"exists": false}, "x"]})", R"({"a": "x"})"));
  // Absent means from all elements of an array.
  CHECK_FALSE(Matches(R"({"a": {"b": [{"exists": false}]}})", R"({"a": [{"b": 1}, {"c": 2}]})"));
}

// Whoever looked through the record for each of its elements would be at it for hours.
TEST_CASE("Whether something is absent is found out once for all elements of an array") {
  std::string elements;
  for (int i = 0; i < 100'000; ++i) elements += R"({"c": 1}, )";
  const std::string pattern = R"({"a": {"c": [1], "b": [{"exists": false}]}})";
  CHECK_FALSE(Matches(pattern, R"({"a": [)" + elements + R"({"b": 1}]})"));
  CHECK(Matches(pattern, R"({"a": [)" + elements + R"({"d": 1}]})"));
  // In alternatives too, where several leaves ask for several places.
  const std::string either =
      R"({"a": {"$or": [{"b": [{"exists": false}]}, {"c": {"d": [{"exists": false}]}}]}})";
  CHECK(Matches(either, R"({"a": [{"b": 1}, {"c": {"e": 1}}]})"));
  CHECK_FALSE(Matches(either, R"({"a": [{"b": 1}, {"c": {"d": 1}}]})"));
}

TEST_CASE("anything-but wants a value that is different") {
  CHECK(Matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": "y"})"));
  CHECK_FALSE(Matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": "x"})"));
  CHECK_FALSE(Matches(R"({"a": [{"anything-but": "x"}]})", R"({})"));
  CHECK(Matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": null})"));
  CHECK_FALSE(Matches(R"({"a": [{"anything-but": [1, 2]}]})", R"({"a": 2.0})"));
  CHECK(Matches(R"({"a": [{"anything-but": [1, 2]}]})", R"({"a": 3})"));
  CHECK_FALSE(Matches(R"({"a": [{"anything-but": {"prefix": "in"}}]})", R"({"a": "init"})"));
  CHECK(Matches(R"({"a": [{"anything-but": {"prefix": "in"}}]})", R"({"a": 7})"));
  CHECK_FALSE(Matches(R"({"a": [{"anything-but": {"suffix": ["x", "y"]}}]})", R"({"a": "ay"})"));
  CHECK_FALSE(
      Matches(R"({"a": [{"anything-but": {"equals-ignore-case": ["X"]}}]})", R"({"a": "x"})"));
  CHECK(Matches(R"({"a": [{"anything-but": {"wildcard": "*/lib/*"}}]})", R"({"a": "/bin/x"})"));
  CHECK_FALSE(
      Matches(R"({"a": [{"anything-but": {"wildcard": "*/lib/*"}}]})", R"({"a": "/lib/x"})"));
}

TEST_CASE("Of the patterns under $or, one must match") {
  const std::string pattern = R"({"a": [1], "$or": [{"b": [2]}, {"c": {"d": [3]}}]})";
  CHECK(Matches(pattern, R"({"a": 1, "b": 2})"));
  CHECK(Matches(pattern, R"({"a": 1, "c": {"d": 3}})"));
  CHECK_FALSE(Matches(pattern, R"({"a": 1, "b": 3})"));
  CHECK_FALSE(Matches(pattern, R"({"b": 2})"));
  const std::string nested = R"({"x": {"$or": [{"a": [1]}, {"$or": [{"b": [2]}, {"c": [3]}]}]}})";
  CHECK(Matches(nested, R"({"x": {"c": 3}})"));
  CHECK_FALSE(Matches(nested, R"({"x": {"c": 4}})"));
  // With fewer alternatives it is the name of a member.
  CHECK(FaultOf(R"({"$or": [{"b": [2]}]})") == "Unrecognized match type b");
}

TEST_CASE("One element of an array must match all that is asked inside the array") {
  CHECK(Matches(R"({"a": ["x"]})", R"({"a": ["y", ["x"]]})"));
  CHECK_FALSE(Matches(R"({"a": ["x"]})", R"({"a": ["y"]})"));
  CHECK(Matches(R"({"a": {"b": [1], "c": [2]}})", R"({"a": [{"b": 0}, {"b": 1, "c": 2}]})"));
  CHECK_FALSE(Matches(R"({"a": {"b": [1], "c": [2]}})", R"({"a": [{"b": 1}, {"c": 2}]})"));
  CHECK(Matches(R"({"a": {"b": {"c": [1]}}})", R"({"a": [[{"b": [{"c": [0, 1]}]}]]})"));
}

TEST_CASE("A name with dots is a path, in the pattern and in the event") {
  CHECK(Matches(R"({"a.b": [1]})", R"({"a": {"b": 1}})"));
  CHECK(Matches(R"({"a": {"b": [1]}})", R"({"a.b": 1})"));
  CHECK(Matches(R"({"a.b": [1], "a": {"c": [2]}})", R"({"a": {"c": 2}, "a.b": 1})"));
  CHECK_FALSE(Matches(R"({"a.b": [1]})", R"({"b": 1})"));
  CHECK(Matches(R"({"a": {"b": [2]}})", R"({"a.b": 1, "a": {"b": 2}})"));
}

TEST_CASE("At most 100 names lead to a value") {
  const std::string dots(99, '.');
  CHECK(Matches("{\"" + dots + "\": [1]}", "{\"" + dots + "\": 1}"));
  constexpr char kFault[] = "Rule is too complex - more than 100 names lead to a value";
  CHECK(FaultOf("{\"." + dots + "\": [1]}") == kFault);
  CHECK(FaultOf("{\"a\": {\"" + dots + "\": [1]}}") == kFault);
  CHECK(FaultOf("{\"a\": {\"$or\": [{\"" + dots + "\": [1]}, {\"b\": [1]}]}}") == kFault);
}

TEST_CASE("A text that holds JSON stays a text") {
  CHECK_FALSE(Matches(R"({"a": {"b": [1]}})", R"({"a": "{\"b\": 1}"})"));
}

TEST_CASE("What is not a pattern is refused with what is wrong about it") {
  CHECK(FaultOf("{") == "the pattern is not JSON");
  CHECK(FaultOf("[]") == "Filter is not an object");
  CHECK(FaultOf("{}") == "Empty objects are not allowed");
  CHECK(FaultOf(R"({"a": {}})") == "Empty objects are not allowed");
  CHECK(FaultOf(R"({"a": []})") == "Empty arrays are not allowed");
  CHECK(FaultOf(R"({"a": "x"})") == "\"a\" must be an object or an array");
  CHECK(FaultOf(R"({"a": [["x"]]})") == "Match value must be String, number, true, false, or null");
  CHECK(FaultOf(R"({"a": [{"Prefix": "x"}]})") == "Unrecognized match type Prefix");
  CHECK(FaultOf(R"({"a": [{"prefix": "x", "suffix": "y"}]})") ==
        "Only one key allowed in match expression");
  CHECK(FaultOf(R"({"a": [{"prefix": 1}]})") == "prefix match pattern must be a string");
  CHECK(FaultOf(R"({"a": [{"exists": "true"}]})") ==
        "exists match pattern must be either true or false.");
  CHECK(FaultOf(R"({"a": [{"wildcard": "a**b"}]})") == "Consecutive wildcard characters at pos 1");
  CHECK(FaultOf(R"({"a": [{"wildcard": "a\\b"}]})") == "Invalid escape character at pos 1");
  std::string stars;
  for (int i = 0; i < 51; ++i) stars += "a*";
  CHECK(FaultOf(R"({"a": [{"wildcard": ")" + stars + R"("}]})").starts_with("Rule is too complex"));
}

TEST_CASE("What is not a rule for numbers, addresses or differences is refused") {
  CHECK(FaultOf(R"({"a": [{"numeric": 5}]})") == "Value of numeric must be an array.");
  CHECK(FaultOf(R"({"a": [{"numeric": ["<", "5"]}]})") == "Value of < must be numeric");
  CHECK(FaultOf(R"({"a": [{"numeric": ["<"]}]})") == "Value of < must be numeric");
  CHECK(FaultOf(R"({"a": [{"numeric": ["!", 5]}]})") == "Unrecognized numeric range operator: !");
  CHECK(FaultOf(R"({"a": [{"numeric": [">", 1, ">", 2]}]})") == "Bad numeric range operator: >");
  CHECK(FaultOf(R"({"a": [{"numeric": [">", 2, "<", 2]}]})") == "Bottom must be less than top");
  CHECK(FaultOf(R"({"a": [{"numeric": ["<", 2, ">", 1]}]})") == "Too many terms in numeric range");
  CHECK(FaultOf(R"({"a": [{"numeric": [">", 6e9]}]})").starts_with("Value must be between"));
  CHECK(FaultOf(R"({"a": [{"cidr": "10.0.0.0"}]})") == "Malformed CIDR, one '/' required");
  CHECK(FaultOf(R"({"a": [{"cidr": "10.0.0.0/x"}]})") ==
        "Malformed CIDR, mask bits must be an integer");
  CHECK(FaultOf(R"({"a": [{"cidr": "ten/8"}]})") == "Nonstandard IP address: ten");
  CHECK(FaultOf(R"({"a": [{"cidr": "10.0.0.0/33"}]})").starts_with("Malformed CIDR"));
  CHECK(FaultOf(R"({"a": [{"anything-but": null}]})") ==
        "Value of anything-but must be an array or single string/number value.");
  CHECK(FaultOf(R"({"a": [{"anything-but": [null]}]})") ==
        "Inside anything but list, start|null|boolean is not supported.");
  CHECK(FaultOf(R"({"a": [{"anything-but": ["x", 1]}]})").starts_with("Inside anything but list"));
  CHECK(FaultOf(R"({"a": [{"anything-but": {"prefix": 1}}]})") ==
        "prefix/suffix match pattern must be a string");
  CHECK(FaultOf(R"({"a": [{"anything-but": {"prefix": ""}}]})") ==
        "Null prefix/suffix not allowed");
}

}  // namespace
}  // namespace runnel
