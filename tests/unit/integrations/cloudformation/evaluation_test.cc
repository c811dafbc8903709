#include "core/integrations/cloudformation/evaluation.h"

#include <doctest/doctest.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "core/api/stack_errors.h"

namespace runnel::cloudformation {
namespace {

class TwoResources final : public Surroundings {
 public:
  std::optional<std::string> PhysicalId(std::string_view logical_id) const override {
    return "physical-" + std::string(logical_id);
  }
  Result<boost::json::value> Attribute(std::string_view logical_id,
                                       std::string_view name) const override {
    if (name == "Nothing") return error::TemplateFunction("nothing");
    return boost::json::value(std::string(logical_id) + "/" + std::string(name));
  }
  std::optional<std::string> Export(std::string_view name) const override {
    if (name == "net") return "10.0.0.0/16";
    return std::nullopt;
  }
};

constexpr std::string_view kHead = R"(
Parameters:
  Stage: {Type: String, Default: dev}
  Count: {Type: Number, Default: 2}
  Names: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Bootstrap: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /cdk-bootstrap/x/version}
Mappings:
  Sizes:
    dev: {Shards: 1, Zones: [a, b]}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsBig: !Not [!Equals [!Ref Count, '2']]
  Either: !Or [!Condition IsBig, !And [!Condition IsDev, !Equals [!Ref 'AWS::Region', eu-west-1]]]
Resources:
  S: {Type: T}
  A:
    Type: T
    Properties:
      P: )";

// What the value `yaml` comes to, as JSON, or the text of the error.
std::string Value(const std::string& yaml) {
  const auto read = ReadTemplate(std::string(kHead) + yaml + "\n");
  if (!read) return read.error().message();
  const auto parameters = ResolveParameters(*read, {}, {});
  REQUIRE(parameters.has_value());
  const StackIdentity stack{"123456789012", "eu-west-1", "arn:stack", "mine", {}};
  const TwoResources surroundings;
  const Evaluation evaluation(*read, *parameters, stack, surroundings);
  const auto value = evaluation.Evaluate(read->FindResource("A")->properties);
  if (!value) return value.error().message();
  const boost::json::value* const property = value->get_object().if_contains("P");
  return property == nullptr ? "none" : boost::json::serialize(*property);
}

TEST_CASE("Ref gives parameters, pseudo parameters and physical ids") {
  CHECK(Value("!Ref Stage") == R"("dev")");
  CHECK(Value("!Ref Names") == R"(["a","b","c"])");
  CHECK(Value("!Ref Bootstrap") == R"("99")");
  CHECK(Value("!Ref S") == R"("physical-S")");
  CHECK(Value("[!Ref 'AWS::AccountId', !Ref 'AWS::Partition', !Ref 'AWS::URLSuffix']") ==
        R"(["123456789012","aws","amazonaws.com"])");
  CHECK(Value("[!Ref 'AWS::StackName', !Ref 'AWS::NoValue', !Ref 'AWS::NotificationARNs']") ==
        R"(["mine",[]])");
  CHECK(Value("!Ref 'AWS::NoValue'") == "none");
}

TEST_CASE("Texts are made by Sub, Join, Split, Select and Base64") {
  CHECK(Value("!Sub '${S}-${S.Arn}-${Count}-${!Stage}-${AWS::Region}'") ==
        R"("physical-S-S/Arn-2-${Stage}-eu-west-1")");
  CHECK(Value("!Sub ['${X}${Stage}', {X: !Select [1, !Ref Names]}]") == R"("bdev")");
  CHECK(Value("!Join ['-', [a, !Ref Count, !Ref 'AWS::NoValue', 1.5]]") == R"("a-2-1.5")");
  CHECK(Value("!Join ['+', !Split [',', 'x,y,']]") == R"("x+y+")");
  CHECK(Value("!Base64 abc") == R"("YWJj")");
  CHECK(Value("{'Fn::Select': ['2', [1, 2, 3]]}") == "3");
  CHECK(Value("!Select [3, [1, 2, 3]]") ==
        "Template error: Fn::Select cannot select nonexistent value at index 3");
  CHECK(Value("!Ref Missing") ==
        "Template format error: Unresolved resource dependencies [Missing] in the Resources block "
        "of the template");
}

TEST_CASE("Conditions choose, and NoValue takes a member away") {
  CHECK(Value("!If [IsDev, small, large]") == R"("small")");
  CHECK(Value("!If [IsBig, 1, !Ref 'AWS::NoValue']") == "none");
  CHECK(Value("[!If [Either, yes, no], {Q: !If [IsBig, 1, !Ref 'AWS::NoValue'], R: 2}]") ==
        R"([true,{"R":2}])");
}

