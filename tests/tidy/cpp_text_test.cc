// The tidy rules stand on these: a detector that sees nothing would let everything pass.
#include "tests/tidy/cpp_text.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace runnel::tidy {
namespace {

std::vector<std::string> HeadsIn(const std::string& text) {
  std::vector<std::string> heads;
  for (const Function& function : FunctionsOf(CodeOnly(text))) heads.push_back(function.head);
  return heads;
}

TEST_CASE("comments and the inside of literals are not code") {
  CHECK(CodeOnly("int a; // throw\nint b;") == "int a;         \nint b;");
  CHECK(CodeOnly("a /* x\n{ */ b") == "a     \n     b");
  CHECK(CodeOnly("f(\"{ // \\\" }\");") == "f(\"         \");");
  CHECK(CodeOnly("c = '{';") == "c = ' ';");
  CHECK(CodeOnly("n = 1'000'000; // {") == "n = 1'000'000;     ");
  CHECK(CodeOnly("R\"x({\" )\" })x\" + a") == "R\"           \" + a");
}

TEST_CASE("an identifier falls into words by case and by underscore") {
  CHECK(WordsOf("kShardLimit") == std::vector<std::string>{"shard", "limit"});
  CHECK(WordsOf("open_shards_") == std::vector<std::string>{"open", "shards"});
  CHECK(WordsOf("HTTPServer2") == std::vector<std::string>{"http", "server2"});
  CHECK(WordsOf("k") == std::vector<std::string>{"k"});
}

TEST_CASE("names of other libraries are known by their qualification") {
  const std::vector<Identifier> found = IdentifiersOf("std::queue<Shard> q;\nstate::queue r;");
  REQUIRE(found.size() == 7);
  CHECK(found[1].text == "queue");
  CHECK(found[1].qualified);
  CHECK_FALSE(found[2].qualified);
  CHECK(found[5].text == "queue");
  CHECK(found[5].line == 2);
  CHECK_FALSE(found[5].qualified);
}

TEST_CASE("includes are told apart by their quotes") {
  const std::vector<Include> found =
      IncludesOf({"#include <vector>", "#  include \"core/base/time.h\"", "// #include <thread>"});
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "vector");
  CHECK_FALSE(found[0].quoted);
  CHECK(found[1].path == "core/base/time.h");
  CHECK(found[1].quoted);
  CHECK(found[1].line == 2);
}

TEST_CASE("functions are found in namespaces, classes and test suites") {
  CHECK(HeadsIn("namespace a { int F(int x) { return x; } }") ==
        std::vector<std::string>{"int F(int x)"});
  CHECK(HeadsIn("struct S : T { int v = 3; int M() const { return v; } };") ==
        std::vector<std::string>{"int M() const"});
  CHECK(HeadsIn("template <class T> struct S { void M() {} };") ==
        std::vector<std::string>{"void M()"});
  CHECK(HeadsIn("TEST_SUITE(\"a\") { TEST_CASE(\"b\") { CHECK(true); } }").size() == 1);
  CHECK(HeadsIn("bool operator<(const A& a, const B& b) { return a.x < b.x; }").size() == 1);
}

TEST_CASE("what follows a constructor's parameters up to its body belongs to its head") {
  CHECK(HeadsIn("C::C(int a) : a_{a}, b_(a) { Go(); }").size() == 1);
  CHECK(HeadsIn("C::C(int a) : a_(a), b_{a} { Go(); } int F() { return 1; }").size() == 2);
  CHECK(HeadsIn("void F(S s = {}) { Go(); }").size() == 1);
}

TEST_CASE("values in braces are no functions") {
  CHECK(HeadsIn("const int a[] = {1, 2}; const B b{F(1)}; enum class E { kA, kB };").empty());
}

TEST_CASE("a lambda at namespace scope counts as a function, one inside belongs to its holder") {
  CHECK(HeadsIn("const auto f = [](int x) { return x; };").size() == 1);
  CHECK(HeadsIn("int F() { return [](int x) { return x; }(1); }").size() == 1);
}

TEST_CASE("directives with unbalanced braces do not confuse") {
  CHECK(HeadsIn("#define OPEN(x) \\\n  if (x) {\nint F() { return 1; }").size() == 1);
}

TEST_CASE("a function's lines run from its head to its closing brace") {
  const auto found =
      FunctionsOf("int a;\n\nint F(int x,\n      int y) {\n  return x;\n}\nint b;\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].first_line == 3);
  CHECK(found[0].last_line == 6);
}

}  // namespace
}  // namespace runnel::tidy
