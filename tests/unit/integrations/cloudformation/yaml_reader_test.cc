#include "core/integrations/cloudformation/yaml_reader.h"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

namespace runnel::cloudformation {
namespace {

// The document as JSON, or "line:column" where it is not well-formed.
std::string Read(const std::string& text) {
  boost::json::value document;
  if (const auto fault = ReadYaml(text, document)) {
    return std::to_string(fault->line) + ":" + std::to_string(fault->column);
  }
  return boost::json::serialize(document);
}

TEST_CASE("Block collections nest by indentation") {
  CHECK(Read("a: 1\nb:\n  c: x\n  d:\n    - 1\n    - e: 2\n      f: 3\n    -\n      - y\n") ==
        R"({"a":1,"b":{"c":"x","d":[1,{"e":2,"f":3},["y"]]}})");
  CHECK(Read("a:\n- 1\n- 2\nb: 3\n") == R"({"a":[1,2],"b":3})");
  CHECK(Read("- - 1\n  - 2\n- {a: 1}\n") == R"([[1,2],{"a":1}])");
  CHECK(Read("---\n# about\na:   # nothing\nb: ~\n...\n") == R"({"a":null,"b":null})");
  CHECK(Read("a: 1\r\nb:\r\n  - x\r\n") == R"({"a":1,"b":["x"]})");
}

TEST_CASE("Plain scalars are what YAML 1.1 makes of them, but dates and account ids stay text") {
  CHECK(Read("[yes, No, on, true, FALSE]") == "[true,false,true,true,false]");
  CHECK(Read("[1, -2, 0, 1.5]") == "[1,-2,0,1.5E0]");
  CHECK(Read("[2010-09-09, 2012-10-17, 012345678901, 0x1F, 1_000, '1', \"no\"]") ==
        R"(["2010-09-09","2012-10-17","012345678901","0x1F","1_000","1","no"])");
  CHECK(Read("[ab cd, a#b, a: b, AWS::Region]") == R"(["ab cd","a#b",{"a":"b"},"AWS::Region"])");
  CHECK(Read("a: one\n  two\n\n  three\nb: 1") == R"({"a":"one two\nthree","b":1})");
}

TEST_CASE("Quoted scalars know escapes and fold their lines") {
  CHECK(Read(R"(["a\tb\"\\\u00e9\x41", 'it''s \n'])") == R"(["a\tb\"\\éA","it's \\n"])");
  CHECK(Read("\"one\n  two\n\n  three \\\n  four\"") == R"("one two\nthree four")");
  CHECK(Read("'a: b': {\"c\":1,'d':[2,]}") == R"({"a: b":{"c":1,"d":[2]}})");
}

TEST_CASE("Block scalars keep or fold their lines") {
  CHECK(Read("a: |\n  one\n    two\n\n  three\n\nb: 1") ==
        R"({"a":"one\n  two\n\nthree\n","b":1})");
  CHECK(Read("a: |-\n  one\n  two\n\n") == R"({"a":"one\ntwo"})");
  CHECK(Read("a: |+\n  one\n\nb: 1") == R"({"a":"one\n\n","b":1})");
  CHECK(Read("a: >\n  one\n  two\n\n  three\n    four\n  five\n") ==
        R"({"a":"one two\nthree\n  four\nfive\n"})");
  CHECK(Read("- |2\n    one\n  two\n") == R"(["  one\ntwo\n"])");
  CHECK(Read("a: | # text\n  # no comment\nb: 1") == R"({"a":"# no comment\n","b":1})");
}

TEST_CASE("Short tags are the functions that they stand for") {
  CHECK(Read("a: !Ref B") == R"({"a":{"Ref":"B"}})");
  CHECK(Read("a: !GetAtt B.C.D\nb: !GetAtt [B, !Ref C]") ==
        R"({"a":{"Fn::GetAtt":["B","C.D"]},"b":{"Fn::GetAtt":["B",{"Ref":"C"}]}})");
  CHECK(Read("a: !Sub '${AWS::Region}-x'\nb: !Sub\n  - ${A}\n  - A: !Ref B\n") ==
        R"({"a":{"Fn::Sub":"${AWS::Region}-x"},"b":{"Fn::Sub":["${A}",{"A":{"Ref":"B"}}]}})");
  CHECK(Read("a: !If [C, !Ref A, !Ref 'AWS::NoValue']") ==
        R"({"a":{"Fn::If":["C",{"Ref":"A"},{"Ref":"AWS::NoValue"}]}})");
  CHECK(Read("C: !Not [!Equals [!Ref A, '']]\nD: !Or\n- !Condition C\n- !Equals [1, 1]\n") ==
        R"({"C":{"Fn::Not":[{"Fn::Equals":[{"Ref":"A"},""]}]},)"
        R"("D":{"Fn::Or":[{"Condition":"C"},{"Fn::Equals":[1,1]}]}})");
  CHECK(Read("a: !Sub |\n  one ${B}\n  two\nb: !Join\n  - ','\n  - - a\n    - !Ref B\n") ==
        R"({"a":{"Fn::Sub":"one ${B}\ntwo\n"},"b":{"Fn::Join":[",",["a",{"Ref":"B"}]]}})");
  CHECK(Read("a:\n  Fn::Base64: !Sub x\nb: !Ref 012") ==
        R"({"a":{"Fn::Base64":{"Fn::Sub":"x"}},"b":{"Ref":"012"}})");
  CHECK(Read("- !Ref A\n- !GetAZs ''\n- !!str 12\n") == R"([{"Ref":"A"},{"Fn::GetAZs":""},"12"])");
}

TEST_CASE("Aliases and merge keys are put in") {
  CHECK(Read("a: &x\n  b: 1\n  c: 2\nd: *x\ne:\n  <<: *x\n  c: 3\n") ==
        R"({"a":{"b":1,"c":2},"d":{"b":1,"c":2},"e":{"c":3,"b":1}})");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += before + ", ";
    bomb += "]\n";
  }
  CHECK(Read(bomb).find(':') < 4);  // refused at a place
}

TEST_CASE(
    "Aliases of long texts, and anchors around anchors, are refused before they fill memory") {
  std::string bomb = "a: &s " + std::string(40'000, 'x') + "\nb: &l [";
  for (int i = 0; i < 100; ++i) bomb += "*s, ";
  bomb += "]\nc: [";
  for (int i = 0; i < 300; ++i) bomb += "*l, ";
  boost::json::value document;
  const auto aliases = ReadYaml(bomb + "]\n", document);
  REQUIRE(aliases);
  CHECK(aliases->too_large);
  CHECK(aliases->line == 2);
  std::string nested;
  for (int i = 0; i < 90; ++i) nested += "&a" + std::to_string(i) + " [";
  nested += std::string(100'000, 'x') + std::string(90, ']');
  const auto anchors = ReadYaml(nested, document);
  REQUIRE(anchors);
  CHECK(anchors->too_large);
  CHECK_FALSE(ReadYaml("a: [", document)->too_large);
}

TEST_CASE("What is not well-formed is told by its place") {
  CHECK(Read("a: !Base64 !Sub x") == "1:12");
  CHECK(Read("a: [1, 2") == "1:9");
  CHECK(Read("a: 1\n  b: 2\n") == "2:3");
  CHECK(Read("a:\n  b: 1\n c: 2\n") == "3:2");
  CHECK(Read("a: 'x\n") == "2:1");
  CHECK(Read("a:\n\tb: 1\n") == "2:1");
  CHECK(Read("a: b: c\n") == "1:4");
  CHECK(Read("a: *nothing\n") == "1:4");
  CHECK(Read("a: {b: 1]") == "1:9");
  CHECK(Read(std::string(200, '[')) == "1:100");
}

}  // namespace
}  // namespace runnel::cloudformation
