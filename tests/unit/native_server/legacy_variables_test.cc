#include "native-server/config/legacy_variables.h"

#include <doctest/doctest.h>

#include "native-server/config/option_table.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

LoadedConfig Take(const Environment& environment) {
  ConfigBuilder builder;
  TakeLegacyVariables(environment, builder);
  return builder.Take();
}

using Lines = std::vector<std::string>;

TEST_CASE("The variables of kinesis-mock mean the same here") {
  const LoadedConfig loaded = Take({{"KINESIS_MOCK_PLAIN_PORT", "4568"},
                                    {"INITIALIZE_STREAMS", "first:1,second::us-west-2,third"},
                                    {"AWS_ACCOUNT_ID", "123456789012"},
                                    {"AWS_REGION", "eu-central-1"},
                                    {"SHARD_LIMIT", "50"},
                                    {"ON_DEMAND_STREAM_COUNT_LIMIT", "10"},
                                    {"LOG_LEVEL", "DEBUG"},
                                    {"SHOULD_PERSIST_DATA", "false"}});
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{4568});
  REQUIRE(loaded.config.initial_streams.size() == 3);
  CHECK(loaded.config.initial_streams[2].shard_count == 4);
  CHECK(loaded.config.settings.default_account == "123456789012");
  CHECK(loaded.config.settings.default_region == "eu-central-1");
  CHECK(loaded.config.settings.shard_limit == 50);
  CHECK(loaded.config.settings.on_demand_stream_limit == 10);
  CHECK(loaded.config.log_level == LogLevel::kDebug);
  CHECK(loaded.warnings == Lines{});
}

TEST_CASE("Both ports of kinesis-mock are served") {
  const LoadedConfig loaded =
      Take({{"KINESIS_MOCK_TLS_PORT", "4567"}, {"KINESIS_MOCK_PLAIN_PORT", "4568"}});
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{4567, 4568});
  CHECK(loaded.warnings == Lines{});
}

TEST_CASE("The ten durations of kinesis-mock become the five delays") {
  const LoadedConfig loaded = Take({{"CREATE_STREAM_DURATION", "1s"},
                                    {"DELETE_STREAM_DURATION", "2 seconds"},
                                    {"REGISTER_STREAM_CONSUMER_DURATION", "3s"},
                                    {"DEREGISTER_STREAM_CONSUMER_DURATION", "4s"},
                                    {"UPDATE_SHARD_COUNT_DURATION", "5s"},
                                    {"MERGE_SHARDS_DURATION", "5000ms"},
                                    {"SPLIT_SHARD_DURATION", "6s"}});
  const Settings& settings = loaded.config.settings;
  CHECK(settings.create_stream_delay == Duration::Seconds(1));
  CHECK(settings.delete_stream_delay == Duration::Seconds(2));
  CHECK(settings.register_consumer_delay == Duration::Seconds(3));
  CHECK(settings.deregister_consumer_delay == Duration::Seconds(4));
  CHECK(settings.update_stream_delay == Duration::Seconds(5));
  CHECK(loaded.warnings == Lines{"SPLIT_SHARD_DURATION is ignored: UPDATE_SHARD_COUNT_DURATION has "
                                 "set --update-stream-delay to 5s already"});
  for (const std::string name :
       {"START_STREAM_ENCRYPTION_DURATION", "STOP_STREAM_ENCRYPTION_DURATION",
        "UPDATE_STREAM_MODE_DURATION"}) {
    CAPTURE(name);
    CHECK(Take({{name, "7s"}}).config.settings.update_stream_delay == Duration::Seconds(7));
  }
}

TEST_CASE("The variables of LocalStack mean the same here") {
  const LoadedConfig loaded = Take({{"GATEWAY_LISTEN", "0.0.0.0:4566,0.0.0.0:4510"},
                                    {"KINESIS_SHARD_LIMIT", "Infinity"},
                                    {"KINESIS_ON_DEMAND_STREAM_COUNT_LIMIT", "5"},
                                    {"KINESIS_LATENCY", "0"},
                                    {"KINESIS_ERROR_PROBABILITY", "0.5"},
                                    {"KINESIS_MOCK_ENFORCE_RATE_LIMITS", "1"},
                                    {"KINESIS_PERSISTENCE", "0"},
                                    {"KINESIS_INITIALIZE_STREAMS", "orders:2"},
                                    {"LS_LOG", "warning"}});
  const Settings& settings = loaded.config.settings;
  CHECK(loaded.config.host == "0.0.0.0");
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{4566, 4510});
  CHECK(settings.shard_limit == 1'000'000);
  CHECK(settings.on_demand_stream_limit == 5);
  for (const Duration delay :
       {settings.create_stream_delay, settings.delete_stream_delay, settings.update_stream_delay,
        settings.register_consumer_delay, settings.deregister_consumer_delay}) {
    CHECK(delay == Duration());
  }
  CHECK(settings.put_error_probability == 0.5);
  CHECK(settings.enforce_rate_quotas);
  CHECK(loaded.config.log_level == LogLevel::kWarn);
  CHECK(loaded.warnings == Lines{});
}

TEST_CASE("The variables of moto mean the same here") {
  const LoadedConfig loaded = Take({{"MOTO_ACCOUNT_ID", "123456789012"}, {"MOTO_PORT", "5000"}});
  CHECK(loaded.config.settings.default_account == "123456789012");
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{5000});
  CHECK(loaded.warnings == Lines{});
}

