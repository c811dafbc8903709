#include "native-server/http/http1_codec.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

#include "native-server/http/http_date.h"
#include "tests/unit/native_server/codec_driver.h"

using namespace runnel;
using namespace runnel::test;

namespace {

const std::string kDateLine = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

struct Peer {
  Peer() : Peer(CodecLimits{}) {}
  explicit Peer(const CodecLimits& limits) : codec(limits, date) { date.Update(0); }

  // Feeds `bytes` and answers every request with its own method, target and body.
  void Echo(std::string_view bytes) {
    Feed(codec, bytes);
    while (const auto incoming = codec.Next()) {
      const Request& request = incoming->request;
      std::string text{request.method};
      text.append(" ").append(request.target).append(" ").append(request.body);
      codec.Answer(incoming->exchange, ReplyOf(200, text));
    }
  }

  HttpDate date;
  Http1Codec codec;
};

std::string Ok(std::string_view body, std::string_view connection = "") {
  std::string text = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  text += kDateLine;
  if (!connection.empty()) text.append("Connection: ").append(connection).append("\r\n");
  return text.append("\r\n").append(body);
}

std::string Refusal(std::string_view status) {
  return std::string("HTTP/1.1 ") + std::string(status) + "\r\n" + kDateLine +
         "Connection: close\r\nContent-Length: 0\r\n\r\n";
}

constexpr std::string_view kPut =
    "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Kinesis_20131202.PutRecord\r\n"
    "Content-Length: 5\r\n\r\nhello";

}  // namespace

TEST_CASE("HTTP/1.1 codec: a request is given with its method, target, headers and body") {
  Peer peer;
  Feed(peer.codec, kPut);
  const auto incoming = peer.codec.Next();
  REQUIRE(incoming);
  CHECK(incoming->request.method == "POST");
  CHECK(incoming->request.target == "/");
  CHECK(incoming->request.body == "hello");
  REQUIRE(incoming->request.headers.size() == 3);
  CHECK(incoming->request.headers[1].name == "X-Amz-Target");
  CHECK(incoming->request.headers[1].value == "Kinesis_20131202.PutRecord");
  CHECK_FALSE(peer.codec.Next());
}

TEST_CASE("HTTP/1.1 codec: an answer carries its headers, Content-Length and Date") {
  Peer peer;
  Feed(peer.codec, kPut);
  Reply reply = ReplyOf(400, "{}");
  reply.headers.push_back({"x-amzn-RequestId", "abc"});
  peer.codec.Answer(peer.codec.Next()->exchange, std::move(reply));
  CHECK(Drain(peer.codec) ==
        "HTTP/1.1 400 Bad Request\r\nx-amzn-RequestId: abc\r\nContent-Length: 2\r\n" + kDateLine +
            "\r\n{}");
  CHECK(peer.codec.idle());
  CHECK_FALSE(peer.codec.finished());
}

TEST_CASE("HTTP/1.1 codec: bytes may come one at a time") {
  Peer peer;
  std::string expected;
  for (int round = 0; round < 3; ++round) {
    for (const char byte : kPut) peer.Echo({&byte, 1});
    expected += Ok("POST / hello");
  }
  CHECK(Drain(peer.codec) == expected);
}

TEST_CASE("HTTP/1.1 codec: every way to cut two requests in two gives the same answers") {
  const std::string both = std::string(kPut) + "GET /health HTTP/1.1\r\n\r\n";
  for (std::size_t cut = 0; cut <= both.size(); ++cut) {
    Peer peer;
    peer.Echo(std::string_view(both).substr(0, cut));
    peer.Echo(std::string_view(both).substr(cut));
    REQUIRE(Drain(peer.codec) == Ok("POST / hello") + Ok("GET /health "));
  }
}

