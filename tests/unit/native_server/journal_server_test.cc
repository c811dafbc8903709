// A server that keeps data: what it answered is there after a restart, and what it could not keep
// has not happened.
#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

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

// A function at an address: keeps what it is invoked with, and returns nothing.
class FunctionAtUrl {
 public:
  FunctionAtUrl() {
    server_.Post("/run", [this](const httplib::Request& request, httplib::Response& response) {
      response.set_content("null", "application/json");
      const std::lock_guard lock(mutex_);
      events_ += request.body;
      arrived_.notify_all();
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~FunctionAtUrl() {
    server_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/run"; }
  // All events so far, once one contains `text`.
  std::string EventsUntil(std::string_view text) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, std::chrono::seconds(30),
                      [&] { return events_.find(text) != std::string::npos; });
    return events_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::string events_;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

// Lets the stream "s" invoke it.
void Map(KeptServer& server, const FunctionAtUrl& function) {
  httplib::Client client("127.0.0.1", server.running.port());
  client.set_default_headers(
      {{"Authorization",
        "AWS4-HMAC-SHA256 Credential=test/20330518/us-east-1/lambda/aws4_request, "
        "SignedHeaders=host, Signature=00"},
       {"X-Amz-Date", "20330518T033320Z"}});
  const std::string role = "arn:aws:iam::000000000000:role/r";
  const auto made = client.Post("/2015-03-31/functions",
                                R"({"FunctionName":"f","PackageType":"Image","Role":")" + role +
                                    R"(","Code":{"ImageUri":")" + function.url() + "\"}}",
                                "application/json");
  REQUIRE(made);
  CAPTURE(made->body);
  REQUIRE(made->status == 201);
  const auto mapped =
      client.Post("/2015-03-31/event-source-mappings",
                  R"({"FunctionName":"f","StartingPosition":"TRIM_HORIZON","EventSourceArn":)"
                  R"("arn:aws:kinesis:us-east-1:000000000000:stream/s"})",
                  "application/json");
  REQUIRE(mapped);
  REQUIRE(mapped->status == 202);
}

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

TEST_CASE("Server with data: a function is invoked with nothing that the disk did not take") {
  FaultyVfs vfs(true);
  const TemporaryFolder folder;
  FunctionAtUrl function;
  KeptServer server(folder);
  Map(server, function);
  CHECK(Succeeded(server.Put("first")));
  function.EventsUntil("first");
  vfs.Break({FileFault::Kind::kSyncError, 0});
  CHECK(server.Put("lost").starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
  vfs.Mend();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!Succeeded(server.Put("last")) && std::chrono::steady_clock::now() < deadline) {
  }
  const std::string events = function.EventsUntil("last");
  CHECK(events.find("last") != std::string::npos);
  CHECK(events.find("lost") == std::string::npos);
}

TEST_CASE(
    "Server with data: a stack whose template was fetched is there only if the disk took it") {
  httplib::Server templates;
  templates.Get("/t", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(R"({"Resources":{"A":{"Type":"AWS::CDK::Metadata"}}})", "text/plain");
  });
  const int port = templates.bind_to_any_port("127.0.0.1");
  std::thread serves([&] { templates.listen_after_bind(); });
  FaultyVfs vfs(true);
  const TemporaryFolder folder;
  KeptServer server(folder);
  httplib::Client client("127.0.0.1", server.running.port());
  client.set_default_headers(
      {{"Authorization",
        "AWS4-HMAC-SHA256 Credential=test/20330518/us-east-1/cloudformation/aws4_request, "
        "SignedHeaders=host, Signature=00"},
       {"X-Amz-Date", "20330518T033320Z"}});
  const auto call = [&](const std::string& form) {
    const auto reply = client.Post("/", "Version=2010-05-15&StackName=s&Action=" + form,
                                   "application/x-www-form-urlencoded");
    REQUIRE(reply);
    return reply->status;
  };
  const std::string create =
      "CreateStack&TemplateURL=http%3A%2F%2F127.0.0.1%3A" + std::to_string(port) + "%2Ft";
  vfs.Break({FileFault::Kind::kSyncError, 0});
  CHECK(call(create) >= 500);  // by itself, or because a commit failed just before
  CHECK(call("DescribeStacks") == 400);
  vfs.Mend();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (call(create) != 200 && std::chrono::steady_clock::now() < deadline) {
  }
  CHECK(call("DescribeStacks") == 200);
  templates.stop();
  serves.join();
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