// What the condition `name` of a template with these ones comes to.
std::string Holds(const std::string& conditions, const std::string& name,
                  const std::string& more = "") {
  const auto read = ReadTemplate("{" + more + R"("Resources": {"A": {"Type": "T"}}, )" +
                                 R"("Conditions": {)" + conditions + "}}");
  if (!read) return read.error().message();
  const StackIdentity stack{"123456789012", "eu-west-1", "arn:stack", "mine", {}};
  const TwoResources surroundings;
  const std::vector<StackParameter> parameters = {{"C", "c", ""}};
  const Evaluation evaluation(*read, parameters, stack, surroundings);
  const auto holds = evaluation.Holds(name);
  if (!holds) return holds.error().message();
  return *holds ? "true" : "false";
}

TEST_CASE("A condition is worked out once, however often others name it") {
  std::string conditions = R"("C0": {"Fn::Equals": ["a", "a"]})";
  for (int i = 1; i <= 40; ++i) {
    const std::string before = R"({"Condition": "C)" + std::to_string(i - 1) + "\"}";
    conditions +=
        ", \"C" + std::to_string(i) + R"(": {"Fn::And": [)" + before + ", " + before + "]}";
  }
  CHECK(Holds(conditions, "C40") == "true");
  CHECK(Holds(conditions, "C41") ==
        "Template error: unresolved condition dependency C41 in Fn::If");
}

// One within the other, they would be more than a stack holds.
TEST_CASE("Conditions are worked out after those that they name") {
  std::string conditions;
  constexpr int kCount = 30'000;
  for (int i = 0; i < kCount; ++i) {
    conditions += "\"C" + std::to_string(i) + R"(": {"Fn::Not": [{"Condition": "C)" +
                  std::to_string(i + 1) + "\"}]}, ";
  }
  conditions += "\"C" + std::to_string(kCount) + R"(": {"Fn::Equals": ["a", "a"]})";
  CHECK(Holds(conditions, "C0") == "true");
  CHECK(Holds(conditions, "C1") == "false");
}

TEST_CASE("A condition that chooses by itself is none") {
  CHECK(Holds(R"("C": {"Fn::Equals": [{"Fn::If": ["C", 1, 2]}, 1]})", "C",
              R"("Parameters": {"C": {"Type": "String"}}, )") ==
        "Template error: unresolved condition dependency C in Fn::If");
}

TEST_CASE("What functions make of texts is bounded, and so is the time that it takes") {
  std::string sub = "''";
  std::string json = "x";
  for (int i = 0; i < 30; ++i) {
    sub = "{'Fn::Sub': ['${a}${a}${a}', {a: " + sub + "}]}";
    json = "{'Fn::ToJsonString': " + json + "}";
  }
  CHECK(Value(sub) == R"("")");
  CHECK(Value("!Sub ['${a}', {a: " + json + "}]") ==
        "Template error: Fn::ToJsonString makes a text of more than 1048576 bytes");
  std::string text = "x";
  for (int i = 0; i < 30; ++i) text = "{'Fn::Sub': ['${a}${a}${a}', {a: " + text + "}]}";
  CHECK(Value(text) == "Template error: Fn::Sub makes a text of more than 1048576 bytes");
}

TEST_CASE("Mappings, attributes, imports, zones and blocks are looked up") {
  CHECK(Value("!FindInMap [Sizes, !Ref Stage, Shards]") == "1");
  CHECK(Value("!FindInMap [Sizes, dev, Zones]") == R"(["a","b"])");
  CHECK(Value("!FindInMap [Sizes, prod, Shards]") ==
        "Template error: Unable to get mapping for Sizes::prod::Shards");
  CHECK(Value("!FindInMap [Sizes, prod, Shards, {DefaultValue: 7}]") == "7");
  CHECK(Value("!GetAtt S.A.B") == R"("S/A.B")");
  CHECK(Value("!GetAtt S.Nothing") == "Template error: nothing");
  CHECK(Value("!ImportValue net") == R"("10.0.0.0/16")");
  CHECK(Value("!ImportValue other") == "No export named other found");
  CHECK(Value("!GetAZs ''") == R"(["eu-west-1a","eu-west-1b","eu-west-1c"])");
  CHECK(Value("!Cidr [!ImportValue net, 2, 8]") == R"(["10.0.0.0/24","10.0.1.0/24"])");
  CHECK(Value("{'Fn::Length': !Ref Names}") == "3");
  CHECK(Value("{'Fn::ToJsonString': {a: !Ref Stage}}") == R"("{\"a\":\"dev\"}")");
}

}  // namespace
}  // namespace runnel::cloudformation