TEST_CASE("HTTP/1.1 codec: requests sent ahead are answered one after the other, in order") {
  Peer peer;
  Feed(peer.codec, "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
  const auto first = peer.codec.Next();
  REQUIRE(first);
  CHECK_FALSE(peer.codec.Next());
  peer.codec.Answer(first->exchange, ReplyOf(200, "one"));
  const auto second = peer.codec.Next();
  REQUIRE(second);
  CHECK(second->request.target == "/2");
  peer.codec.Answer(second->exchange, ReplyOf(200, "two"));
  CHECK(Drain(peer.codec) == Ok("one") + Ok("two"));
}

TEST_CASE("HTTP/1.1 codec: what a client may send ahead is bounded, and goes on after the answer") {
  CodecLimits limits;
  limits.header_bytes_max = 1000;
  Peer peer(limits);
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "GET / HTTP/1.1\r\n\r\n";
  std::string_view rest = Feed(peer.codec, many);
  CHECK(rest.size() > 1000);
  std::size_t answers = 0;
  while (const auto incoming = peer.codec.Next()) {
    peer.codec.Answer(incoming->exchange, ReplyOf(200, ""));
    ++answers;
    rest = Feed(peer.codec, rest);
  }
  CHECK(answers == 2000);
}

TEST_CASE("HTTP/1.1 codec: empty lines before a request are ignored") {
  Peer peer;
  peer.Echo("\r\n");
  peer.Echo("\r");
  peer.Echo("\n\r\nGET /a HTTP/1.1\r\n\r\n");
  CHECK(Drain(peer.codec) == Ok("GET /a "));
}

TEST_CASE("HTTP/1.1 codec: a body of 14 MiB arrives whole, whatever the size of the reads") {
  const std::string body(14 * 1024 * 1024, 'x');
  const std::string head =
      "POST / HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  Peer peer;
  CHECK(Feed(peer.codec, head).empty());
  CHECK_FALSE(peer.codec.Next());
  CHECK(peer.codec.arrival() == Arrival::kBody);
  CHECK(Feed(peer.codec, body).empty());
  const auto incoming = peer.codec.Next();
  REQUIRE(incoming);
  CHECK(incoming->request.body == body);
  CHECK(incoming->request.method == "POST");
}

TEST_CASE("HTTP/1.1 codec: a chunked body is joined, its extensions and trailer are dropped") {
  const std::string chunked =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;name=value\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n";
  SUBCASE("at once, with a request behind it") {
    Peer peer;
    peer.Echo(chunked + std::string(kPut));
    CHECK(Drain(peer.codec) == Ok("POST / hello 0123456789") + Ok("POST / hello"));
  }
  SUBCASE("one byte at a time") {
    Peer peer;
    for (const char byte : chunked) peer.Echo({&byte, 1});
    peer.Echo(kPut);
    CHECK(Drain(peer.codec) == Ok("POST / hello 0123456789") + Ok("POST / hello"));
  }
  SUBCASE("the trailer is not among the headers") {
    Peer peer;
    Feed(peer.codec, chunked);
    CHECK(peer.codec.Next()->request.headers.size() == 1);
  }
}

TEST_CASE("HTTP/1.1 codec: a chunked body may come one byte at a time") {
  for (const std::string_view chunks : {"0\r\n\r\n", "5\r\nhello\r\n0\r\nX: y\r\n\r\n"}) {
    CAPTURE(chunks);
    Peer peer;
    std::string request = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const char byte : request.append(chunks)) {
      CHECK_FALSE(peer.codec.Next());
      Feed(peer.codec, {&byte, 1});
    }
    const auto incoming = peer.codec.Next();
    REQUIRE(incoming);
    CHECK(incoming->request.body == (chunks[0] == '5' ? "hello" : ""));
  }
}

