#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "native-server/config/load_config.h"
#include "native-server/config/option_table.h"
#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

std::string Refusal(const std::vector<GivenFlag>& flags, const Environment& environment) {
  try {
    LoadConfig(flags, environment);
  } catch (const Failure& failure) {
    CHECK(failure.exit_status() == 2);
    return failure.what();
  }
  return "accepted";
}

TEST_CASE("Without any choice the defaults hold") {
  const LoadedConfig loaded = LoadConfig({}, {});
  CHECK(loaded.config.host == "127.0.0.1");
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{4566});
  CHECK(loaded.config.settings.create_stream_delay == Duration::Milliseconds(500));
  CHECK(loaded.warnings.empty());
  CHECK_FALSE(loaded.ports_given);
}

TEST_CASE("A flag beats a variable, which beats another emulator's, which beats the file") {
  const TemporaryFolder folder;
  const std::string path = folder.Write("runnel.yaml", "create-stream-delay: 1s\n");
  Environment environment;
  std::vector<GivenFlag> flags = {{"config", path}};
  const auto delay = [&] {
    return LoadConfig(flags, environment).config.settings.create_stream_delay.milliseconds;
  };
  CHECK(delay() == 1000);
  environment["CREATE_STREAM_DURATION"] = "2s";
  CHECK(delay() == 2000);
  environment["RUNNEL_CREATE_STREAM_DELAY"] = "3s";
  CHECK(delay() == 3000);
  flags.push_back({"create-stream-delay", "4s"});
  CHECK(delay() == 4000);
}

TEST_CASE("Every option can be said by its flag, its variable and its key in the file") {
  const TemporaryFolder folder;
  for (const ServeOption& option : ServeOptions()) {
    CAPTURE(option.name);
    const std::string name(option.name);
    const std::string value = option.format(Config());
    if (value.empty()) continue;
    const std::string path = folder.Write("runnel.yaml", name + ": \"" + value + "\"\n");
    CHECK(Refusal({{name, value}}, {}) == "accepted");
    CHECK(Refusal({}, {{VariableName(name), value}}) == "accepted");
    CHECK(Refusal({}, {{"RUNNEL_CONFIG", path}}) == "accepted");
  }
}

TEST_CASE("A flag that takes several values collects them, any other keeps the last") {
  const LoadedConfig loaded = LoadConfig(
      std::vector<GivenFlag>{{"port", "4567"}, {"port", "4568,4569"}, {"host", "a"}, {"host", "b"}},
      {{"RUNNEL_PORT", "1"}});
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{4567, 4568, 4569});
  CHECK(loaded.config.host == "b");
  CHECK(loaded.ports_given);
}

TEST_CASE("A bad value is refused with the name under which it was given") {
  CHECK(Refusal({{"threads", "many"}}, {}) ==
        "--threads: 'many' is not a whole number from 1 to 64");
  CHECK(Refusal({}, {{"RUNNEL_THREADS", "many"}}) ==
        "RUNNEL_THREADS: 'many' is not a whole number from 1 to 64");
  CHECK(Refusal({}, {{"KINESIS_ERROR_PROBABILITY", "2"}}) ==
        "KINESIS_ERROR_PROBABILITY: '2' is not a probability; write a decimal from 0.0 to 1.0");
}

TEST_CASE("A variable set to nothing is not set") {
  CHECK(LoadConfig({}, {{"RUNNEL_PORT", ""}, {"KINESIS_ERROR_PROBABILITY", " "}}).warnings.empty());
}

TEST_CASE("A misspelt variable is pointed out") {
  const LoadedConfig loaded =
      LoadConfig({}, {{"RUNNEL_PROT", "1"}, {"RUNNEL_ENDPOINT", "http://127.0.0.1:1"}});
  CHECK(loaded.warnings ==
        std::vector<std::string>{
            "RUNNEL_PROT is ignored: there is no such variable (did you mean RUNNEL_PORT?)"});
}

TEST_CASE("The flags of kinesalite are taken, or answered") {
  const LoadedConfig loaded = LoadConfig(
      std::vector<GivenFlag>{
          {"createStreamMs", "0"}, {"shardLimit", "10"}, {"ssl", "on"}, {"path", "/tmp/data"}},
      {});
  CHECK(loaded.config.settings.create_stream_delay == Duration());
  CHECK(loaded.config.settings.shard_limit == 10);
  CHECK(loaded.config.data_folder == "/tmp/data");
  REQUIRE(loaded.warnings.size() == 1);
  CHECK(loaded.warnings[0].starts_with("--ssl is ignored: every port answers TLS"));
}

TEST_CASE("Data is kept in the user's data folder if no other is named") {
  const std::vector<GivenFlag> flags = {{"data", "on"}};
  CHECK(LoadConfig(flags, {{"XDG_DATA_HOME", "/xdg"}}).config.data_folder == "/xdg/runnel/data");
  CHECK(LoadConfig(flags, {{"HOME", "/people/me"}}).config.data_folder ==
        "/people/me/.local/share/runnel/data");
  CHECK_THROWS_WITH_AS(LoadConfig(flags, {}), doctest::Contains("name a folder with --data"),
                       Failure);
}

}  // namespace
}  // namespace runnel
