#include "tests/bench/contenders.h"

#include <filesystem>
#include <iterator>
#include <utility>

namespace runnel::bench {
namespace {

Contender Kinesalite(const std::filesystem::path& folder) {
  const std::uint16_t port = FreePort();
  Launch launch;
  launch.command = {"node", folder / "cli.js", "--port", std::to_string(port)};
  for (const char* word : {"--createStreamMs", "0", "--deleteStreamMs", "0", "--updateStreamMs",
                           "0", "--shardLimit", "100000"}) {
    launch.command.emplace_back(word);
  }
  launch.port = port;
  return {"kinesalite", launch};
}

Contender KinesisLocal(const std::filesystem::path& folder) {
  const std::uint16_t port = FreePort();
  Launch launch;
  launch.command = {"node", folder / "main.js"};
  launch.environment = {"KINESIS_MOCK_PLAIN_PORT=" + std::to_string(port),
                        "KINESIS_MOCK_TLS_PORT=" + std::to_string(FreePort()),
                        "KINESIS_MOCK_CERT_PATH=" + (folder / "server.json").string(),
                        "CREATE_STREAM_DURATION=0ms",
                        "DELETE_STREAM_DURATION=0ms",
                        "REGISTER_STREAM_CONSUMER_DURATION=0ms",
                        "SHARD_LIMIT=100000",
                        "LOG_LEVEL=ERROR"};
  launch.port = port;
  return {"kinesis-local", launch};
}

}  // namespace

Contender Runnel(const Options& options, std::vector<std::string> arguments) {
  Launch launch;
  launch.command = {options.program, "serve", "--port", "0", "--log-level", "warn"};
  for (const char* word : {"--create-stream-delay", "0", "--register-consumer-delay", "0",
                           "--shard-limit", "100000"}) {
    launch.command.emplace_back(word);
  }
  std::move(arguments.begin(), arguments.end(), std::back_inserter(launch.command));
  return {"Runnel", launch};
}

Contender Floor(const Options& options, std::vector<std::string> arguments) {
  const bool avx2 = __builtin_cpu_supports("avx2") && !options.floor_avx2.empty();
  Launch launch;
  launch.command = std::move(arguments);
  launch.command.insert(launch.command.begin(), avx2 ? options.floor_avx2 : options.floor);
  return {"floor", launch, false};
}

std::vector<Contender> InstalledPeers(const Options& options) {
  std::vector<Contender> peers;
  const std::filesystem::path modules = options.peers;
  if (options.peers.empty()) return peers;
  if (exists(modules / "kinesalite")) peers.push_back(Kinesalite(modules / "kinesalite"));
  if (exists(modules / "kinesis-local")) peers.push_back(KinesisLocal(modules / "kinesis-local"));
  return peers;
}

}  // namespace runnel::bench
