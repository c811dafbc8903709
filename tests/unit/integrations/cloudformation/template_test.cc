#include "core/integrations/cloudformation/template.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/integrations/cloudformation/references.h"

namespace runnel::cloudformation {
namespace {

std::string FaultOf(const std::string& text) {
  const auto read = ReadTemplate(text);
  return read ? std::string("valid") : read.error().message();
}

// A template with these resources and, after them, other sections.
std::string Resources(const std::string& resources, const std::string& more = "") {
  return "{\"Resources\": {" + resources + "}" + more + "}";
}

TEST_CASE("A template that is none is refused with the words of AWS") {
  CHECK(FaultOf("{\"Resources\": {\"A\": tru }}") ==
        "Template format error: JSON not well-formed. (line 1, column 21)");
  CHECK(FaultOf("Resources: [") ==
        "Template format error: YAML not well-formed. (line 1, column 13)");
  CHECK(FaultOf("hello") == "Template format error: unsupported structure.");
  CHECK(FaultOf("{}") == "Template format error: At least one Resources member must be defined.");
  CHECK(FaultOf("{\"Resources\": {\"A\": \"x\"}}") ==
        "Template format error: Any Resources member must be an object.");
  CHECK(FaultOf("{\"Resources\": {\"A\": {\"Properties\": {}}}}") ==
        "Template format error: [/Resources/A] Every Resources object must contain a Type member.");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T", "Foo": 1})")) ==
        "Invalid template resource property 'Foo'");
  CHECK(FaultOf(Resources(R"("A-b": {"Type": "T"})")) ==
        "Template format error: Resource name A-b is non alphanumeric.");
  CHECK(FaultOf("Resources:\n  A:\n    Type: T\n    Properties:\n") ==
        "[/Resources/A/Properties] 'null' values are not allowed in templates");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T"})", R"(, "Outputs": {"X": {}})")) ==
        "Template format error: Every Outputs member must contain a Value object");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T"})", R"(, "Outputs": {"X": {"Value": null}})")) ==
        "[/Outputs/X/Value] 'null' values are not allowed in templates");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T"})", R"(, "Mappings": {"A": 1})")) ==
        "Template format error: Every Mappings member A must be a map");
  CHECK(FaultOf(
            Resources(R"("A": {"Type": "T"})", R"(, "Mappings": {"M": {"a": {"b": {"c": 1}}}})")) ==
        "Template format error: Every Mappings attribute must be a String or a List.");
}

TEST_CASE("What a template refers to must be there") {
  CHECK(FaultOf(Resources(R"("A": {"Type": "T", "Properties": {"P": {"Ref": "X"}}})")) ==
        "Template format error: Unresolved resource dependencies [X] in the Resources block of the "
        "template");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T", "DependsOn": ["Y"], "Properties":
                               {"P": {"Fn::Sub": "${X.Arn} ${AWS::Region} ${!Z}"}}})")) ==
        "Template format error: Unresolved resource dependencies [X, Y] in the Resources block "
        "of the template");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T"})",
                          R"(, "Outputs": {"O": {"Value": {"Fn::GetAtt": "X.Arn"}}})")) ==
        "Unresolved resource dependencies [X] in the Outputs block of the template");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T", "Properties": {"P": {"Fn::If": ["C", 1, 2]}}})")) ==
        "Template error: unresolved condition dependency C in Fn::If");
  CHECK(FaultOf(Resources(R"("A": {"Type": "T", "DependsOn": "B"},
                             "B": {"Type": "T", "Properties": {"P": {"Ref": "A"}}})")) ==
        "Circular dependency between resources: [A, B]");
}

TEST_CASE("A template has at most 500 resources, and aliases that stand for little") {
  const auto chain = [](int count) {
    std::string resources = R"("R0": {"Type": "T"})";
    for (int i = 1; i < count; ++i) {
      resources += ", \"R" + std::to_string(i) + R"(": {"Type": "T", "DependsOn": "R)" +
                   std::to_string(i - 1) + "\"}";
    }
    return Resources(resources);
  };
  CHECK(FaultOf(chain(500)) == "valid");
  CHECK(FaultOf(chain(501)) ==
        "Template format error: Number of resources, 501, is greater than maximum allowed, 500");
  std::string yaml = "Metadata:\n  A: &a " + std::string(40'000, 'x') + "\n  B: [";
  for (int i = 0; i < 110; ++i) yaml += "*a,";
  CHECK(FaultOf(yaml + "]\n") ==
        "Template format error: anchors and aliases stand for too much (line 3, column 316)");
}

TEST_CASE("Functions must have arguments of their form") {
  const auto fault = [](const std::string& function) {
    return FaultOf(
        Resources("\"A\": {\"Type\": \"T\", \"Properties\": {\"P\": " + function + "}}"));
  };
  CHECK(fault(R"({"Fn::GetAtt": ["A"]})") ==
        "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource "
        "name and the resource attribute");
  CHECK(fault(R"({"Fn::Split": ["a"]})") ==
        "Template error: every Fn::Split object requires two parameters, (1) a string delimiter "
        "and (2) a string to be split or a function that returns a string to be split.");
  CHECK(fault(R"({"Fn::Select": [0]})") ==
        "Template error: Fn::Select requires a list argument with two elements: an integer index "
        "and a list");
  CHECK(fault(R"({"Fn::Foo": 1})") == "Template error: the function Fn::Foo is not supported");
  const std::string conditions = R"(, "Conditions": {"C": {"Fn::Equals": ["a"]}})";
  CHECK(FaultOf(Resources(R"("A": {"Type": "T"})", conditions)) ==
        "Template error: every Fn::Equals object requires a list of 2 string parameters.");
}

TEST_CASE("Resources come after what they need") {
  const auto read = ReadTemplate(R"(
Resources:
  Mapping:
    Type: M
    DependsOn: Log
    Properties: {Function: !GetAtt F.Arn, Source: !Sub '${S.Arn}'}
  F: {Type: F}
  S: {Type: S}
  Log: {Type: L, Properties: {Name: !Ref F}}
)");
  REQUIRE(read.has_value());
  std::vector<std::string> order;
  for (const ResourceInOrder& next : InOrder(*read)) order.push_back(next.resource->logical_id);
  CHECK(order == std::vector<std::string>{"F", "S", "Log", "Mapping"});
  CHECK(DependenciesOf(*read, read->resources[0]) == std::vector<std::string>{"Log", "F", "S"});
}

TEST_CASE("Of resources that need nothing of each other, those first in the text come first") {
  const auto read = ReadTemplate(R"(
Resources:
  M: {Type: T, DependsOn: L}
  A: {Type: T}
  L: {Type: T, DependsOn: A}
  B: {Type: T, DependsOn: [M, A]}
  Z: {Type: T}
)");
  REQUIRE(read.has_value());
  std::string order;
  for (const ResourceInOrder& next : InOrder(*read)) order += next.resource->logical_id;
  CHECK(order == "ALZMB");
}

}  // namespace
}  // namespace runnel::cloudformation
