#include "native-server/command_line/arguments.h"

#include <doctest/doctest.h>

#include <array>

#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr auto kSpecs = std::to_array<FlagSpec>({
    {.name = "host"},
    {.name = "port"},
    {.name = "detach", .value = FlagSpec::Value::kOptional},
    {.name = "ssl", .value = FlagSpec::Value::kNone, .hidden = true},
});

std::string Flags(const std::vector<std::string>& arguments) {
  std::string text;
  for (const GivenFlag& flag : ParseArguments("serve", kSpecs, arguments).flags) {
    text += flag.name + "=" + flag.value + ";";
  }
  return text;
}

std::string Refusal(const std::vector<std::string>& arguments, bool words_allowed = false) {
  try {
    ParseArguments("serve", kSpecs, arguments, words_allowed);
  } catch (const Failure& failure) {
    CHECK(failure.exit_status() == 2);
    return failure.what();
  }
  return "accepted";
}

TEST_CASE("A flag's value follows it, or is joined to it") {
  CHECK(Flags({"--host", "a"}) == "host=a;");
  CHECK(Flags({"--host=a"}) == "host=a;");
  CHECK(Flags({"--port", "1", "--port=2"}) == "port=1;port=2;");
}

TEST_CASE("A value is taken as it is written, whatever letters it is made of") {
  for (const std::string value :
       {R"([{"a":1},{"b":[2]}])", "[1,2]", "[]", "\"x\"", "", "a,b", "%%", "-1", "@"}) {
    CAPTURE(value);
    CHECK(Flags({"--host", value}) == "host=" + value + ";");
  }
}

TEST_CASE("A flag that may stand alone then means on") {
  CHECK(Flags({"--detach"}) == "detach=on;");
  CHECK(Flags({"--detach", "--host", "a"}) == "host=a;detach=on;");
  CHECK(Flags({"--detach=off"}) == "detach=off;");
  CHECK(Flags({"--ssl"}) == "ssl=on;");
}

TEST_CASE("Help is asked for in two ways, and wins over all else") {
  CHECK(ParseArguments("serve", kSpecs, std::vector<std::string>{"--help"}).help);
  CHECK(ParseArguments("serve", kSpecs, std::vector<std::string>{"--host", "a", "-h"}).help);
  CHECK_FALSE(ParseArguments("serve", kSpecs, std::vector<std::string>{}).help);
}

TEST_CASE("Words are collected where words are allowed") {
  const Arguments arguments = ParseArguments(
      "call", kSpecs, std::vector<std::string>{"PutRecord", "--host", "a"}, /*words_allowed=*/true);
  CHECK(arguments.words == std::vector<std::string>{"PutRecord"});
  CHECK(arguments.Last("host") == "a");
  CHECK(arguments.Last("port").empty());
}

TEST_CASE("What follows two dashes is words, as it is written, where words are allowed") {
  const Arguments arguments =
      ParseArguments("call", kSpecs,
                     std::vector<std::string>{"a", "--host", "b", "--", "-x", "--port", "--", "-h"},
                     /*words_allowed=*/true);
  CHECK(arguments.words == std::vector<std::string>{"a", "-x", "--port", "--", "-h"});
  CHECK(arguments.Last("host") == "b");
  CHECK_FALSE(arguments.help);
  CHECK(ParseArguments("call", kSpecs, std::vector<std::string>{"--"}, true).words.empty());
  CHECK(Refusal({"--", "now"}) != "accepted");
}

TEST_CASE("What cannot be taken apart is refused with a way on") {
  CHECK(Refusal({"--prot", "1"}) ==
        "unknown flag --prot (did you mean --port?); see `runnel serve --help`");
  CHECK(Refusal({"--verbose=1"}) == "unknown flag --verbose; see `runnel serve --help`");
  CHECK(Refusal({"--host"}) == "--host needs a value; see `runnel serve --help`");
  CHECK(Refusal({"now"}) == "unexpected word 'now'; see `runnel serve --help`");
  CHECK(Refusal({"now", "-x"}, true) == "unknown flag -x; see `runnel serve --help`");
}

}  // namespace
}  // namespace runnel
