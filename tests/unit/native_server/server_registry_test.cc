#include "native-server/command_line/server_registry.h"

#include <doctest/doctest.h>

#include "native-server/command_line/server_choice.h"
#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

ServerRecord RecordOfThisProcess(std::uint16_t port) {
  return {.process = ThisProcess(),
          .host = "127.0.0.1",
          .ports = {port, static_cast<std::uint16_t>(port + 1)},
          .version = "1.2.3",
          .ready_at = {1'700'000'000'123},
          .arguments = {"--port", "a \"quoted\" word"},
          .directory = "/",
          .log_path = "/log",
          .trusted_certificate = "/ca.pem"};
}

struct Fixture {
  TemporaryFolder folder;
  Environment environment = {{"XDG_RUNTIME_DIR", (folder.path() / "run").string()},
                             {"XDG_STATE_HOME", (folder.path() / "state").string()}};
  ServerRegistry registry{environment};

  Fixture() { std::filesystem::create_directory(folder.path() / "run"); }
  std::size_t FileCount() const {
    const auto files = std::filesystem::directory_iterator(folder.path() / "run" / "runnel");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }
};

TEST_CASE_FIXTURE(Fixture, "A server that has added itself is found with all it said") {
  CHECK(registry.Running().empty());
  registry.Add(RecordOfThisProcess(4566));
  const std::vector<ServerRecord> servers = ServerRegistry(environment).Running();
  REQUIRE(servers.size() == 1);
  const ServerRecord& server = servers[0];
  CHECK(server.process == ThisProcess());
  CHECK(server.ports == std::vector<std::uint16_t>{4566, 4567});
  CHECK(server.version == "1.2.3");
  CHECK(server.ready_at.milliseconds == 1'700'000'000'123);
  CHECK(server.arguments == std::vector<std::string>{"--port", "a \"quoted\" word"});
  CHECK(server.directory == "/");
  CHECK(server.log_path == "/log");
  CHECK(server.trusted_certificate == "/ca.pem");
  CHECK(server.Serves(4567));
  CHECK_FALSE(server.Serves(4568));
}

TEST_CASE_FIXTURE(Fixture, "A server is found whatever bytes its folder's name is made of") {
  ServerRecord record = RecordOfThisProcess(4566);
  record.directory = "/caf\xe9";
  record.arguments = {"--data", "\xff"};
  registry.Add(record);
  REQUIRE(registry.Running().size() == 1);
  CHECK(registry.Running()[0].directory == "/caf\xe9");
  CHECK(registry.Running()[0].arguments == record.arguments);
}

TEST_CASE_FIXTURE(Fixture, "A server that has removed itself is not found") {
  registry.Add(RecordOfThisProcess(4566));
  registry.Remove(RecordOfThisProcess(4566));
  CHECK(registry.Running().empty());
  CHECK(FileCount() == 0);
}

TEST_CASE_FIXTURE(Fixture, "The file of a server that died is swept away") {
  ServerRecord dead = RecordOfThisProcess(4566);
  dead.process.started += "0";
  registry.Add(dead);
  CHECK(FileCount() == 1);
  CHECK(registry.Running().empty());
  CHECK(FileCount() == 0);
}

TEST_CASE_FIXTURE(Fixture, "A file that is not ours is left alone") {
  std::filesystem::create_directories(folder.path() / "run" / "runnel");
  folder.Write("run/runnel/notes.json", "{\"pid\": 1}");
  folder.Write("run/runnel/other.json", "not JSON");
  CHECK(registry.Running().empty());
  CHECK(FileCount() == 2);
}

TEST_CASE_FIXTURE(Fixture, "A folder behind a link, which anybody could have laid, is left alone") {
  const std::filesystem::path link = folder.path() / "linked" / "runnel";
  registry.Add(RecordOfThisProcess(4566));
  std::filesystem::create_directory(link.parent_path());
  std::filesystem::create_directory_symlink(folder.path() / "run" / "runnel", link);
  environment["XDG_RUNTIME_DIR"] = link.parent_path().string();
  CHECK(ServerRegistry(environment).Running().empty());
}

TEST_CASE_FIXTURE(Fixture, "A folder that others may write to is left alone") {
  registry.Add(RecordOfThisProcess(4566));
  CHECK(registry.Running().size() == 1);
  std::filesystem::permissions(folder.path() / "run" / "runnel", std::filesystem::perms::all);
  CHECK(registry.Running().empty());
}

TEST_CASE_FIXTURE(Fixture, "A path that is not absolute names no folder") {
  environment["XDG_RUNTIME_DIR"] = folder.Write("a-file", "");
  environment["XDG_STATE_HOME"] = "state";
  environment["HOME"] = folder.path().string();
  ServerRegistry(environment).Add(RecordOfThisProcess(4566));
  CHECK(std::filesystem::exists(folder.path() / ".local/state/runnel"));
  CHECK_FALSE(std::filesystem::exists("state/runnel"));
}

TEST_CASE_FIXTURE(Fixture,
                  "Without a port the only server is meant, or the one on the usual port") {
  CHECK_FALSE(registry.Find(std::nullopt, 4566).has_value());
  registry.Add(RecordOfThisProcess(5000));
  CHECK(registry.Find(std::nullopt, 4566)->ports.front() == 5000);
  CHECK(registry.Find(5001, 4566)->ports.front() == 5000);
  CHECK_FALSE(registry.Find(4566, 4566).has_value());
}

TEST_CASE_FIXTURE(Fixture, "The first port of RUNNEL_PORT is meant, unless a flag says another") {
  const auto chosen = [&](const std::string& ports, const std::vector<std::string>& flags) {
    environment["RUNNEL_PORT"] = ports;
    const auto server =
        ChooseServer(ParseArguments("stop", kServerChoiceFlags, flags), environment);
    return server ? server->ports.front() : 0;
  };
  registry.Add(RecordOfThisProcess(5000));
  CHECK(chosen("", {}) == 5000);
  CHECK(chosen("0", {}) == 5000);
  CHECK(chosen("5001, 7000", {}) == 5000);
  CHECK(chosen("7000,5001", {}) == 0);
  CHECK(chosen("7000", {"--port", "5000"}) == 5000);
  CHECK_THROWS_WITH_AS(chosen("many", {}), doctest::Contains("RUNNEL_PORT: "), Failure);
}

TEST_CASE_FIXTURE(Fixture, "Where the runtime folder cannot be made, the state folder serves") {
  environment["XDG_RUNTIME_DIR"] = folder.Write("a-file", "");
  const ServerRegistry elsewhere(environment);
  elsewhere.Add(RecordOfThisProcess(4566));
  CHECK(elsewhere.Running().size() == 1);
  CHECK(std::filesystem::exists(folder.path() / "state" / "runnel"));
}

TEST_CASE("A server's address is one that can be called") {
  ServerRecord record = RecordOfThisProcess(4566);
  CHECK(record.Url() == "http://127.0.0.1:4566");
  record.host = "0.0.0.0";
  CHECK(record.Url() == "http://127.0.0.1:4566");
  record.host = "::1";
  CHECK(record.Url() == "http://[::1]:4566");
}

}  // namespace
}  // namespace runnel
