#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/http_clients/http2_client.h"
#include "tests/unit/native_server/running_server.h"

using namespace runnel;
using namespace runnel::test;

namespace {

// The value of the first member `name` in `json`.
std::string MemberOf(std::string_view json, std::string_view name) {
  const std::string key = "\"" + std::string(name) + "\":\"";
  const std::size_t begin = json.find(key);
  REQUIRE(begin != std::string_view::npos);
  const std::size_t from = begin + key.size();
  return std::string(json.substr(from, json.find('"', from) - from));
}

std::string PostCall(RawClient& client, std::string_view operation, std::string_view body) {
  client.Send(KinesisRequest(operation, body));
  const std::string head = client.ReadUntil("\r\n\r\n");
  REQUIRE(head.starts_with("HTTP/1.1 200 OK\r\n"));
  constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t at = head.find(kLength);
  REQUIRE(at != std::string::npos);
  return client.Read(std::stoul(head.substr(at + kLength.size())));
}

// A stream `s` of one shard with a consumer `c`.
struct Subscribed {
  explicit Subscribed(const Config& config) : running(config), client(running.port()) {
    const std::string summary = PostCall(client, "DescribeStreamSummary", R"({"StreamName":"s"})");
    const std::string consumer =
        PostCall(client, "RegisterStreamConsumer",
                 R"({"StreamARN":")" + MemberOf(summary, "StreamARN") + R"(","ConsumerName":"c"})");
    consumer_arn = MemberOf(consumer, "ConsumerARN");
  }

  std::string SubscribeBody() const {
    return R"({"ConsumerARN":")" + consumer_arn +
           R"(","ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"}})";
  }

  void Subscribe(RawClient& reader) {
    reader.Send(KinesisRequest("SubscribeToShard", SubscribeBody()));
    const std::string head = reader.ReadUntil("\r\n\r\n");
    CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(head.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    reader.ReadUntil("initial-response");
  }

  void Put(std::string_view base64) {
    PostCall(client, "PutRecord",
             R"({"StreamName":"s","PartitionKey":"p","Data":")" + std::string(base64) + "\"}");
  }

  RunningServer running;
  RawClient client;
  std::string consumer_arn;
};

Config OneStream(unsigned threads) {
  Config config = QuietConfig();
  config.threads = threads;
  config.initial_streams = {{.name = "s", .shard_count = 1, .region = ""}};
  return config;
}

}  // namespace

TEST_CASE("Subscription: a record that is put is pushed, from any event loop to any other") {
  for (const unsigned threads : {1U, 3U}) {
    CAPTURE(threads);
    Subscribed subscribed(OneStream(threads));
    RawClient reader(subscribed.running.port());
    subscribed.Subscribe(reader);
    for (const std::string_view data : {"Zmlyc3Q=", "c2Vjb25k", "dGhpcmQ="}) {
      subscribed.Put(data);
      CHECK(reader.ReadUntil(data).ends_with(data));
    }
  }
}

TEST_CASE("Subscription: a heartbeat comes when nothing is put") {
  Config config = OneStream(1);
  config.settings.subscription_heartbeat = Duration::Milliseconds(10);
  Subscribed subscribed(config);
  RawClient reader(subscribed.running.port());
  subscribed.Subscribe(reader);
  CHECK(reader.ReadUntil("MillisBehindLatest").ends_with("MillisBehindLatest"));
}

TEST_CASE("Subscription: its end is the end of the answer, and the connection goes on") {
  Config config = OneStream(1);
  config.settings.subscription_lifetime = Duration::Milliseconds(20);
  Subscribed subscribed(config);
  RawClient reader(subscribed.running.port());
  subscribed.Subscribe(reader);
  CHECK(reader.ReadUntil("\r\n0\r\n\r\n").ends_with("\r\n0\r\n\r\n"));
  CHECK(PostCall(reader, "ListStreams", "{}").find("\"s\"") != std::string::npos);
}

TEST_CASE("Subscription: a stop of the server ends the answer cleanly") {
  Subscribed subscribed(OneStream(2));
  RawClient reader(subscribed.running.port());
  subscribed.Subscribe(reader);
  subscribed.running.Stop();
  CHECK(reader.ReadToEnd().ends_with("\r\n0\r\n\r\n"));
}

TEST_CASE("Subscription: a reader that stalls gets everything once it reads again") {
  Config config = OneStream(1);
  config.settings.subscription_heartbeat =
      Duration::Seconds(60);  // which would hide a lost wake-up
  Subscribed subscribed(config);
  RawClient reader(subscribed.running.port());
  subscribed.Subscribe(reader);
  const std::string large(1'000'000, 'A');
  // More than the kernel and the server hold for a peer that does not read.
  constexpr int kRecords = 24;
  for (int i = 0; i < kRecords; ++i) subscribed.Put(large);
  subscribed.Put("ZW5k");
  const std::string received = reader.ReadUntil("ZW5k");
  CHECK(received.ends_with("ZW5k"));
  CHECK(received.size() > kRecords * large.size());
}

TEST_CASE("Subscription: over HTTP/2 records are pushed, and giving it up ends it at once") {
  Subscribed subscribed(OneStream(1));
  const std::string body = subscribed.SubscribeBody();
  RawClient connection(subscribed.running.port());
  Http2Client client;
  const auto carry_until = [&](auto done) {
    while (!done()) {
      if (const std::string bytes = client.TakeOutput(); !bytes.empty()) connection.Send(bytes);
      const std::string bytes = connection.ReadAny();
      REQUIRE_FALSE(bytes.empty());
      REQUIRE(client.Receive(bytes));
    }
  };
  const auto has = [&](std::int32_t stream, std::string_view text) {
    return [&client, stream, text] {
      return client.answers[stream].body.find(text) != std::string::npos;
    };
  };
  const auto subscribe = [&] {
    return client.Request("POST", "/", body, KinesisFields("SubscribeToShard"));
  };
  const std::int32_t first = subscribe();
  carry_until(has(first, "initial-response"));
  subscribed.Put("Zmlyc3Q=");
  carry_until(has(first, "Zmlyc3Q="));

  // Were it still open, the consumer could not subscribe again within five seconds.
  nghttp2_submit_rst_stream(client.session, NGHTTP2_FLAG_NONE, first, NGHTTP2_CANCEL);
  const std::int32_t second = subscribe();
  carry_until(has(second, "initial-response"));
  subscribed.Put("c2Vjb25k");
  carry_until(has(second, "c2Vjb25k"));
  CHECK_FALSE(has(first, "c2Vjb25k")());

  subscribed.running.Stop();
  for (std::string bytes; !(bytes = connection.ReadAny()).empty();) REQUIRE(client.Receive(bytes));
  CHECK(client.answers[second].ended);
  CHECK(client.going_away);
}
