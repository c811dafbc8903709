// A server that keeps data: what it answered is there after a restart, and what it could not keep
// has not happened.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "native-server/failure.h"
#include "tests/unit/native_server/faulty_vfs.h"
#include "tests/unit/native_server/running_server.h"
#include "tests/unit/native_server/temporary_folder.h"

using namespace runnel;
using namespace runnel::test;

namespace {

struct KeptServer {
  explicit KeptServer(const TemporaryFolder& folder) : running(ConfigFor(folder)) {}
  explicit KeptServer(const Config& config) : running(config) {}

  static Config ConfigFor(const TemporaryFolder& folder) {
    Config config = QuietConfig();
    config.data_folder = (folder.path() / "data").string();
    config.initial_streams = {{.name = "s", .shard_count = 1, .region = {}}};
    return config;
  }

  // The status line and headers, and the body.
  std::string Post(std::string_view operation, std::string_view body) {
    RawClient client(running.port());
    client.Send(KinesisRequest(operation, body));
    client.EndSending();
    return client.ReadUntil("\n\nnever");
  }
  std::string Put(std::string_view key) {
    return Post("PutRecord",
                R"({"StreamName":"s","PartitionKey":")" + std::string(key) + R"(","Data":"YQ=="})");
  }
  // The partition keys of all records, in order.
  std::string Keys() {
    const std::string got = Post("GetShardIterator",
                                 R"({"StreamName":"s","ShardId":"shardId-000000000000",
                                     "ShardIteratorType":"TRIM_HORIZON"})");
    constexpr std::string_view kName = R"("ShardIterator":")";
    const std::size_t begin = got.find(kName) + kName.size();
    const std::string records =
        Post("GetRecords",
             R"({"ShardIterator":")" + got.substr(begin, got.find('"', begin) - begin) + "\"}");
    std::string keys;
    constexpr std::string_view kKey = R"("PartitionKey":")";
    for (std::size_t at = records.find(kKey); at != std::string::npos;
         at = records.find(kKey, at + 1)) {
      const std::size_t from = at + kKey.size();
      keys += records.substr(from, records.find('"', from) - from);
    }
    return keys;
  }

  RunningServer running;
};

bool Succeeded(const std::string& reply) { return reply.starts_with("HTTP/1.1 200 OK\r\n"); }

}  // namespace

TEST_CASE("Server with data: what was answered is there when it is started again") {
  const TemporaryFolder folder;
  {
    KeptServer server(folder);
    CHECK(Succeeded(server.Put("a")));
    CHECK(Succeeded(server.Put("b")));
    CHECK(server.Keys() == "ab");
  }
  KeptServer server(folder);
  CHECK(server.Keys() == "ab");
  CHECK(Succeeded(server.Put("c")));
  CHECK(server.Keys() == "abc");
}

TEST_CASE("Server with data: requests sent ahead on one connection are answered in their order") {
  const TemporaryFolder folder;
  KeptServer server(folder);
  RawClient client(server.running.port());
  std::string requests;
  for (const char* key : {"a", "b", "c"}) {
    requests += KinesisRequest("PutRecord", R"({"StreamName":"s","PartitionKey":")" +
                                                std::string(key) + R"(","Data":"YQ=="})");
  }
  client.Send(requests);
  std::string last;
  for (int i = 0; i < 3; ++i) {
    client.ReadUntil(R"("SequenceNumber":")");
    const std::string number = client.ReadUntil("\"");
    CHECK(number > last);
    last = number;
  }
  CHECK(server.Keys() == "abc");
}

TEST_CASE("Server with data: what the disk did not take is refused and has not happened") {
  FaultyVfs vfs(true);
  const TemporaryFolder folder;
  {
    KeptServer server(folder);
    CHECK(Succeeded(server.Put("a")));
    for (const auto kind : {FileFault::Kind::kNoSpace, FileFault::Kind::kSyncError}) {
      vfs.Break({kind, 0});
      const std::string refused = server.Put("lost");
      CHECK(refused.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
      CHECK(refused.find("could not be made durable and has not happened") != std::string::npos);
      // Reads go on.
      CHECK(server.Keys().find("lost") == std::string::npos);
      vfs.Mend();
      const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
      bool succeeded = false;
      while (!succeeded && std::chrono::steady_clock::now() < deadline) {
        succeeded = Succeeded(server.Put("b"));
      }
      CHECK(succeeded);
    }
    CHECK(server.Keys() == "abb");
  }
  KeptServer server(folder);
  CHECK(server.Keys() == "abb");
}

TEST_CASE("Server with data: records beyond the memory for them are read from the disk") {
  const TemporaryFolder folder;
  Config config = KeptServer::ConfigFor(folder);
  config.record_memory = 1024 * 1024;
  const std::string data(400'000, 'A');
  constexpr int kPuts = 20;
  std::string keys;
  for (int run = 0; run < 2; ++run) {
    KeptServer server(config);
    for (int i = run * kPuts; i < (run + 1) * kPuts; ++i) {
      const std::string key = "k" + std::to_string(i) + ";";
      keys += key;
      CHECK(Succeeded(server.Post("PutRecord", R"({"StreamName":"s","PartitionKey":")" + key +
                                                   R"(","Data":")" + data + "\"}")));
    }
    // 12 MB at last: more than one answer holds.
    const std::string read = server.Keys();
    CHECK(keys.starts_with(read));
    CHECK(read.size() >= (run == 0 ? keys.size() : 100));
  }
}

TEST_CASE("Server with data: a folder that another server uses is refused") {
  const TemporaryFolder folder;
  KeptServer server(folder);
  CHECK_THROWS_WITH_AS(Server(KeptServer::ConfigFor(folder)),
                       doctest::Contains("another Runnel keeps its data there"), Failure);
}