TEST_CASE("A listening address without a host leaves the host as it is") {
  const LoadedConfig loaded = Take({{"GATEWAY_LISTEN", ":4510"}});
  CHECK(loaded.config.host == "127.0.0.1");
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{4510});
}

TEST_CASE("The variables of ferrokinesis mean the same here") {
  const LoadedConfig loaded = Take({{"FERROKINESIS_PORT", "4570"},
                                    {"FERROKINESIS_CREATE_STREAM_MS", "0"},
                                    {"FERROKINESIS_ITERATOR_TTL_SECONDS", "60"},
                                    {"FERROKINESIS_ENFORCE_LIMITS", "true"}});
  CHECK(loaded.config.ports == std::vector<std::uint16_t>{4570});
  CHECK(loaded.config.settings.create_stream_delay == Duration());
  CHECK(loaded.config.settings.shard_iterator_lifetime == Duration::Seconds(60));
  CHECK(loaded.config.settings.enforce_rate_quotas);
  CHECK(loaded.warnings == Lines{});
}

TEST_CASE("Each emulator's way to say that data is kept is understood") {
  CHECK(Take({{"SHOULD_PERSIST_DATA", "true"}, {"PERSIST_PATH", "/data"}}).config.data_folder ==
        "/data");
  CHECK(Take({{"SHOULD_PERSIST_DATA", "false"}, {"PERSIST_PATH", "/data"}}).config.data_folder ==
        "");
  CHECK(Take({{"PERSIST_PATH", "/data"}}).config.data_folder == "");
  for (const std::string name : {"PERSISTENCE", "KINESIS_PERSISTENCE", "SHOULD_PERSIST_DATA"}) {
    CAPTURE(name);
    const LoadedConfig loaded = Take({{name, "1"}});
    CHECK(loaded.config.data_folder == "on");
    CHECK(loaded.warnings == Lines{});
  }
  CHECK(Take({{"FERROKINESIS_STATE_DIR", "/state"}}).config.data_folder == "/state");
  CHECK(Take({{"LOAD_DATA_IF_EXISTS", "false"}}).warnings.size() == 1);
  CHECK(Take({{"LOAD_DATA_IF_EXISTS", "true"}}).warnings == Lines{});
}

TEST_CASE("Each variable without a meaning here is answered by one line") {
  for (const std::string name :
       {"PERSIST_FILE_NAME", "PERSIST_INTERVAL", "KINESIS_MOCK_PERSIST_INTERVAL",
        "KINESIS_MOCK_CERT_PATH", "KINESIS_MOCK_CERT_PASSWORD", "KINESIS_MOCK_KEYSTORE_PASSWORD",
        "KINESIS_MOCK_KEYMANAGER_PASSWORD", "KINESIS_MOCK_PROVIDER_ENGINE",
        "KINESIS_MOCK_INITIAL_HEAP_SIZE", "KINESIS_MOCK_MAXIMUM_HEAP_SIZE", "KINESIS_PROVIDER",
        "SYNCHRONOUS_KINESIS_EVENTS", "IAM_ENFORCEMENT", "LOCALSTACK_HOST", "LOCALSTACK_AUTH_TOKEN",
        "LOCALEMU_ANY", "MOTO_ANY", "FERROKINESIS_MIRROR_TO"}) {
    CAPTURE(name);
    const LoadedConfig loaded = Take({{name, "true"}});
    REQUIRE(loaded.warnings.size() == 1);
    CHECK(loaded.warnings[0].starts_with(std::string(name) + " is ignored: "));
    CHECK(loaded.warnings[0].find('\n') == std::string::npos);
    for (const ServeOption& option : ServeOptions()) {
      CHECK(option.format(loaded.config) == option.format(Config()));
    }
  }
}

TEST_CASE("A secret in a variable is not repeated in the answer") {
  const LoadedConfig loaded = Take({{"KINESIS_MOCK_CERT_PASSWORD", "hunter2"}});
  REQUIRE(loaded.warnings.size() == 1);
  CHECK(loaded.warnings[0].find("hunter2") == std::string::npos);
}

TEST_CASE("A name that other programs use as well does not stop the start") {
  const LoadedConfig loaded = Take(
      {{"LOG_LEVEL", "verbose"}, {"AWS_ACCOUNT_ID", "me"}, {"GATEWAY_LISTEN", "http://[::1]:80x"}});
  CHECK(loaded.config.log_level == LogLevel::kInfo);
  CHECK(loaded.warnings.size() == 3);
}

TEST_CASE("A bad value under a name of Kinesis' own stops the start") {
  CHECK_THROWS_WITH_AS(
      Take({{"CREATE_STREAM_DURATION", "5 parsecs"}}),
      "CREATE_STREAM_DURATION: '5 parsecs' is not a duration; write a number with ms, s, m or h, "
      "such as 500ms",
      Failure);
  CHECK_THROWS_AS(Take({{"KINESIS_ERROR_PROBABILITY", "1.01"}}), Failure);
  CHECK_THROWS_AS(Take({{"SHARD_LIMIT", "few"}}), Failure);
}

TEST_CASE("Every flag of another emulator means an option that exists, or has an answer") {
  for (const LegacyFlag& flag : LegacyFlags()) {
    CAPTURE(flag.name);
    CHECK((FindServeOption(flag.option) != nullptr) == flag.answer.empty());
    CHECK(FindLegacyFlag(flag.name) == &flag);
    CHECK(FindServeOption(flag.name) == nullptr);
  }
}

}  // namespace
}  // namespace runnel
