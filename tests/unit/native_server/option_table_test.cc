#include "native-server/config/option_table.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

namespace runnel {
namespace {

// A value of each option that is not its default, as a person would write it.
const std::map<std::string_view, std::string> kOtherValues = {
    {"host", "0.0.0.0"},
    {"port", "4567,0,0"},
    {"threads", "2"},
    {"web-pages", "https://app.example.com,null"},
    {"detach", "on"},
    {"tls-dir", "/data/tls"},
    {"tls-cert", "cert.pem"},
    {"tls-key", "key.pem"},
    {"data", "/var/lib/runnel"},
    {"durability", "normal"},
    {"record-memory", "256MiB"},
    {"key-file", "key.txt"},
    {"credentials", "credentials.ini"},
    {"enforce-policies", "on"},
    {"allow-anyone", "on"},
    {"metrics", "on"},
    {"function-programs", "off"},
    {"function-endpoint", "http://10.0.0.1:4566"},
    {"capture", "calls.jsonl"},
    {"log-level", "warn"},
    {"log-format", "json"},
    {"initialize-streams", "events:2,audit:4:eu-west-1"},
    {"account", "123456789012"},
    {"region", "eu-west-1"},
    {"shard-limit", "unlimited"},
    {"on-demand-stream-limit", "7"},
    {"channel-limit", "0"},
    {"limits", "aws"},
    {"failure-destination", "arn:aws:sqs:us-east-1:000000000000:dlq=file:dlq.jsonl"},
    {"buckets", "/srv/buckets"},
    {"channel-record-separator", "none"},
    {"channel-write-attempts", "3"},
    {"channel-object-size", "5MiB"},
    {"unknown-resource-types", "skip"},
    {"api-destination", "a.b=PUT http://127.0.0.1:1/x,y?z=1,orders=http://127.0.0.1:2"},
    {"create-stream-delay", "0ms"},
    {"delete-stream-delay", "1s"},
    {"update-stream-delay", "2m"},
    {"register-consumer-delay", "3h"},
    {"deregister-consumer-delay", "1500ms"},
    {"event-source-mapping-delay", "0ms"},
    {"event-source-retry-delay", "10ms"},
    {"event-source-retry-delay-max", "1m"},
    {"shard-iterator-lifetime", "1ms"},
    {"next-token-lifetime", "24h"},
    {"subscription-lifetime", "1s"},
    {"subscription-heartbeat", "10ms"},
    {"fault", R"({"Action":"DROP_AFTER","EveryNth":2},{"Action":"DROP_BEFORE"})"},
    {"scenario", "hot-shard,./mine.json"},
    {"error-probability", "0.5"},
    {"seed", "18446744073709551615"},
    {"control-operations", "off"},
};

TEST_CASE("Every option has a name of its own, a help text and a place among its group") {
  std::set<std::string_view> names;
  std::set<std::string_view> groups;
  std::string_view group;
  for (const ServeOption& option : ServeOptions()) {
    CAPTURE(option.name);
    CHECK(names.insert(option.name).second);
    CHECK_FALSE(option.placeholder.empty());
    CHECK(option.help.ends_with("."));
    if (option.group != group) CHECK(groups.insert(option.group).second);
    group = option.group;
    CHECK(FindServeOption(option.name) == &option);
  }
}

TEST_CASE("Every option reads its default back as the same") {
  for (const ServeOption& option : ServeOptions()) {
    CAPTURE(option.name);
    Config config;
    const std::string written = option.format(config);
    CHECK(option.parse(written, config) == "");
    CHECK(option.format(config) == written);
  }
}

TEST_CASE("Every option changes the one field it names, and reads it back") {
  for (const ServeOption& option : ServeOptions()) {
    CAPTURE(option.name);
    const auto other = kOtherValues.find(option.name);
    REQUIRE(other != kOtherValues.end());
    Config config;
    CHECK(option.parse(other->second, config) == "");
    CHECK(option.format(config) == other->second);
    for (const ServeOption& untouched : ServeOptions()) {
      CAPTURE(untouched.name);
      const bool same = untouched.format(config) == untouched.format(Config());
      CHECK(same == (untouched.name != option.name));
    }
  }
}

TEST_CASE("Every option refuses nonsense, says what it was, and leaves the field alone") {
  for (const ServeOption& option : ServeOptions()) {
    CAPTURE(option.name);
    if (option.name == "host") continue;  // any text may be a host's name
    if (option.placeholder == "FILE" || option.placeholder == "FOLDER") continue;  // or a path
    Config config;
    const std::string nonsense = option.name == "initialize-streams" ? "a:b" : "Nonsense!";
    const std::string complaint = option.parse(nonsense, config);
    CHECK(complaint.find(option.name == "initialize-streams" ? "'b'" : "'Nonsense!'") !=
          std::string::npos);
    if (!config.initial_streams.empty()) continue;
    CHECK(option.format(config) == option.format(Config()));
  }
}

TEST_CASE("A variable's name follows from the option's") {
  CHECK(VariableName("port") == "RUNNEL_PORT");
  CHECK(VariableName("create-stream-delay") == "RUNNEL_CREATE_STREAM_DELAY");
}

TEST_CASE("A complaint says what would be right") {
  Config config;
  const auto complaint = [&](std::string_view name, std::string_view text) {
    return FindServeOption(name)->parse(text, config);
  };
  CHECK(complaint("create-stream-delay", "5x") ==
        "'5x' is not a duration; write a number with ms, s, m or h, such as 500ms");
  CHECK(complaint("error-probability", "1.5") ==
        "'1.5' is not a probability; write a decimal from 0.0 to 1.0");
  CHECK(complaint("error-probability", "-0.1") ==
        "'-0.1' is not a probability; write a decimal from 0.0 to 1.0");
  CHECK(complaint("port", "65536") ==
        "'65536' is not a port; write a number from 1 to 65535, or 0 for a free one");
  CHECK(complaint("port", "4566,4566") == "port 4566 is given twice");
  CHECK(complaint("threads", "0") == "'0' is not a whole number from 1 to 64");
  CHECK(complaint("shard-limit", "2000000") ==
        "'2000000' is not a quota; write a whole number up to 1000000, or unlimited");
  CHECK(complaint("account", "12345") ==
        "'12345' is not an account; write its 12 digits, such as 000000000000");
  CHECK(complaint("subscription-heartbeat", "0") ==
        "'0' is out of range; it goes from 10ms to 8760h");
  CHECK(complaint("log-level", "loud") ==
        "'loud' is none of off, error, warn, warning, info, debug, trace");
  CHECK(complaint("host", " ") ==
        "the host is empty; write an address such as 127.0.0.1 or 0.0.0.0");
}

TEST_CASE("Streams to create take their shards and region from the text, or the defaults") {
  Config config;
  const ServeOption* option = FindServeOption("initialize-streams");
  CHECK(option->parse("first:1, second::us-west-2 ,third,", config) == "");
  REQUIRE(config.initial_streams.size() == 3);
  CHECK(config.initial_streams[0].name == "first");
  CHECK(config.initial_streams[0].shard_count == 1);
  CHECK(config.initial_streams[0].region == "");
  CHECK(config.initial_streams[1].name == "second");
  CHECK(config.initial_streams[1].shard_count == 4);
  CHECK(config.initial_streams[1].region == "us-west-2");
  CHECK(config.initial_streams[2].name == "third");

  CHECK(option->parse("a:0", config).starts_with("'0' is not a number of shards"));
  CHECK(option->parse("a:1:us-east-1:x", config).starts_with("'a:1:us-east-1:x' is not a stream"));
  CHECK(option->parse(":1", config).starts_with("':1' is not a stream"));
}

}  // namespace
}  // namespace runnel
