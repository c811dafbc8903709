#include "native-server/http/http2_codec.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/http/http_date.h"
#include "tests/http_clients/http2_client.h"
#include "tests/unit/native_server/codec_driver.h"

using namespace runnel;
using namespace runnel::test;

namespace {

struct Pair {
  explicit Pair(std::uint32_t window = 65535, const CodecLimits& limits = {})
      : client(window), codec(limits, date) {
    date.Update(0);
  }

  // Carries bytes in both directions until there are none. False: the server broke the protocol.
  bool Carry() {
    for (bool moved = true; moved;) {
      const std::string to_server = client.TakeOutput();
      Feed(codec, to_server);
      const std::string to_client = Drain(codec);
      if (!client.Receive(to_client)) return false;
      moved = !to_server.empty() || !to_client.empty();
    }
    return true;
  }

  // Answers every complete request with its own method, target and body.
  void Echo() {
    REQUIRE(Carry());
    while (const auto incoming = codec.Next()) {
      const Request& request = incoming->request;
      std::string text{request.method};
      text.append(" ").append(request.target).append(" ").append(request.body);
      codec.Answer(incoming->exchange, ReplyOf(200, text));
    }
    REQUIRE(Carry());
  }

  ExchangeId OpenAnswer(std::string_view path, std::string first) {
    client.Request("POST", path, "{}");
    REQUIRE(Carry());
    const auto incoming = codec.Next();
    REQUIRE(incoming);
    Reply reply = ReplyOf(200, std::move(first));
    reply.subscription = {1};
    codec.Answer(incoming->exchange, std::move(reply));
    REQUIRE(Carry());
    return incoming->exchange;
  }

  HttpDate date;
  Http2Client client;
  Http2Codec codec;
};

}  // namespace

TEST_CASE("HTTP/2 codec: a request is given with its method, target, headers and body") {
  Pair pair;
  pair.client.Request("POST", "/?a=1", "hello", {{"x-amz-target", "Kinesis_20131202.PutRecord"}});
  REQUIRE(pair.Carry());
  const auto incoming = pair.codec.Next();
  REQUIRE(incoming);
  CHECK(incoming->request.method == "POST");
  CHECK(incoming->request.target == "/?a=1");
  CHECK(incoming->request.body == "hello");
  REQUIRE(incoming->request.headers.size() == 2);
  CHECK(incoming->request.headers[0].name == ":authority");  // a part of what clients sign
  CHECK(incoming->request.headers[0].value == "localhost");
  CHECK(incoming->request.headers[1].name == "x-amz-target");
  CHECK(incoming->request.headers[1].value == "Kinesis_20131202.PutRecord");
  CHECK_FALSE(pair.codec.Next());
}

TEST_CASE("HTTP/2 codec: an answer carries its headers in lower case, its length and the date") {
  Pair pair;
  const std::int32_t stream = pair.client.Request("GET", "/");
  REQUIRE(pair.Carry());
  Reply reply = ReplyOf(400, "{}");
  reply.headers.push_back({"X-Amzn-RequestId", "abc"});
  pair.codec.Answer(pair.codec.Next()->exchange, std::move(reply));
  REQUIRE(pair.Carry());
  const Http2Answer& answer = pair.client.answers[stream];
  CHECK(answer.headers ==
        std::map<std::string, std::string>{{":status", "400"},
                                           {"content-length", "2"},
                                           {"date", "Thu, 01 Jan 1970 00:00:00 GMT"},
                                           {"x-amzn-requestid", "abc"}});
  CHECK(answer.body == "{}");
  CHECK(answer.ended);
  CHECK(pair.codec.idle());
}

