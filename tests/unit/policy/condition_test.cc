#include "core/policy/condition.h"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

namespace runnel {
namespace {

const ConditionKeys kKeys = {
    {"aws:principalarn", {"arn:aws:iam::111111111111:role/Reader"}},
    {"aws:principalaccount", {"111111111111"}},
    {"aws:sourceip", {"192.0.2.7"}},
    {"aws:securetransport", {"false"}},
    {"aws:currenttime", {"2033-05-18T03:33:20Z"}},
    {"aws:epochtime", {"2000000000"}},
    {"aws:tagkeys", {"team", "cost"}},
    {"aws:useragent", {"Boto3/1.40"}},
};

bool Holds(std::string_view condition) {
  const boost::json::value value =
      boost::json::parse(boost::json::string_view(condition.data(), condition.size()));
  REQUIRE(FindConditionFault(value.as_object()) == "");
  return ConditionHolds(value.as_object(), kKeys);
}

struct Case {
  const char* condition;
  bool holds;
};

constexpr Case kCases[] = {
    {R"({})", true},
    {R"({"StringEquals":{"aws:PrincipalAccount":"111111111111"}})", true},
    {R"({"StringEquals":{"AWS:principalACCOUNT":"111111111111"}})", true},
    {R"({"StringEquals":{"aws:PrincipalAccount":["2","111111111111"]}})", true},
    {R"({"StringEquals":{"aws:PrincipalAccount":["2","3"]}})", false},
    {R"({"StringEquals":{"aws:UserAgent":"boto3/1.40"}})", false},
    {R"({"StringEqualsIgnoreCase":{"aws:UserAgent":"boto3/1.40"}})", true},
    {R"({"StringNotEqualsIgnoreCase":{"aws:UserAgent":"boto3/1.40"}})", false},
    {R"({"StringNotEquals":{"aws:PrincipalAccount":["2","3"]}})", true},
    {R"({"StringNotEquals":{"aws:PrincipalAccount":["2","111111111111"]}})", false},
    {R"({"StringLike":{"aws:UserAgent":"Boto3/?.*"}})", true},
    {R"({"StringLike":{"aws:UserAgent":"boto3/*"}})", false},
    {R"({"StringNotLike":{"aws:UserAgent":"Go*"}})", true},
    // A key that is not there.
    {R"({"StringEquals":{"aws:SourceArn":"x"}})", false},
    {R"({"StringNotEquals":{"aws:SourceArn":"x"}})", true},
    {R"({"StringEqualsIfExists":{"aws:SourceArn":"x"}})", true},
    {R"({"StringEqualsIfExists":{"aws:UserAgent":"x"}})", false},
    {R"({"Null":{"aws:SourceArn":"true"}})", true},
    {R"({"Null":{"aws:SourceArn":"false"}})", false},
    {R"({"Null":{"aws:SourceIp":false}})", true},
    {R"({"Null":{"aws:SourceIp":true}})", false},
    // All conditions must hold.
    {R"({"Bool":{"aws:SecureTransport":"false"},"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}})",
     true},
    {R"({"Bool":{"aws:SecureTransport":"true"},"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}})",
     false},
    {R"({"StringEquals":{"aws:PrincipalAccount":"111111111111","aws:UserAgent":"x"}})", false},
    {R"({"Bool":{"aws:SecureTransport":false}})", true},
    {R"({"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.0.2.7/32"]}})", true},
    {R"({"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}})", false},
    {R"({"NotIpAddress":{"aws:SourceIp":"198.51.100.0/24"}})", true},
    {R"({"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}})", false},
    {R"({"IpAddress":{"aws:SourceIp":"nonsense"}})", false},
    {R"({"DateLessThan":{"aws:CurrentTime":"2033-05-18T03:33:21Z"}})", true},
    {R"({"DateLessThan":{"aws:CurrentTime":"2033-05-18T03:33:20Z"}})", false},
    {R"({"DateLessThanEquals":{"aws:CurrentTime":"2033-05-18T03:33:20Z"}})", true},
    {R"({"DateGreaterThan":{"aws:CurrentTime":"2033-05-18"}})", true},
    {R"({"DateGreaterThanEquals":{"aws:CurrentTime":"2033-05-19"}})", false},
    {R"({"DateEquals":{"aws:EpochTime":"2033-05-18T03:33:20Z"}})", true},
    {R"({"DateNotEquals":{"aws:CurrentTime":"2000000000"}})", false},
    {R"({"NumericLessThan":{"aws:EpochTime":2000000001}})", true},
    {R"({"NumericGreaterThanEquals":{"aws:EpochTime":"2000000000.5"}})", false},
    {R"({"NumericEquals":{"aws:EpochTime":"2000000000.0"}})", true},
    {R"({"NumericNotEquals":{"aws:EpochTime":"2000000000"}})", false},
    {R"({"NumericEquals":{"aws:UserAgent":"1"}})", false},
    {R"({"BinaryEquals":{"aws:PrincipalAccount":"111111111111"}})", true},
    {R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/R*"}})", true},
    {R"({"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/?eader"}})", true},
    {R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:*:role/Reader"}})", false},
    {R"({"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}})", true},
    {R"({"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/*"}})", false},
    // Keys with several values.
    {R"({"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost","stage"]}})", true},
    {R"({"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}})", false},
    {R"({"ForAnyValue:StringEquals":{"aws:TagKeys":["team"]}})", true},
    {R"({"ForAnyValue:StringLike":{"aws:TagKeys":["s*"]}})", false},
    {R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":["stage"]}})", true},
    {R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":["team"]}})", false},
    {R"({"ForAnyValue:StringNotEquals":{"aws:TagKeys":["team"]}})", true},
    {R"({"ForAllValues:StringEquals":{"aws:SourceArn":["x"]}})", true},
    {R"({"ForAnyValue:StringEquals":{"aws:SourceArn":["x"]}})", false},
    {R"({"ForAnyValue:StringEqualsIfExists":{"aws:SourceArn":["x"]}})", true},
};

TEST_CASE("Condition: every operator, met and not met") {
  for (const Case& one : kCases) {
    CAPTURE(one.condition);
    CHECK(Holds(one.condition) == one.holds);
  }
}

TEST_CASE("Condition: what is none is told") {
  const auto fault = [](const char* text) {
    return FindConditionFault(boost::json::parse(text).as_object());
  };
  CHECK(fault(R"({"StringMatches":{}})") == "Condition has no operator StringMatches.");
  CHECK(fault(R"({"ForAllValues:Null":{}})") == "Condition has no operator ForAllValues:Null.");
  CHECK(fault(R"({"NullIfExists":{}})") == "Condition has no operator NullIfExists.");
  CHECK(fault(R"({"Bool":"x"})") == "Bool must be an object of condition keys.");
  CHECK(fault(R"({"Bool":{"aws:SourceIp":{}}})") ==
        "aws:SourceIp must be a string or a list of strings.");
  CHECK(fault(R"({"Bool":{"aws:SourceIp":["x",null]}})") ==
        "aws:SourceIp must be a string or a list of strings.");
}

}  // namespace
}  // namespace runnel
