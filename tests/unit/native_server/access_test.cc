// Who may call a server: signatures over real connections, and where it may listen.
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/base/calendar.h"
#include "native-server/failure.h"
#include "native-server/system_clock.h"
#include "tests/http_clients/http2_client.h"
#include "tests/unit/engine/signed_request.h"
#include "tests/unit/native_server/running_server.h"

namespace runnel::test {
namespace {

std::shared_ptr<const Identities> Ana() {
  Identity ana;
  ana.access_key = "AKIDANA";
  ana.secret_key = "ana's secret";
  ana.account = AccountId("111111111111");
  ana.arn = ana.principal_arn = "arn:aws:iam::111111111111:user/ana";
  return std::make_shared<const Identities>(Identities{{ana.access_key, ana}});
}

Config Verifying() {
  Config config = QuietConfig();
  config.settings.identities = Ana();
  return config;
}

SignedRequest List() {
  SignedRequest request("ListStreams", "{}", SystemClock().Now());
  request.HeaderNamed("Host") = "localhost";
  return request;
}

// The status line and the rest of the answer.
std::string OverHttp1(std::uint16_t port, const SignedRequest& request) {
  std::string text = "POST " + request.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  text +=
      "Content-Length: " + std::to_string(request.body.size()) + "\r\nConnection: close\r\n\r\n";
  RawClient client(port);
  client.Send(text + request.body);
  return client.ReadToEnd();
}

// The body of the answer. The host travels as :authority.
std::string OverHttp2(std::uint16_t port, const SignedRequest& request) {
  Http2Client::Fields fields;
  for (const auto& [name, value] : request.headers) {
    std::string lower = name;
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (lower != "host") fields.emplace_back(lower, value);
  }
  RawClient client(port);
  Http2Client http2;
  const std::int32_t stream = http2.Request("POST", request.target, request.body, fields);
  client.Send(http2.TakeOutput());
  while (!http2.answers[stream].ended) {
    const std::string bytes = client.ReadAny();
    if (bytes.empty() || !http2.Receive(bytes)) break;
  }
  return http2.answers[stream].body;
}

TEST_CASE("Access: signatures are verified over HTTP/1.1") {
  RunningServer running(Verifying());
  SignedRequest request = List();
  request.Sign();
  CHECK(OverHttp1(running.port(), request).starts_with("HTTP/1.1 200 OK\r\n"));
  request.body = "{ }";
  const std::string answer = OverHttp1(running.port(), request);
  CHECK(answer.starts_with("HTTP/1.1 400 "));
  CHECK(answer.find(R"({"__type":"InvalidSignatureException")") != std::string::npos);
}

TEST_CASE("Access: signatures are verified over HTTP/2, whether of host or of :authority") {
  RunningServer running(Verifying());
  for (const char* host : {"host", ":authority"}) {
    CAPTURE(host);
    SignedRequest request = List();
    request.signed_headers = std::string(host) + ";x-amz-date;x-amz-target";
    request.Sign();
    CHECK(OverHttp2(running.port(), request).find("HasMoreStreams") != std::string::npos);
    request.HeaderNamed("X-Amz-Target") = "Kinesis_20131202.DescribeLimits";
    CHECK(
        OverHttp2(running.port(), request).starts_with(R"({"__type":"InvalidSignatureException")"));
  }
}

TEST_CASE("Access: policies see the address at the other end") {
  Config config = QuietConfig();
  config.settings.enforce_policies = true;
  config.initial_streams = {{"s", 1, ""}};
  RunningServer running(config);
  const std::string arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  const auto call = [&](const std::string& operation, const std::string& body) {
    RawClient client(running.port());
    client.Send(KinesisRequest(operation, body));
    client.EndSending();
    return client.ReadToEnd();
  };
  const auto list_if_from = [&](const std::string& block) {
    call("PutResourcePolicy",
         R"({"ResourceARN":")" + arn +
             R"(","Policy":"{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"000000000000\",)" +
             R"(\"Action\":\"kinesis:ListShards\",\"Resource\":\"*\",\"Condition\":)" +
             R"({\"NotIpAddress\":{\"aws:SourceIp\":\")" + block + R"(\"}}}}"})");
    return call("ListShards", R"({"StreamName":"s"})").substr(0, 12);
  };
  CHECK(list_if_from("127.0.0.0/8") == "HTTP/1.1 200");
  CHECK(list_if_from("192.0.2.0/24") == "HTTP/1.1 400");
}

// An address that no machine has: who gets past the question who may call fails for that reason.
std::string ListenWhereOthersReach(Config config) {
  config.host = "192.0.2.1";
  try {
    Server server(config);
    server.Start();
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "listens";
}

TEST_CASE("Access: where others reach, it must have been said who may call") {
  CHECK(ListenWhereOthersReach(QuietConfig()) ==
        "other machines can reach 192.0.2.1, and anybody there could read and change everything: "
        "say who may call with --credentials FILE, or that anyone may with --allow-anyone");
  Config anyone = QuietConfig();
  anyone.allow_anyone = true;
  CHECK(ListenWhereOthersReach(anyone).starts_with("cannot listen on 192.0.2.1"));
  CHECK(ListenWhereOthersReach(Verifying()).starts_with("cannot listen on 192.0.2.1"));
}

}  // namespace
}  // namespace runnel::test