TEST_CASE("HTTP/2 codec: an answer without a body ends with its headers") {
  Pair pair;
  const std::int32_t empty = pair.client.Request("POST", "/", "{}");
  const std::int32_t head = pair.client.Request("HEAD", "/health");
  REQUIRE(pair.Carry());
  pair.codec.Answer(pair.codec.Next()->exchange, ReplyOf(200, "12345"));  // HEAD is complete first
  pair.codec.Answer(pair.codec.Next()->exchange, ReplyOf(200, ""));
  REQUIRE(pair.Carry());
  CHECK(pair.client.frames[NGHTTP2_DATA] == 0);
  CHECK(pair.client.answers[empty].ended);
  CHECK(pair.client.answers[empty].headers["content-length"] == "0");
  CHECK(pair.client.answers[head].ended);
  CHECK(pair.client.answers[head].headers["content-length"] == "5");
  CHECK(pair.codec.idle());
}

TEST_CASE("HTTP/2 codec: bytes may come one at a time") {
  Pair pair;
  pair.client.Request("POST", "/", "hello");
  for (const char byte : pair.client.TakeOutput()) Feed(pair.codec, {&byte, 1});
  const auto incoming = pair.codec.Next();
  REQUIRE(incoming);
  CHECK(incoming->request.body == "hello");
}

TEST_CASE("HTTP/2 codec: requests are answered in any order") {
  Pair pair;
  std::vector<std::int32_t> streams;
  for (const char* path : {"/1", "/2", "/3"}) streams.push_back(pair.client.Request("GET", path));
  REQUIRE(pair.Carry());
  std::vector<ExchangeId> exchanges;
  while (const auto incoming = pair.codec.Next()) exchanges.push_back(incoming->exchange);
  REQUIRE(exchanges.size() == 3);
  for (const int i : {2, 0, 1}) {
    pair.codec.Answer(exchanges[i], ReplyOf(200, std::to_string(i)));
    REQUIRE(pair.Carry());
    CHECK(pair.client.answers[streams[i]].body == std::to_string(i));
  }
}

TEST_CASE("HTTP/2 codec: ten thousand requests in turn leave nothing behind") {
  Pair pair;
  for (int i = 0; i < 10'000; ++i) {
    const std::int32_t stream = pair.client.Request("POST", "/", "body");
    pair.Echo();
    REQUIRE(pair.client.answers[stream].body == "POST / body");
    pair.client.Read(stream, 11);
    pair.client.answers.clear();
  }
  CHECK(pair.codec.idle());
  CHECK_FALSE(pair.codec.finished());
}

TEST_CASE("HTTP/2 codec: a body of 14 MiB arrives whole") {
  const std::string body(14 * 1024 * 1024, 'x');
  Pair pair;
  pair.client.Request("POST", "/", body);
  REQUIRE(pair.Carry());
  const auto incoming = pair.codec.Next();
  REQUIRE(incoming);
  CHECK(incoming->request.body.size() == body.size());
}

TEST_CASE("HTTP/2 codec: a large answer keeps to the client's window and holds up no other") {
  Pair pair(16 * 1024);
  const std::string body(10 * 1024 * 1024, 'y');
  const std::int32_t large = pair.client.Request("POST", "/large", "{}");
  const std::int32_t small = pair.client.Request("POST", "/small", "{}");
  REQUIRE(pair.Carry());
  const ExchangeId exchange = pair.codec.Next()->exchange;
  pair.codec.Answer(exchange, ReplyOf(200, body));
  pair.codec.Answer(pair.codec.Next()->exchange, ReplyOf(200, "small"));
  REQUIRE(pair.Carry());
  CHECK(pair.client.answers[small].ended);
  CHECK(pair.client.answers[large].body.size() == 16 * 1024);
  CHECK(pair.codec.Unsent(exchange) == body.size() - 16 * 1024);
  CHECK(pair.codec.WantsInput());
  pair.client.Read(small, 5);
  while (!pair.client.answers[large].ended) {
    pair.client.Read(large, 16 * 1024);
    REQUIRE(pair.Carry());
  }
  CHECK((pair.client.answers[large].body == body));
}

