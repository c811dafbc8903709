#include "native-server/server.h"

#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "native-server/failure.h"
#include "tests/unit/native_server/running_server.h"

using namespace runnel;
using namespace runnel::test;

namespace {

constexpr const char* kDate = "20260101T000000Z";
constexpr const char* kLambdaAuthorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, "
    "SignedHeaders=host, Signature=00";
constexpr std::string_view kHealthRequest = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

bool IsHealthy(std::uint16_t port) {
  const auto reply = httplib::Client("127.0.0.1", port).Get("/health");
  return reply && reply->status == 200;
}

}  // namespace

TEST_CASE("Server: port 0 becomes a port that answers") {
  RunningServer running;
  CHECK(running.port() != 0);
  CHECK(running.server.Urls() ==
        std::vector<std::string>{"http://127.0.0.1:" + std::to_string(running.port())});
  CHECK(IsHealthy(running.port()));
}

TEST_CASE("Server: several ports reach one emulator") {
  Config config = QuietConfig();
  config.ports = {0, 0};
  RunningServer running(config);
  const std::vector<std::uint16_t> ports = running.server.ports();
  REQUIRE(ports.size() == 2);
  RawClient first(ports[0]);
  first.Send(KinesisRequest("CreateStream", R"({"StreamName":"s","ShardCount":1})"));
  CHECK(first.ReadUntil("\r\n") == "HTTP/1.1 200 OK\r\n");
  RawClient second(ports[1]);
  second.Send(KinesisRequest("ListStreams", "{}"));
  CHECK(second.ReadUntil(R"("StreamNames":["s"])").ends_with(R"("StreamNames":["s"])"));
}

TEST_CASE("Server: a taken port is refused with a text that helps") {
  RunningServer running;
  Config config = QuietConfig();
  config.ports = {running.port()};
  Server second(config);
  CHECK_THROWS_WITH_AS(
      second.Start(),
      ("cannot listen on 127.0.0.1:" + std::to_string(running.port()) +
       ": address already in use; is another Runnel or emulator running? choose another with "
       "--port")
          .c_str(),
      Failure);
}

TEST_CASE("Server: a host that does not exist is refused with a text that helps") {
  Config config = QuietConfig();
  config.host = "no-such-host.invalid";
  Server server(config);
  CHECK_THROWS_WITH_AS(
      server.Start(),
      "cannot listen on no-such-host.invalid: no such host; choose another with --host", Failure);
}

TEST_CASE("Server: a stream that cannot be created at start is refused with its name") {
  Config config = QuietConfig();
  config.initial_streams = {{.name = "not a name", .shard_count = 1, .region = ""}};
  Server server(config);
  CHECK_THROWS_AS(server.Start(), Failure);
}

TEST_CASE("Server: streams of the configuration are there at once") {
  Config config = QuietConfig();
  config.initial_streams = {{.name = "events", .shard_count = 2, .region = ""}};
  RunningServer running(config);
  RawClient client(running.port());
  client.Send(KinesisRequest("DescribeStreamSummary", R"({"StreamName":"events"})"));
  CHECK(client.ReadUntil(R"("StreamStatus":"ACTIVE")").ends_with(R"("StreamStatus":"ACTIVE")"));
}

TEST_CASE("Server: the health paths of every emulator are answered, also to HEAD") {
  RunningServer running;
  httplib::Client client("127.0.0.1", running.port());
  client.set_keep_alive(true);
  for (const char* path :
       {"/health", "/healthcheck", "/_localstack/health", "/_localemu/health", "/moto-api/",
        "/_ministack/health", "/_floci/health", "/_health", "/_health/live", "/_health/ready",
        "/health/kinesis", "/health?verbose=1"}) {
    CAPTURE(path);
    const auto reply = client.Get(path);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->get_header_value("Content-Type") == "application/json");
    CHECK(reply->body.find(R"("services":{"kinesis":"available"})") != std::string::npos);
    const auto head = client.Head(path);
    REQUIRE(head);
    CHECK(head->status == 200);
  }
  const auto other = client.Get("/anything");
  REQUIRE(other);
  CHECK(other->status == 403);
}

