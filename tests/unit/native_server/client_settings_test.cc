#include "native-server/command_line/client_settings.h"

#include <doctest/doctest.h>

#include "native-server/command_line/server_registry.h"
#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

struct Fixture {
  TemporaryFolder folder;
  Environment environment = {{"XDG_RUNTIME_DIR", folder.path().string()},
                             {"XDG_STATE_HOME", folder.path().string()}};

  void Run(std::uint16_t port) const {
    ServerRegistry(environment)
        .Add({.process = ThisProcess(),
              .host = "127.0.0.1",
              .ports = {port},
              .version = "1",
              .ready_at = {},
              .arguments = {},
              .directory = "/",
              .log_path = {},
              .trusted_certificate = {}});
  }
};

TEST_CASE_FIXTURE(Fixture, "The endpoint is the one named, or the server that runs, or the usual") {
  CHECK(FindEndpoint(environment).Url() == "http://127.0.0.1:4566");
  environment["KINESIS_MOCK_PLAIN_PORT"] = "4568";
  CHECK(FindEndpoint(environment).Url() == "http://127.0.0.1:4568");
  environment["SHARD_LIMIT"] = "many";  // such a server does not start
  CHECK(FindEndpoint(environment).Url() == "http://127.0.0.1:4566");
  Run(5000);
  CHECK(FindEndpoint(environment).Url() == "http://127.0.0.1:5000");
  environment["RUNNEL_PORT"] = "0";
  CHECK(FindEndpoint(environment).Url() == "http://127.0.0.1:5000");
  environment["RUNNEL_PORT"] = "6000,6001";
  CHECK(FindEndpoint(environment).Url() == "http://127.0.0.1:6000");
  environment["RUNNEL_ENDPOINT"] = "http://kinesis:7000";
  CHECK(FindEndpoint(environment).Url() == "http://kinesis:7000");
}

TEST_CASE_FIXTURE(Fixture, "Of several servers the one on the usual port is meant, or none") {
  Run(5000);
  Run(5001);
  CHECK_THROWS_WITH_AS(FindEndpoint(environment),
                       "several servers are running; say which with --endpoint "
                       "http://127.0.0.1:5000, or with RUNNEL_PORT (5000, 5001)",
                       SeveralServers);
  Run(4566);
  CHECK(FindEndpoint(environment).Url() == "http://127.0.0.1:4566");
}

TEST_CASE_FIXTURE(Fixture, "A variable that is no address is refused") {
  environment["RUNNEL_PORT"] = "many";
  CHECK_THROWS_AS(FindEndpoint(environment), Failure);
  environment["RUNNEL_ENDPOINT"] = "https://kinesis";
  CHECK_THROWS_AS(FindEndpoint(environment), Failure);
}

TEST_CASE("The region is the one of the AWS variables") {
  CHECK(FindRegion({}) == "us-east-1");
  CHECK(FindRegion({{"RUNNEL_REGION", "a"}}) == "a");
  CHECK(FindRegion({{"RUNNEL_REGION", "a"}, {"AWS_DEFAULT_REGION", "b"}}) == "b");
  CHECK(FindRegion({{"AWS_DEFAULT_REGION", "b"}, {"AWS_REGION", "c"}}) == "c");
}

TEST_CASE("Only an access key that is an account is used") {
  CHECK(FindAccessKey({}) == "test");
  CHECK(FindAccessKey({{"AWS_ACCESS_KEY_ID", "123456789012"}}) == "123456789012");
  CHECK(FindAccessKey({{"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"}}) == "test");
  CHECK(FindAccessKey({{"AWS_ACCESS_KEY_ID", "12345678901"}}) == "test");
}

TEST_CASE("Who signs is a profile of the credentials file, if there is one") {
  const TemporaryFolder folder;
  const auto profile = [](const char* name, const char* key) {
    return "[" + std::string(name) + "]\naws_access_key_id = " + key +
           "\naws_secret_access_key = s\n";
  };
  CHECK_FALSE(FindIdentity({}, ""));
  CHECK_THROWS_AS(FindIdentity({}, "ana"), Failure);
  Environment environment = {
      {"RUNNEL_CREDENTIALS", folder.Write("keys", profile("ana", "A") + profile("bob", "B"))}};
  CHECK(FindIdentity(environment, "")->access_key == "A");
  CHECK(FindIdentity(environment, "bob")->access_key == "B");
  environment["RUNNEL_PROFILE"] = "bob";
  CHECK(FindIdentity(environment, "")->access_key == "B");
  CHECK(FindIdentity(environment, "ana")->access_key == "A");
  CHECK_THROWS_AS(FindIdentity(environment, "eve"), Failure);
  environment.erase("RUNNEL_PROFILE");
  folder.Write("keys", profile("ana", "A") + profile("default", "D"));
  CHECK(FindIdentity(environment, "")->access_key == "D");
}

}  // namespace
}  // namespace runnel