TEST_CASE("HTTP/2 codec: what is framed ahead of the socket is bounded") {
  Pair pair(100 * 1024 * 1024);
  nghttp2_session_set_local_window_size(pair.client.session, NGHTTP2_FLAG_NONE, 0,
                                        100 * 1024 * 1024);
  pair.client.Request("POST", "/", "{}");
  REQUIRE(pair.Carry());
  pair.codec.Answer(pair.codec.Next()->exchange, ReplyOf(200, std::string(20'000'000, 'z')));
  CHECK(pair.codec.Output().size() < 400'000);
  REQUIRE(pair.Carry());
  CHECK(pair.client.answers[1].body.size() == 20'000'000);
}

TEST_CASE("HTTP/2 codec: an open answer is sent as it comes until it ends") {
  Pair pair;
  const ExchangeId exchange = pair.OpenAnswer("/", "first");
  Http2Answer& answer = pair.client.answers[1];
  CHECK(answer.headers.count("content-length") == 0);
  CHECK(answer.body == "first");
  pair.codec.Send(exchange, "second");
  CHECK(pair.codec.Unsent(exchange) == 6);
  pair.codec.Send(exchange, "");
  REQUIRE(pair.Carry());
  CHECK(answer.body == "firstsecond");
  CHECK_FALSE(answer.ended);
  CHECK_FALSE(pair.codec.idle());
  pair.codec.End(exchange);
  REQUIRE(pair.Carry());
  CHECK(answer.ended);
  CHECK(pair.codec.idle());
}

TEST_CASE("HTTP/2 codec: an open answer goes on after the client's GOAWAY, with nothing unasked") {
  // As the AWS SDK for JavaScript does it: one connection a request, GOAWAY at the first headers.
  Pair pair;
  const ExchangeId exchange = pair.OpenAnswer("/", "first");
  nghttp2_submit_goaway(pair.client.session, NGHTTP2_FLAG_NONE, 0, NGHTTP2_NO_ERROR, nullptr, 0);
  REQUIRE(pair.Carry());
  CHECK_FALSE(pair.codec.finished());
  CHECK(pair.codec.WantsInput());
  pair.codec.Send(exchange, "second");
  pair.codec.End(exchange);
  REQUIRE(pair.Carry());
  CHECK(pair.client.answers[1].body == "firstsecond");
  CHECK(pair.client.answers[1].ended);
  CHECK(pair.client.frames[NGHTTP2_PING] == 0);
  CHECK(pair.client.frames[NGHTTP2_GOAWAY] == 0);
  CHECK(pair.codec.finished());
  CHECK(pair.codec.fault().empty());
}

TEST_CASE("HTTP/2 codec: an answer that the client gives up is reported once") {
  Pair pair;
  const ExchangeId exchange = pair.OpenAnswer("/", "first");
  nghttp2_submit_rst_stream(pair.client.session, NGHTTP2_FLAG_NONE, 1, NGHTTP2_CANCEL);
  REQUIRE(pair.Carry());
  CHECK(pair.codec.TakeCancelled() == std::vector<ExchangeId>{exchange});
  CHECK(pair.codec.TakeCancelled().empty());
  pair.codec.Send(exchange, "to nobody");
  pair.codec.End(exchange);
  CHECK(pair.codec.Unsent(exchange) == 0);
  CHECK(pair.codec.idle());
}

TEST_CASE("HTTP/2 codec: a request that the client gives up before it is served is forgotten") {
  Pair pair;
  pair.client.Request("POST", "/half", "abc", {}, true);
  pair.client.Request("POST", "/whole", "abc");
  REQUIRE(pair.Carry());
  CHECK(pair.codec.arrival() == Arrival::kBody);
  nghttp2_submit_rst_stream(pair.client.session, NGHTTP2_FLAG_NONE, 1, NGHTTP2_CANCEL);
  nghttp2_submit_rst_stream(pair.client.session, NGHTTP2_FLAG_NONE, 3, NGHTTP2_CANCEL);
  REQUIRE(pair.Carry());
  CHECK_FALSE(pair.codec.Next());
  CHECK(pair.codec.idle());
  CHECK(pair.codec.arrival() == Arrival::kNothing);
  CHECK(pair.codec.TakeCancelled().empty());
}

TEST_CASE("HTTP/2 codec: a request given up while it is served stays readable until its answer") {
  Pair pair;
  pair.client.Request("POST", "/", "hello");
  REQUIRE(pair.Carry());
  const auto incoming = pair.codec.Next();
  nghttp2_submit_rst_stream(pair.client.session, NGHTTP2_FLAG_NONE, 1, NGHTTP2_CANCEL);
  REQUIRE(pair.Carry());
  CHECK(incoming->request.body == "hello");
  Reply reply = ReplyOf(200, "first");
  reply.subscription = {1};
  pair.codec.Answer(incoming->exchange, std::move(reply));
  CHECK(pair.codec.TakeCancelled() == std::vector<ExchangeId>{incoming->exchange});
  CHECK(pair.codec.idle());
}

TEST_CASE("HTTP/2 codec: a request that is held is told of when the client gives it up") {
  Pair pair;
  pair.client.Request("POST", "/", "hello");
  REQUIRE(pair.Carry());
  const auto incoming = pair.codec.Next();
  SUBCASE("before it is held") {
    nghttp2_submit_rst_stream(pair.client.session, NGHTTP2_FLAG_NONE, 1, NGHTTP2_CANCEL);
    REQUIRE(pair.Carry());
    CHECK(pair.codec.TakeCancelled().empty());
    pair.codec.Hold(incoming->exchange);
  }
  SUBCASE("after it") {
    pair.codec.Hold(incoming->exchange);
    CHECK(pair.codec.TakeCancelled().empty());
    nghttp2_submit_rst_stream(pair.client.session, NGHTTP2_FLAG_NONE, 1, NGHTTP2_CANCEL);
    REQUIRE(pair.Carry());
  }
  CHECK(pair.codec.TakeCancelled() == std::vector<ExchangeId>{incoming->exchange});
  CHECK(pair.codec.idle());
  pair.codec.Answer(incoming->exchange, ReplyOf(200, "to nobody"));
  CHECK(pair.codec.TakeCancelled().empty());
}

TEST_CASE("HTTP/2 codec: a request that is held is answered like others") {
  Pair pair;
  pair.client.Request("POST", "/", "hello");
  REQUIRE(pair.Carry());
  const auto incoming = pair.codec.Next();
  pair.codec.Hold(incoming->exchange);
  CHECK_FALSE(pair.codec.idle());
  pair.codec.Answer(incoming->exchange, ReplyOf(200, "at last"));
  REQUIRE(pair.Carry());
  CHECK(pair.client.answers.at(1).body == "at last");
  CHECK(pair.codec.idle());
}

TEST_CASE("HTTP/2 codec: Expect: 100-continue is answered at once") {
  Pair pair;
  pair.client.Request("POST", "/", "", {{"expect", "100-continue"}}, true);
  REQUIRE(pair.Carry());
  CHECK(pair.client.answers[1].informational == std::vector<std::string>{"100"});
}

TEST_CASE(
    "HTTP/2 codec: headers that are too large are answered 431, and the next request served") {
  CodecLimits limits;
  limits.header_bytes_max = 2000;
  Pair pair(65535, limits);
  pair.client.Request("POST", "/", "body", {{"a", std::string(3000, 'v')}});
  REQUIRE(pair.Carry());
  CHECK_FALSE(pair.codec.Next());
  CHECK(pair.client.answers[1].headers[":status"] == "431");
  CHECK(pair.client.answers[1].closed);
  pair.client.Request("GET", "/next");
  pair.Echo();
  CHECK(pair.client.answers[3].body == "GET /next ");
}

TEST_CASE("HTTP/2 codec: a body that is too large is answered 413, and the next request served") {
  CodecLimits limits;
  limits.body_bytes_max = [](std::string_view) -> std::size_t { return 100'000; };
  Pair pair(65535, limits);
  const std::string body(200'000, 'x');
  pair.client.Request("POST", "/", body);
  REQUIRE(pair.Carry());
  CHECK_FALSE(pair.codec.Next());
  CHECK(pair.client.answers[1].headers[":status"] == "413");
  CHECK(pair.client.answers[1].closed);
  CHECK(pair.codec.idle());
  pair.client.Request("GET", "/next");
  pair.Echo();
  CHECK(pair.client.answers[3].body == "GET /next ");
}

TEST_CASE("HTTP/2 codec: a PING is answered") {
  Pair pair;
  nghttp2_submit_ping(pair.client.session, NGHTTP2_FLAG_NONE, nullptr);
  REQUIRE(pair.Carry());
  CHECK(pair.client.frames[NGHTTP2_PING] == 1);
}

TEST_CASE("HTTP/2 codec: garbage ends the connection with a GOAWAY that says why") {
  Pair pair;
  REQUIRE(pair.Carry());
  SUBCASE("a frame that is too large") {
    Feed(pair.codec, std::string_view("\xff\xff\xff\x00\x00\x00\x00\x00\x01", 9));
  }
  SUBCASE("DATA on a stream that was never opened") {
    Feed(pair.codec, std::string_view("\x00\x00\x01\x00\x00\x00\x00\x00\x05x", 10));
  }
  SUBCASE("a header block that cannot be decoded") {
    Feed(pair.codec, std::string_view("\x00\x00\x02\x01\x04\x00\x00\x00\x01\xff\xff", 11));
  }
  SUBCASE("SETTINGS with a length that cannot be") {
    Feed(pair.codec, std::string_view("\x00\x00\x05\x04\x00\x00\x00\x00\x00"
                                      "aaaaa",
                                      14));
  }
  REQUIRE(pair.client.Receive(Drain(pair.codec)));
  CHECK(pair.client.going_away);
  CHECK(pair.client.going_away_with != NGHTTP2_NO_ERROR);
  CHECK(pair.codec.finished());
  CHECK_FALSE(pair.codec.fault().empty());
  CHECK_FALSE(pair.codec.WantsInput());
}

TEST_CASE("HTTP/2 codec: something else in the place of the preface ends the connection") {
  HttpDate date;
  Http2Codec codec(CodecLimits{}, date);
  Feed(codec, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r?");
  Drain(codec);
  CHECK(codec.finished());
  CHECK_FALSE(codec.fault().empty());
}

TEST_CASE("HTTP/2 codec: a flood of frames that each want an answer ends the connection") {
  Pair pair;
  REQUIRE(pair.Carry());
  std::string_view frame;
  SUBCASE("PING") {
    frame = std::string_view(
        "\x00\x00\x08\x06\x00\x00\x00\x00\x00"
        "12345678",
        17);
  }
  SUBCASE("SETTINGS") { frame = std::string_view("\x00\x00\x00\x04\x00\x00\x00\x00\x00", 9); }
  // A client that does not read: nothing is drained.
  int frames = 0;
  for (; frames < 100'000 && pair.codec.WantsInput(); ++frames) Feed(pair.codec, frame);
  CHECK(frames < 10'000);
  CHECK(pair.codec.finished());
}

TEST_CASE("HTTP/2 codec: a stop says GOAWAY and lets what is under way come to its end") {
  Pair pair;
  const ExchangeId exchange = pair.OpenAnswer("/", "first");
  pair.codec.Stop();
  REQUIRE(pair.Carry());
  CHECK(pair.client.going_away);
  CHECK(pair.client.going_away_with == NGHTTP2_NO_ERROR);
  CHECK_FALSE(pair.codec.finished());
  pair.codec.End(exchange);
  REQUIRE(pair.Carry());
  CHECK(pair.client.answers[1].ended);
  CHECK(pair.codec.finished());
  CHECK(pair.codec.fault().empty());
}

TEST_CASE("HTTP/2 codec: a stop ends an idle connection once the GOAWAY is sent") {
  Pair pair;
  REQUIRE(pair.Carry());
  pair.codec.Stop();
  REQUIRE(pair.Carry());
  CHECK(pair.client.going_away);
  CHECK(pair.codec.finished());
}