TEST_CASE("Server: an idle thousand of connections does not delay a request") {
  RunningServer running;
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 1000; ++i) {
    idle.push_back(std::make_unique<RawClient>(running.port()));
    if (i % 2 == 0) continue;  // half have never said a word, half have been answered once
    idle.back()->Send(kHealthRequest);
    idle.back()->ReadUntil("}\n");
  }
  CHECK(IsHealthy(running.port()));
  for (const auto& client : idle) {
    client->Send(kHealthRequest);
    REQUIRE(client->ReadUntil("\r\n") == "HTTP/1.1 200 OK\r\n");
  }
}

TEST_CASE("Server: requests that never come to their end block nobody") {
  RunningServer running;
  RawClient silent(running.port());
  RawClient in_header(running.port());
  in_header.Send("POST / HTTP/1.1\r\nContent-Le");
  RawClient in_body(running.port());
  in_body.Send("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc");
  CHECK(IsHealthy(running.port()));
}

TEST_CASE("Server: a client that does not read its answers blocks nobody and costs little") {
  RunningServer running;
  RawClient greedy(running.port());
  // Far more answers than the kernel holds: after some of them the server stops to read.
  std::string many;
  for (int i = 0; i < 1000; ++i) many += kHealthRequest;
  for (int i = 0; i < 20; ++i) greedy.Send(many);
  CHECK(IsHealthy(running.port()));
  greedy.EndSending();
  const std::string answers = greedy.ReadToEnd();
  std::size_t count = 0;
  for (std::size_t at = 0; (at = answers.find("HTTP/1.1 200 OK", at)) != std::string::npos; ++at) {
    ++count;
  }
  CHECK(count == 20'000);
}

TEST_CASE("Server: silence for longer than allowed ends a connection") {
  ConnectionLimits limits;
  limits.idle = limits.header = limits.body = std::chrono::milliseconds(20);
  RunningServer running(QuietConfig(), limits);
  RawClient silent(running.port());
  RawClient in_header(running.port());
  in_header.Send("POST / HTT");
  RawClient in_body(running.port());
  in_body.Send("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc");
  RawClient answered(running.port());
  answered.Send(kHealthRequest);
  CHECK(silent.ReadToEnd() == "");
  CHECK(in_header.ReadToEnd() == "");
  CHECK(in_body.ReadToEnd() == "");
  CHECK(answered.ReadToEnd().starts_with("HTTP/1.1 200 OK"));
}

TEST_CASE("Server: a call that waits for its answer outlives the time that its body had") {
  ConnectionLimits limits;
  limits.body = std::chrono::milliseconds(20);
  RunningServer running(QuietConfig(), limits);
  httplib::Client other("127.0.0.1", running.port());
  const auto call = [&](const std::string& path, const std::string& target,
                        const std::string& body) {
    const httplib::Headers headers = {{"X-Amz-Target", target}, {"X-Amz-Date", kDate}};
    httplib::Headers signed_headers = headers;
    signed_headers.emplace("Authorization", kLambdaAuthorization);
    const auto reply = other.Post(path, signed_headers, body, "application/x-amz-json-1.1");
    REQUIRE(reply);
    CAPTURE(reply->body);
    REQUIRE(reply->status < 300);
    return reply->body;
  };
  call("/2015-03-31/functions", "",
       R"({"FunctionName":"f","PackageType":"Image","Role":"arn:aws:iam::000000000000:role/r",
           "Code":{"ImageUri":"runnel:by-calls"}})");

  RawClient waiting(running.port());
  waiting.Send(
      "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: localhost\r\nX-Amz-Date: " +
      std::string(kDate) + "\r\nAuthorization: " + kLambdaAuthorization +
      "\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(waiting.ReadUntil("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  waiting.Send("{}");
  // Its body began to be waited for later, and that has an end.
  RawClient unfinished(running.port());
  unfinished.Send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc");
  CHECK(unfinished.ReachesEnd());

  const std::string taken = call("/", "Runnel.TakeInvocation", R"({"FunctionName":"f"})");
  constexpr std::string_view kName = R"("RequestId":")";
  const std::size_t begin = taken.find(kName) + kName.size();
  const std::string id = taken.substr(begin, taken.find('"', begin) - begin);
  call("/", "Runnel.CompleteInvocation", R"({"RequestId":")" + id + R"(","Payload":"\"done\""})");
  CHECK(waiting.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(waiting.ReadUntil("\"done\"") == "\"done\"");
}