TEST_CASE("HTTP/1.1 codec: Expect: 100-continue is answered as soon as the head is there") {
  const std::string_view head =
      "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
  Peer peer;
  peer.Echo(head);
  CHECK(Drain(peer.codec) == "HTTP/1.1 100 Continue\r\n\r\n");
  peer.Echo("he");
  CHECK(Drain(peer.codec) == "");
  peer.Echo("llo");
  CHECK(Drain(peer.codec) == Ok("POST / hello"));

  SUBCASE("not when the body is there already") {
    peer.Echo(std::string(head) + "world");
    CHECK(Drain(peer.codec) == Ok("POST / world"));
  }
  SUBCASE("not to a client of HTTP/1.0") {
    peer.Echo("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    CHECK(Drain(peer.codec) == "");
  }
}

TEST_CASE("HTTP/1.1 codec: Connection: close is obeyed and said") {
  Peer peer;
  peer.Echo("GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\n\r\n");
  CHECK(Drain(peer.codec) == Ok("GET / ", "close"));
  CHECK(peer.codec.finished());
  CHECK_FALSE(peer.codec.WantsInput());
  CHECK(peer.codec.fault().empty());
}

TEST_CASE("HTTP/1.1 codec: a client of HTTP/1.0 is served, and kept only if it asks") {
  SUBCASE("closed") {
    Peer peer;
    peer.Echo("GET / HTTP/1.0\r\n\r\n");
    CHECK(Drain(peer.codec) == Ok("GET / ", "close"));
    CHECK(peer.codec.finished());
  }
  SUBCASE("kept") {
    Peer peer;
    peer.Echo("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(Drain(peer.codec) == Ok("GET / ", "keep-alive"));
    CHECK(peer.codec.idle());
  }
}

TEST_CASE("HTTP/1.1 codec: an answer to HEAD has the length of the body and no body") {
  Peer peer;
  Feed(peer.codec, "HEAD /health HTTP/1.1\r\n\r\n");
  peer.codec.Answer(peer.codec.Next()->exchange, ReplyOf(200, "12345"));
  CHECK(Drain(peer.codec) == "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + kDateLine + "\r\n");
  CHECK(peer.codec.idle());
}

TEST_CASE("HTTP/1.1 codec: an open answer is sent in chunks until it ends") {
  Peer peer;
  Feed(peer.codec, "POST / HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\n\r\n");
  const ExchangeId exchange = peer.codec.Next()->exchange;
  Reply reply = ReplyOf(200, "first");
  reply.headers.push_back({"Content-Type", "application/vnd.amazon.eventstream"});
  reply.subscription = {7};
  peer.codec.Answer(exchange, std::move(reply));
  CHECK(Drain(peer.codec) ==
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\n"
        "Transfer-Encoding: chunked\r\n" +
            kDateLine + "\r\n5\r\nfirst\r\n");
  CHECK_FALSE(peer.codec.Next());
  CHECK_FALSE(peer.codec.idle());

  peer.codec.Send(exchange, std::string(27, 'e'));
  CHECK(peer.codec.Unsent(exchange) > 27);
  peer.codec.Send(exchange, "");
  CHECK(Drain(peer.codec) == "1b\r\n" + std::string(27, 'e') + "\r\n");
  CHECK(peer.codec.Unsent(exchange) == 0);

  peer.codec.End(exchange);
  CHECK(Drain(peer.codec) == "0\r\n\r\n");
  peer.Echo("");
  CHECK(Drain(peer.codec) == Ok("GET /next "));
}

TEST_CASE(
    "HTTP/1.1 codec: an open answer to a client of HTTP/1.0 lasts until the connection ends") {
  Peer peer;
  Feed(peer.codec, "POST / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const ExchangeId exchange = peer.codec.Next()->exchange;
  Reply reply = ReplyOf(200, "first");
  reply.subscription = {7};
  peer.codec.Answer(exchange, std::move(reply));
  peer.codec.Send(exchange, "second");
  peer.codec.End(exchange);
  CHECK(Drain(peer.codec) ==
        "HTTP/1.1 200 OK\r\n" + kDateLine + "Connection: close\r\n\r\nfirstsecond");
  CHECK(peer.codec.finished());
}

TEST_CASE("HTTP/1.1 codec: large bodies survive writes of any size") {
  std::string body;
  for (int i = 0; body.size() < 100'000; ++i) body += std::to_string(i);
  for (const std::size_t write : {std::size_t{7}, std::size_t{4096}, std::size_t{99'999}}) {
    Peer peer;
    Feed(peer.codec, "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    peer.codec.Answer(peer.codec.Next()->exchange, ReplyOf(200, body));
    peer.codec.Answer(peer.codec.Next()->exchange, ReplyOf(200, body));
    CHECK(Drain(peer.codec, write) == Ok(body) + Ok(body));
  }
}

TEST_CASE("HTTP/1.1 codec: a header that is too large is answered 431, however it arrives") {
  CodecLimits limits;
  limits.header_bytes_max = 2000;
  const std::string small_line = "a: " + std::string(90, 'v') + "\r\n";
  std::string many = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 30; ++i) many += small_line;
  const std::string one = "GET / HTTP/1.1\r\na: " + std::string(3000, 'v') + "\r\n\r\n";
  const std::string target = "GET /" + std::string(3000, 'v');

  for (const std::string& bytes : {many + "\r\n", many, one, target}) {
    Peer at_once(limits);
    at_once.Echo(bytes);
    CHECK(Drain(at_once.codec) == Refusal("431 Request Header Fields Too Large"));
    CHECK(at_once.codec.finished());
    CHECK(at_once.codec.fault() == "header fields too large");

    Peer piecemeal(limits);
    for (const char byte : bytes) piecemeal.Echo({&byte, 1});
    CHECK(Drain(piecemeal.codec) == Refusal("431 Request Header Fields Too Large"));
  }
}

TEST_CASE("HTTP/1.1 codec: a header of exactly the limit is taken") {
  const std::string head = "GET / HTTP/1.1\r\na: " + std::string(100, 'v') + "\r\n\r\n";
  CodecLimits limits;
  limits.header_bytes_max = head.size();
  Peer fits(limits);
  fits.Echo(head);
  CHECK(Drain(fits.codec) == Ok("GET / "));
  limits.header_bytes_max = head.size() - 1;
  Peer exceeds(limits);
  exceeds.Echo(head);
  CHECK(exceeds.codec.finished());
}

TEST_CASE("HTTP/1.1 codec: how large a body may be depends on what the request is for") {
  const auto finished_after = [](const std::string& target, const char* bytes) {
    Peer peer;
    peer.Echo("POST " + target + " HTTP/1.1\r\nContent-Length: " + bytes + "\r\n\r\n");
    return peer.codec.finished();
  };
  CHECK_FALSE(finished_after("/", "16777216"));
  CHECK(finished_after("/", "16777217"));
  CHECK_FALSE(finished_after("/2015-03-31/functions/", "70167210"));
  CHECK(finished_after("/2015-03-31/functions/", "70167211"));
}

TEST_CASE("HTTP/1.1 codec: a body that is too large is answered 413 before it is sent") {
  const std::string answer = "HTTP/1.1 413 Payload Too Large\r\n" + kDateLine +
                             "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  CodecLimits limits;
  limits.body_bytes_max = [](std::string_view) -> std::size_t { return 100; };
  SUBCASE("by Content-Length") {
    Peer peer(limits);
    peer.Echo("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n");
    CHECK(Drain(peer.codec) == answer);
    CHECK(peer.codec.fault() == "body too large");
  }
  SUBCASE("by chunks") {
    Peer peer(limits);
    peer.Echo("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n" + std::string(50, 'x') +
              "\r\n33\r\n");
    CHECK(Drain(peer.codec) == answer);
  }
  SUBCASE("exactly the limit is taken") {
    Peer peer(limits);
    peer.Echo("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x'));
    CHECK(peer.codec.idle());
  }
}

TEST_CASE("HTTP/1.1 codec: malformed input is answered 400 and ends the connection") {
  const std::string inputs[] = {
      "\x01\x02\x03",
      "GET\r\n\r\n",
      "GET / HTTP/1.1\r\nno colon\r\n\r\n",
      "GET / HTTP/1.1\r\n: no name\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\n\n",
      "POST / HTTP/1.1\r\nContent-Length: five\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n",
      "GET / HTTP/1.1\r\na: folded\r\n over lines\r\n\r\n",
  };
  for (const std::string& input : inputs) {
    CAPTURE(input);
    Peer peer;
    peer.Echo(input);
    CHECK(Drain(peer.codec) == Refusal("400 Bad Request"));
    CHECK(peer.codec.finished());
    CHECK(peer.codec.fault() == "malformed request");
    CHECK_FALSE(peer.codec.Next());
  }
}

TEST_CASE("HTTP/1.1 codec: another version of HTTP is answered 505") {
  Peer peer;
  peer.Echo("GET / HTTP/3.0\r\n\r\n");
  CHECK(Drain(peer.codec) == Refusal("505 HTTP Version Not Supported"));
}

TEST_CASE("HTTP/1.1 codec: it says how far the request under way has arrived") {
  Peer peer;
  CHECK(peer.codec.arrival() == Arrival::kNothing);
  peer.Echo("POST / HT");
  CHECK(peer.codec.arrival() == Arrival::kHeader);
  peer.Echo("TP/1.1\r\nContent-Length: 5\r\n\r\nhel");
  CHECK(peer.codec.arrival() == Arrival::kBody);
  peer.Echo("lo");
  CHECK(peer.codec.arrival() == Arrival::kNothing);
}

TEST_CASE("HTTP/1.1 codec: a stop ends an idle connection at once, a busy one after its answer") {
  SUBCASE("idle") {
    Peer peer;
    peer.codec.Stop();
    CHECK(peer.codec.finished());
    CHECK(Drain(peer.codec) == "");
  }
  SUBCASE("a request is arriving") {
    Peer peer;
    peer.Echo("GET / HT");
    peer.codec.Stop();
    CHECK_FALSE(peer.codec.finished());
    peer.Echo("TP/1.1\r\n\r\n");
    CHECK(Drain(peer.codec) == Ok("GET / ", "close"));
    CHECK(peer.codec.finished());
  }
  SUBCASE("an answer is open") {
    Peer peer;
    Feed(peer.codec, kPut);
    const ExchangeId exchange = peer.codec.Next()->exchange;
    Reply reply = ReplyOf(200, "first");
    reply.subscription = {1};
    peer.codec.Answer(exchange, std::move(reply));
    peer.codec.Stop();
    CHECK_FALSE(peer.codec.finished());
    peer.codec.End(exchange);
    CHECK(peer.codec.finished());
    CHECK(Drain(peer.codec).ends_with("5\r\nfirst\r\n0\r\n\r\n"));
  }
}

TEST_CASE("The first bytes of a connection tell the version of HTTP") {
  CHECK(RecognizeHttpVersion("GET / HTTP/1.1\r\n") == HttpVersion::k1);
  CHECK(RecognizeHttpVersion("POST") == HttpVersion::k1);
  CHECK(RecognizeHttpVersion("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == HttpVersion::k2);
  CHECK(RecognizeHttpVersion("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nmore") == HttpVersion::k2);
  CHECK(RecognizeHttpVersion("PRI * HTTP/1.1\r\n") == HttpVersion::k1);
  CHECK(RecognizeHttpVersion("\x16\x03\x01") == HttpVersion::k1);
  CHECK(RecognizeHttpVersion("") == std::nullopt);
  CHECK(RecognizeHttpVersion("P") == std::nullopt);
  CHECK(RecognizeHttpVersion("PRI * HTTP/2.0\r\n\r\nSM\r\n\r") == std::nullopt);
}
