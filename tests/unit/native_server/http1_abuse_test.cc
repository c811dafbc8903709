// What a client of HTTP/1.1 may not do, over a real socket: requests whose end two programs could
// see in different places (request smuggling), and clients that go away or never come to an end.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/unit/native_server/running_server.h"

using namespace runnel;
using namespace runnel::test;

namespace {

// What would be answered, were it taken for a request of its own.
constexpr std::string_view kSmuggled = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

int AnswersIn(std::string_view text) {
  int count = 0;
  for (std::size_t at = 0; (at = text.find("HTTP/1.1 ", at)) != text.npos; ++at) ++count;
  return count;
}

void CheckLivesOn(const RunningServer& running) {
  RawClient other(running.port());
  other.Send(kSmuggled);
  CHECK(other.ReadUntil("\r\n") == "HTTP/1.1 200 OK\r\n");
}

}  // namespace

TEST_CASE(
    "HTTP/1.1 abuse: a request whose end is in doubt is refused, and what follows it unread") {
  RunningServer running;
  const std::string_view heads[] = {
      "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
      "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked, chunked\r\n",
      "Transfer-Encoding: identity, chunked\r\n",
      "Transfer-Encoding: chunked, identity\r\n",
      "Transfer-Encoding: xchunked\r\n",
      "Transfer-Encoding: \"chunked\"\r\n",
      "Transfer-Encoding: chunked;q=1\r\n",
      "Transfer-Encoding: \x0b"
      "chunked\r\n",
      "Transfer-Encoding : chunked\r\n",
      "Transfer-Encoding\r\n : chunked\r\n",
      "Transfer-Encoding:\r\n chunked\r\n",
      "Transfer-Encoding: chunked\r\n , identity\r\n",
      "Transfer-Encoding:\r\n",
      "Content-Length: 6\r\nContent-Length: 0\r\n",
      "Content-Length: 0\r\nContent-Length: 6\r\n",
      "Content-Length: 0, 6\r\n",
      "Content-Length: +6\r\n",
      "Content-Length: -6\r\n",
      "Content-Length: 0x6\r\n",
      "Content-Length: 6 6\r\n",
      "Content-Length: 6.0\r\n",
      "Content-Length: 1e1\r\n",
      "Content-Length: 18446744073709551616\r\n",
      "Content-Length: 18446744073709551622\r\n",
      "Content-Length:\r\n",
      "Content-Length : 6\r\n",
      "Content-Length:\r\n 6\r\n",
      " Content-Length: 6\r\n",
      "X: a\r\n b\r\n",
      "X: a\n\r\n",
      "X: a\rContent-Length: 6\r\n",
      "X\r\n",
      "X Y: a\r\n",
      ": a\r\n",
      "Host: example.com\r\n",
  };
  for (const std::string_view head : heads) {
    CAPTURE(head);
    RawClient client(running.port());
    std::string request = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    request.append(head).append("\r\n0\r\n\r\n").append(kSmuggled);
    client.Send(request);
    const std::string answer = client.ReadToEnd();
    CHECK(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(AnswersIn(answer) == 1);
  }
  CheckLivesOn(running);
}

TEST_CASE("HTTP/1.1 abuse: a zero byte in a header is refused") {
  RunningServer running;
  RawClient client(running.port());
  client.Send(std::string_view("GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 26));
  CHECK(client.ReadToEnd().starts_with("HTTP/1.1 400 Bad Request\r\n"));
}

TEST_CASE("HTTP/1.1 abuse: chunks that are none are refused, and what follows them unread") {
  RunningServer running;
  const std::string_view bodies[] = {
      "x\r\n",
      "-1\r\n\r\n",
      "+1\r\na\r\n0\r\n\r\n",
      "0x1\r\na\r\n0\r\n\r\n",
      " 1\r\na\r\n0\r\n\r\n",
      "1 \na\r\n0\r\n\r\n",
      "1\na\n0\n\n",
      "1\r\nab\r\n0\r\n\r\n",
      "1\r\na0\r\n\r\n",
      "\r\n1\r\na\r\n0\r\n\r\n",
      "10000000000000001\r\na\r\n0\r\n\r\n",
  };
  for (const std::string_view body : bodies) {
    CAPTURE(body);
    RawClient client(running.port());
    std::string request = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    client.Send(request.append(body).append(kSmuggled));
    const std::string answer = client.ReadToEnd();
    CHECK(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(AnswersIn(answer) == 1);
  }
  CheckLivesOn(running);
}

TEST_CASE("HTTP/1.1 abuse: chunks in a request of HTTP/1.0, which knows none, are refused") {
  RunningServer running;
  RawClient client(running.port());
  client.Send("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  CHECK(client.ReadToEnd().starts_with("HTTP/1.1 400 Bad Request\r\n"));
}

TEST_CASE("HTTP/1.1 abuse: what is only unusual is taken for what it is") {
  RunningServer running;
  for (const std::string_view head : {
           "Content-Length: 2\r\n\r\n{}",
           "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
           "content-length:2\r\n\r\n{}",
           "Content-Length: 2, 2\r\n\r\n{}",
           "Content-Length: \t 2 \t\r\n\r\n{}",
           "Content-Length: 000002\r\n\r\n{}",
           "transfer-encoding: CHUNKED\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\n0002;a=b\r\n{}\r\n000\r\nX: y\r\n\r\n",
       }) {
    CAPTURE(head);
    RawClient client(running.port());
    std::string request = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    client.Send(request.append(head).append(kSmuggled));
    CHECK(client.ReadUntil("\r\n") == "HTTP/1.1 403 Forbidden\r\n");  // no operation is named
    CHECK(client.ReadUntil("HTTP/1.1 200 OK\r\n").ends_with("HTTP/1.1 200 OK\r\n"));
  }
}

TEST_CASE("HTTP/1.1 abuse: an upgrade to HTTP/2 is passed over, as it may be") {
  RunningServer running;
  RawClient client(running.port());
  client.Send(
      "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
      "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
  CHECK(client.ReadUntil("\r\n") == "HTTP/1.1 200 OK\r\n");
  client.Send(kSmuggled);
  CHECK(client.ReadUntil("HTTP/1.1 200 OK\r\n").ends_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("HTTP/1.1 abuse: headers that are too large are refused, and others answered") {
  RunningServer running;
  RawClient client(running.port());
  client.TrySend("GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x'));
  CHECK(client.ReadToEnd().starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"));
  CheckLivesOn(running);
}

TEST_CASE("HTTP/1.1 abuse: clients that hang up anywhere leave nothing behind") {
  Config config = QuietConfig();
  config.initial_streams = {{.name = "s", .shard_count = 1, .region = ""}};
  RunningServer running(config);
  const std::string put =
      KinesisRequest("PutRecord", R"({"StreamName":"s","PartitionKey":"p","Data":"YQ=="})");
  for (std::size_t size = 0; size <= put.size(); size += 7) {
    RawClient client(running.port());
    client.Send(put.substr(0, size));
    if (size % 2 == 0) client.Reset();
  }
  CheckLivesOn(running);
}
