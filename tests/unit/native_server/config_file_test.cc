#include "native-server/config/config_file.h"

#include <doctest/doctest.h>

#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

std::string Refusal(const std::string& text) {
  try {
    ParseConfigText(text, "runnel.yaml");
  } catch (const Failure& failure) {
    CHECK(failure.exit_status() == 2);
    return failure.what();
  }
  return "accepted";
}

TEST_CASE("A configuration file gives each option its text, as it was written") {
  const auto entries = ParseConfigText(
      "# a comment\n"
      "account: 000000000042\n"
      "create-stream-delay: 0ms\n",
      "runnel.yaml");
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].option == "account");
  CHECK(entries[0].value == "000000000042");
  CHECK(entries[0].line == 2);
  CHECK(entries[1].value == "0ms");
}

TEST_CASE("A list in the file is a value for each") {
  const auto entries = ParseConfigText(
      "port: [4567, 4568]\n"
      "initialize-streams:\n"
      "  - events:2\n"
      "  - audit::eu-west-1\n",
      "runnel.yaml");
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].value == "4567,4568");
  CHECK(entries[1].value == "events:2,audit::eu-west-1");
}

TEST_CASE("An empty file chooses nothing") {
  CHECK(ParseConfigText("", "runnel.yaml").empty());
  CHECK(ParseConfigText("# nothing yet\n", "runnel.yaml").empty());
}

TEST_CASE("An unknown key is refused where it stands, with the key that was meant") {
  CHECK(Refusal("host: a\nprot: 1\n") ==
        "runnel.yaml:2: unknown key 'prot' (did you mean port?); `runnel serve --help` lists them "
        "without their dashes");
}

TEST_CASE("A file of another form is refused where it goes wrong") {
  CHECK(Refusal("host: [a, b]\n") == "runnel.yaml:1: host takes one value");
  CHECK(Refusal("port:\n  a: 1\n") == "runnel.yaml:2: port takes a value or a list of values");
  CHECK(Refusal("port: [[1]]\n") == "runnel.yaml:1: each item of the list must be plain text");
  CHECK(Refusal("- host\n").starts_with("runnel.yaml:1: write one option a line"));
  CHECK(Refusal("host: [a\n").starts_with("runnel.yaml:2: not YAML: "));
}

TEST_CASE("A file that cannot be read is refused") {
  const TemporaryFolder folder;
  for (const std::string& path :
       {folder.path().string() + "/absent.yaml", folder.path().string()}) {
    CAPTURE(path);
    std::string refusal;
    try {
      ReadConfigFile(path);
    } catch (const Failure& failure) {
      refusal = failure.what();
    }
    CHECK(refusal.starts_with("cannot read the configuration file " + path + ": "));
  }
}

}  // namespace
}  // namespace runnel
