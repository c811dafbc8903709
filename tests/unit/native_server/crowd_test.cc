// Many clients that want nothing at the moment, and readers that take nothing, must neither hold
// others up nor cost much.
#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/http_clients/http1_connection.h"
#include "tests/http_clients/http2_connection.h"
#include "tests/unit/native_server/running_server.h"

using namespace runnel;
using namespace runnel::test;

namespace {

constexpr std::chrono::seconds kPatience{20};

Config WithStreams(int count) {
  Config config = QuietConfig();
  for (int i = 0; i < count; ++i) {
    config.initial_streams.push_back(
        {.name = "s" + std::to_string(i), .shard_count = 1, .region = ""});
  }
  return config;
}

std::string PostCall(Http1Connection& connection, std::string_view operation,
                     const std::string& body) {
  connection.Begin("POST", "/", body, KinesisFields(operation));
  const Http1Answer answer = connection.Finish(kPatience);
  REQUIRE(answer.status == 200);
  return answer.body;
}

// The body of a subscription by a new consumer of the stream.
std::string NewConsumer(Http1Connection& connection, const std::string& stream,
                        const std::string& name) {
  const std::string answer =
      PostCall(connection, "RegisterStreamConsumer",
               R"({"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/)" + stream +
                   R"(","ConsumerName":")" + name + "\"}");
  const std::size_t begin = answer.find("arn:");
  return R"({"ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"},)"
         R"("ConsumerARN":")" +
         answer.substr(begin, answer.find('"', begin) - begin) + "\"}";
}

std::string Put(const std::string& stream, const std::string& data) {
  return R"({"StreamName":")" + stream + R"(","PartitionKey":"p","Data":")" + data + "\"}";
}

double ResidentMib() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

}  // namespace

TEST_CASE("Crowd: 1,000 idle connections and 500 subscriptions leave others answered at once") {
  constexpr int kStreams = 25;
  constexpr int kConsumers = 20;
  RunningServer running(WithStreams(kStreams));
  std::vector<std::unique_ptr<Http1Connection>> idle;
  for (int i = 0; i < 1000; ++i) {
    idle.push_back(std::make_unique<Http1Connection>(ConnectPlain(running.port())));
    if (i % 2 == 0) continue;  // half have never said a word, half have been answered once
    idle.back()->Begin("GET", "/health", "", {});
    idle.back()->Finish(kPatience);
  }
  Http1Connection caller(ConnectPlain(running.port()));
  std::vector<std::unique_ptr<Http1Connection>> subscriptions;
  for (int i = 0; i < kStreams * kConsumers; ++i) {
    const std::string body =
        NewConsumer(caller, "s" + std::to_string(i % kStreams), "c" + std::to_string(i / kStreams));
    subscriptions.push_back(std::make_unique<Http1Connection>(ConnectPlain(running.port())));
    subscriptions.back()->Begin("POST", "/", body, KinesisFields("SubscribeToShard"));
    REQUIRE(subscriptions.back()->Head(kPatience).status == 200);
  }

  // A hundred new clients in turn: far below a millisecond each, so that seconds are generous.
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) {
    Http1Connection other(ConnectPlain(running.port()));
    PostCall(other, "PutRecord", Put("s" + std::to_string(i % kStreams), "YWJj"));
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  for (const auto& subscription : subscriptions) {
    std::string events;
    while (events.find("\"YWJj\"") == std::string::npos) {
      const std::string chunk = subscription->Chunk(kPatience);
      REQUIRE_FALSE(chunk.empty());
      events += chunk;
    }
  }
  for (const auto& connection : idle) {
    connection->Begin("GET", "/health", "", {});
    REQUIRE(connection->Finish(kPatience).status == 200);
  }
}

TEST_CASE("Crowd: consumers that read nothing cost little, whatever is put") {
  constexpr int kStalled = 20;
  constexpr int kRecords = 48;  // of a megabyte
  RunningServer running(WithStreams(1));
  Http1Connection caller(ConnectPlain(running.port()));
  std::vector<std::unique_ptr<Http1Connection>> stalled1;
  std::vector<std::unique_ptr<Http2Connection>> stalled2;
  std::vector<std::string> bodies;
  bodies.reserve(kStalled);
  for (int i = 0; i < kStalled; ++i) {
    const std::string& body =
        bodies.emplace_back(NewConsumer(caller, "s0", "c" + std::to_string(i)));
    if (i % 2 == 0) {
      stalled1.push_back(std::make_unique<Http1Connection>(ConnectPlain(running.port())));
      stalled1.back()->Begin("POST", "/", body, KinesisFields("SubscribeToShard"));
      REQUIRE(stalled1.back()->Head(kPatience).status == 200);
    } else {
      stalled2.push_back(std::make_unique<Http2Connection>(ConnectPlain(running.port())));
      const std::int32_t stream =
          stalled2.back()->Begin("POST", "/", body, KinesisFields("SubscribeToShard"));
      while (stalled2.back()->Answer(stream).body.empty()) {
        REQUIRE(stalled2.back()->Advance(kPatience));
      }
    }
  }
  const double before_mib = ResidentMib();
  const std::string data(1'000'000, 'A');
  for (int i = 0; i < kRecords; ++i) PostCall(caller, "PutRecord", Put("s0", data));
  // The shard holds 36 MB of it; each reader may have a few MiB on the way. All of it for all of
  // them would be 960 MB.
  CHECK(ResidentMib() - before_mib < 400);
}
