// GOAWAY, said by either side, over real sockets.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "tests/http_clients/http2_connection.h"
#include "tests/unit/native_server/http2_peer.h"
#include "tests/unit/native_server/running_server.h"
#include "tests/unit/native_server/temporary_folder.h"

using namespace runnel;
using namespace runnel::test;

namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::uint32_t kNoError = 0;

std::string PostCall(std::uint16_t port, std::string_view operation, std::string_view body) {
  Http2Connection connection(ConnectPlain(port));
  return connection.Finish(connection.Begin("POST", "/", body, KinesisFields(operation)), kPatience)
      .body;
}

}  // namespace

TEST_CASE("HTTP/2 farewell: events go on after the client's GOAWAY, as the JavaScript SDK has it") {
  Config config = QuietConfig();
  config.initial_streams = {{.name = "s", .shard_count = 1, .region = ""}};
  config.settings.delete_stream_delay = Duration::Seconds(0);
  RunningServer running(config);
  const std::string arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  const std::string consumer = PostCall(running.port(), "RegisterStreamConsumer",
                                        R"({"ConsumerName":"c","StreamARN":")" + arn + "\"}");
  const std::size_t begin = consumer.find("arn:");
  const std::string body =
      R"({"ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"},"ConsumerARN":")" +
      consumer.substr(begin, consumer.find('"', begin) - begin) + "\"}";

  Http2Client client;
  RawClient connection(running.port());
  const std::int32_t stream = client.Request("POST", "/", body, KinesisFields("SubscribeToShard"));
  const auto carry_until = [&](auto done) {
    while (!done()) {
      connection.Send(client.TakeOutput());
      const std::string bytes = connection.ReadAny();
      REQUIRE_FALSE(bytes.empty());
      REQUIRE(client.Receive(bytes));
    }
  };
  carry_until([&] { return client.answers[stream].body.find("initial") != std::string::npos; });
  nghttp2_submit_goaway(client.session, NGHTTP2_FLAG_NONE, 0, NGHTTP2_NO_ERROR, nullptr, 0);
  connection.Send(client.TakeOutput());
  PostCall(running.port(), "PutRecord",
           R"({"StreamName":"s","PartitionKey":"p","Data":"bGF0ZQ=="})");
  carry_until([&] { return client.answers[stream].body.find("bGF0ZQ==") != std::string::npos; });
  PostCall(running.port(), "DeleteStream", R"({"StreamName":"s","EnforceConsumerDeletion":true})");
  carry_until([&] { return client.answers[stream].ended; });
  CHECK(client.frames[NGHTTP2_PING] == 0);
  CHECK(connection.ReachesEnd());
}

TEST_CASE("HTTP/2 farewell: a stop says GOAWAY to idle clients, plain and by TLS") {
  TemporaryFolder folder;
  Config config = QuietConfig();
  config.tls_folder = (folder.path() / "tls").string();
  for (const bool tls : {false, true}) {
    CAPTURE(tls);
    RunningServer running(config);
    const auto channel = tls ? ConnectTls(running.port(), "h2") : ConnectPlain(running.port());
    Http2Client client;
    const std::int32_t stream = client.Request("GET", "/health");
    while (!client.answers[stream].ended) {
      channel->Send(client.TakeOutput());
      REQUIRE(client.Receive(channel->Read(kPatience)));
    }
    running.Stop();
    while (!channel->ended()) REQUIRE(client.Receive(channel->Read(kPatience)));
    CHECK(client.going_away);
    CHECK(client.going_away_with == kNoError);
  }
}

TEST_CASE("HTTP/2 farewell: a request that is arriving when the server stops is still answered") {
  RunningServer running;
  Http2Peer peer(running.port());
  peer.Send({Http2Frame::kHeaders, Http2Frame::kEndHeaders, 1, PseudoFields("GET", "/health")});
  peer.Send({Http2Frame::kPing, 0, 0, "12345678"});
  CHECK(peer.NextOf(Http2Frame::kPing).payload == "12345678");  // both have arrived
  running.server.Stop();
  const Http2Frame farewell = peer.NextOf(Http2Frame::kGoAway);
  CHECK(farewell.error() == kNoError);
  CHECK(ReadNumber(std::string_view(farewell.payload).substr(0, 4)) == 1);  // it is included
  peer.Send({Http2Frame::kData, Http2Frame::kEndStream, 1, ""});
  CHECK(peer.IsAnswered(1));
  CHECK(peer.client().ReachesEnd());
}

TEST_CASE("HTTP/2 farewell: silence for longer than allowed is ended with GOAWAY") {
  ConnectionLimits limits;
  limits.idle = std::chrono::milliseconds(20);
  RunningServer running(QuietConfig(), limits);
  Http2Peer peer(running.port());
  const Http2Frame farewell = peer.NextOf(Http2Frame::kGoAway);
  REQUIRE(farewell.type == Http2Frame::kGoAway);
  CHECK(farewell.error() == kNoError);
  CHECK(peer.client().ReachesEnd());
}