TEST_CASE("Server: a client that has ended its side still gets its answers") {
  RunningServer running;
  RawClient client(running.port());
  client.Send(kHealthRequest);
  client.Send(kHealthRequest);
  client.EndSending();
  const std::string answers = client.ReadToEnd();
  CHECK(answers.find("HTTP/1.1 200 OK") != answers.rfind("HTTP/1.1 200 OK"));
}

TEST_CASE("Server: malformed bytes are answered 400, and the server lives on") {
  RunningServer running;
  RawClient client(running.port());
  client.Send("\x01\x02\x03\x04 nonsense\r\n\r\n");
  CHECK(client.ReadToEnd().starts_with("HTTP/1.1 400 Bad Request\r\n"));
  CHECK(IsHealthy(running.port()));
}

TEST_CASE("Server: the answer 413 reaches a client that is still sending its body") {
  RunningServer running;
  httplib::Client client("127.0.0.1", running.port());
  const auto reply =
      client.Post("/", std::string(17 * 1024 * 1024, 'x'), "application/x-amz-json-1.1");
  REQUIRE(reply);
  CHECK(reply->status == 413);
  CHECK(reply->body.empty());
}

TEST_CASE("Server: a body of 14 MiB reaches the emulator") {
  RunningServer running;
  RawClient client(running.port());
  std::string body = R"({"StreamName":"s","PartitionKey":"p","Data":")";
  body += std::string(14 * 1024 * 1024, 'A') + "\"}";
  client.Send(KinesisRequest("PutRecord", body));
  const std::string answer = client.ReadUntil("}");
  CHECK(answer.starts_with("HTTP/1.1 400 Bad Request"));
  CHECK(answer.find("x-amzn-RequestId") != std::string::npos);
}

TEST_CASE("Server: several event loops serve many clients at once") {
  Config config = QuietConfig();
  config.threads = 3;
  config.initial_streams = {{.name = "s", .shard_count = 4, .region = ""}};
  RunningServer running(config);
  std::vector<std::thread> clients;
  std::vector<int> answered(4, 0);
  for (std::size_t i = 0; i < answered.size(); ++i) {
    clients.emplace_back([&, i] {
      RawClient client(running.port());
      for (int n = 0; n < 50; ++n) {
        client.Send(KinesisRequest("PutRecord", R"({"StreamName":"s","PartitionKey":")" +
                                                    std::to_string(n) + R"(","Data":"YQ=="})"));
        answered[i] += client.ReadUntil("\r\n") == "HTTP/1.1 200 OK\r\n" ? 1 : 0;
        client.ReadUntil("}");
      }
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(answered == std::vector<int>(4, 50));
}

TEST_CASE("Server: a stop ends idle connections and lets nobody connect") {
  RunningServer running;
  RawClient idle(running.port());
  idle.Send(kHealthRequest);
  idle.ReadUntil("}\n");
  RawClient half_open(running.port());
  half_open.Send("POST / HTT");
  const std::uint16_t port = running.port();
  running.Stop();
  CHECK(idle.ReadToEnd() == "");
  CHECK(half_open.ReadToEnd() == "");
  CHECK_FALSE(IsHealthy(port));
}
