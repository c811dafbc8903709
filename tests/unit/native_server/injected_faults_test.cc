// What injected faults do to connections, told by bytes.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/failure.h"
#include "tests/http_clients/http2_client.h"
#include "tests/unit/native_server/running_server.h"

using namespace runnel;
using namespace runnel::test;

namespace {

using std::chrono::steady_clock;

Config Faulty(std::vector<std::string> rules) {
  Config config = QuietConfig();
  config.initial_streams = {{.name = "s", .shard_count = 1, .region = ""}};
  config.fault_rules = std::move(rules);
  return config;
}

constexpr std::string_view kPut = R"({"StreamName":"s","PartitionKey":"p","Data":"YQ=="})";

Http2Client::Fields FieldsOf(std::string_view operation) {
  return {{"content-type", "application/x-amz-json-1.1"},
          {"x-amz-target", "Kinesis_20131202." + std::string(operation)},
          {"x-amz-date", "20260101T000000Z"},
          {"authorization",
           "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
           "SignedHeaders=host, Signature=abc"}};
}

}  // namespace

TEST_CASE("Faults: a dropped connection ends without a byte, and the next one works") {
  for (const char* action : {"DROP_BEFORE", "DROP_AFTER"}) {
    CAPTURE(action);
    RunningServer running(Faulty(
        {R"({"Action":")" + std::string(action) + R"(","Operations":["PutRecord"],"FirstN":1})"}));
    RawClient first(running.port());
    first.Send(KinesisRequest("PutRecord", kPut));
    CHECK(first.ReadToEnd().empty());
    RawClient second(running.port());
    second.Send(KinesisRequest("PutRecord", kPut));
    CHECK(second.ReadUntil("SequenceNumber").starts_with("HTTP/1.1 200 OK\r\n"));
  }
}

TEST_CASE("Faults: answers before a dropped one still arrive") {
  RunningServer running(Faulty({R"({"Action":"DROP_AFTER","Operations":["PutRecord"]})"}));
  RawClient client(running.port());
  client.Send(KinesisRequest("ListStreams", "{}") + KinesisRequest("PutRecord", kPut) +
              KinesisRequest("ListStreams", "{}"));
  const std::string received = client.ReadToEnd();
  CHECK(received.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(received.find("HTTP/1.1", 1) == std::string::npos);
}

TEST_CASE("Faults: a delayed answer comes after its delay, and the one behind it after it") {
  RunningServer running(
      Faulty({R"({"Action":"DELAY","DelayMillis":60,"Operations":["PutRecord"]})"}));
  RawClient client(running.port());
  const steady_clock::time_point begin = steady_clock::now();
  client.Send(KinesisRequest("PutRecord", kPut) + KinesisRequest("ListStreams", "{}"));
  CHECK(client.ReadUntil("SequenceNumber").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(steady_clock::now() - begin >= std::chrono::milliseconds(60));
  CHECK(client.ReadUntil("StreamNames").ends_with("StreamNames"));
}

TEST_CASE("Faults: over HTTP/2 a delayed answer does not keep others waiting") {
  RunningServer running(
      Faulty({R"({"Action":"DELAY","DelayMillis":80,"Operations":["PutRecord"]})"}));
  RawClient connection(running.port());
  Http2Client client;
  const std::int32_t late = client.Request("POST", "/", kPut, FieldsOf("PutRecord"));
  const std::int32_t quick = client.Request("POST", "/", "{}", FieldsOf("ListStreams"));
  bool quick_was_first = false;
  while (!client.answers[late].ended) {
    if (const std::string bytes = client.TakeOutput(); !bytes.empty()) connection.Send(bytes);
    const std::string bytes = connection.ReadAny();
    REQUIRE_FALSE(bytes.empty());
    REQUIRE(client.Receive(bytes));
    quick_was_first |= client.answers[quick].ended && !client.answers[late].ended;
  }
  CHECK(quick_was_first);
  CHECK(client.answers[late].headers[":status"] == "200");
}

TEST_CASE("Faults: over HTTP/2 a dropped connection takes its other streams with it") {
  RunningServer running(Faulty({R"({"Action":"DROP_BEFORE","Operations":["PutRecord"]})"}));
  RawClient connection(running.port());
  Http2Client client;
  const std::int32_t stream = client.Request("POST", "/", kPut, FieldsOf("PutRecord"));
  connection.Send(client.TakeOutput());
  for (std::string bytes; !(bytes = connection.ReadAny()).empty();) REQUIRE(client.Receive(bytes));
  CHECK_FALSE(client.answers[stream].closed);
  CHECK(client.answers[stream].headers.empty());
}

TEST_CASE("Faults: a client that gives up a delayed answer leaves nothing behind") {
  RunningServer running(Faulty({R"({"Action":"DELAY","DelayMillis":600000})"}));
  {
    RawClient impatient(running.port());
    impatient.Send(KinesisRequest("PutRecord", kPut));
  }
  RawClient waiting(running.port());
  waiting.Send(KinesisRequest("PutRecord", kPut));
  const steady_clock::time_point begin = steady_clock::now();
  running.Stop();
  CHECK(steady_clock::now() - begin < std::chrono::seconds(5));
  CHECK(waiting.ReadToEnd().empty());
}

TEST_CASE("Faults: a rule or scenario that makes no sense keeps the server from starting") {
  Server rule(Faulty({R"({"Action":"ERROR"})"}));
  CHECK_THROWS_AS(rule.Start(), Failure);
  Config config = Faulty({});
  config.scenarios = {"none"};
  Server scenario(config);
  CHECK_THROWS_AS(scenario.Start(), Failure);
}
