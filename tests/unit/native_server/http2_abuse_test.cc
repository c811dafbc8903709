// What a client of HTTP/2 may not do, over a real socket: each ends in the error that RFC 9113 has
// for it, and nobody else is held up.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/native_server/http2_peer.h"
#include "tests/unit/native_server/running_server.h"

using namespace runnel;
using namespace runnel::test;

namespace {

using F = Http2Frame;

// RFC 9113, section 7.
constexpr std::uint32_t kProtocolError = 1;
constexpr std::uint32_t kFlowControlError = 3;
constexpr std::uint32_t kFrameSizeError = 6;
constexpr std::uint32_t kCompressionError = 9;

constexpr int kWholeHead = F::kEndHeaders | F::kEndStream;

struct Abuse {
  std::string what;
  std::vector<Http2Frame> frames;
  std::uint32_t error;
};

std::string Setting(unsigned id, std::uint32_t value) { return Number(id, 2) + Number(value, 4); }

void CheckLivesOn(RunningServer& running) {
  Http2Peer other(running.port());
  other.AskForHealth(1);
  CHECK(other.IsAnswered(1));
}

// A request's head that is well-formed but for what is added.
Http2Frame HeadWith(std::string_view more, std::uint32_t stream = 1) {
  return {F::kHeaders, kWholeHead, stream, PseudoFields("GET", "/health") + std::string(more)};
}

const Http2Frame kOpenHead{F::kHeaders, F::kEndHeaders, 1, PseudoFields("POST", "/")};

}  // namespace

TEST_CASE("HTTP/2 abuse: what breaks the connection is answered with GOAWAY and the reason") {
  RunningServer running;
  const std::vector<Abuse> abuses = {
      {"DATA on the connection itself", {{F::kData, 0, 0, "x"}}, kProtocolError},
      {"DATA on a stream that nobody opened", {{F::kData, 0, 1, "x"}}, kProtocolError},
      {"HEADERS on the connection itself", {{F::kHeaders, kWholeHead, 0, ""}}, kProtocolError},
      {"a stream of the server's numbers", {HeadWith("", 2)}, kProtocolError},
      {"HEADERS with more padding than frame",
       {{F::kHeaders, kWholeHead | F::kPadded, 1, Number(9, 1) + "ab"}},
       kProtocolError},
      {"DATA with more padding than frame",
       {kOpenHead, {F::kData, F::kPadded, 1, Number(9, 1) + "ab"}},
       kProtocolError},
      {"another frame within a header block",
       {{F::kHeaders, 0, 1, PseudoFields("GET", "/")}, {F::kPing, 0, 0, "12345678"}},
       kProtocolError},
      {"CONTINUATION of nothing", {{F::kContinuation, F::kEndHeaders, 1, ""}}, kProtocolError},
      {"a header block that cannot be decoded",
       {{F::kHeaders, kWholeHead, 1, "\xff\xff\xff\xff\xff\xff"}},
       kCompressionError},
      {"RST_STREAM of a stream that nobody opened",
       {{F::kResetStream, 0, 1, Number(8, 4)}},
       kProtocolError},
      {"RST_STREAM of a wrong length",
       {kOpenHead, {F::kResetStream, 0, 1, "abc"}},
       kFrameSizeError},
      {"SETTINGS of a stream", {{F::kSettings, 0, 1, ""}}, kProtocolError},
      {"SETTINGS of a length that cannot be", {{F::kSettings, 0, 0, "abc"}}, kFrameSizeError},
      {"an acknowledgement with settings",
       {{F::kSettings, F::kAck, 0, Setting(4, 1)}},
       kFrameSizeError},
      {"ENABLE_PUSH that is neither", {{F::kSettings, 0, 0, Setting(2, 2)}}, kProtocolError},
      {"a window beyond 2^31 - 1",
       {{F::kSettings, 0, 0, Setting(4, 0x8000'0000u)}},
       kFlowControlError},
      {"frames larger than frames can be",
       {{F::kSettings, 0, 0, Setting(5, 0x100'0000)}},
       kProtocolError},
      {"a push by the client",
       {{F::kPushPromise, F::kEndHeaders, 1, Number(2, 4) + PseudoFields("GET", "/")}},
       kProtocolError},
      {"PING of a wrong length", {{F::kPing, 0, 0, "1234567"}}, kFrameSizeError},
      {"PING of a stream", {{F::kPing, 0, 1, "12345678"}}, kProtocolError},
      {"GOAWAY of a stream", {{F::kGoAway, 0, 1, Number(0, 8)}}, kProtocolError},
      {"a window that grows by nothing", {{F::kWindowUpdate, 0, 0, Number(0, 4)}}, kProtocolError},
      {"a window that grows beyond its measure",
       {{F::kWindowUpdate, 0, 0, Number(0x7FFF'FFFF, 4)}},
       kFlowControlError},
      {"WINDOW_UPDATE of a wrong length", {{F::kWindowUpdate, 0, 0, "abc"}}, kFrameSizeError},
      {"a frame that is larger than was allowed",
       {{F::kData, 0, 1, std::string(16'385, 'x')}},
       kFrameSizeError},
  };
  for (const Abuse& abuse : abuses) {
    CAPTURE(abuse.what);
    Http2Peer peer(running.port());
    for (const Http2Frame& frame : abuse.frames) peer.Send(frame);
    const Http2Frame farewell = peer.NextOf(F::kGoAway);
    REQUIRE(farewell.type == F::kGoAway);
    CHECK(farewell.error() == abuse.error);
    CHECK(peer.Next().type == F::kEnd);
  }
  CheckLivesOn(running);
}

TEST_CASE("HTTP/2 abuse: what breaks a stream ends that stream, and the next one is answered") {
  RunningServer running;
  const auto head = [](std::string_view block) {
    return Http2Frame{F::kHeaders, kWholeHead, 1, std::string(block)};
  };
  const std::vector<Abuse> abuses = {
      {"a name in upper case", {HeadWith(Literal("Accept", "a"))}, kProtocolError},
      {"a field of the connection", {HeadWith(Literal("connection", "close"))}, kProtocolError},
      {"Transfer-Encoding", {HeadWith(Literal("transfer-encoding", "chunked"))}, kProtocolError},
      {"TE with anything but trailers", {HeadWith(Literal("te", "gzip"))}, kProtocolError},
      {"a pseudo-field of answers", {HeadWith(Literal(":status", "200"))}, kProtocolError},
      {"a pseudo-field that nobody knows", {HeadWith(Literal(":runnel", "1"))}, kProtocolError},
      {"a pseudo-field twice", {HeadWith(Literal(":method", "GET"))}, kProtocolError},
      {"a pseudo-field after others",
       {head(Literal("a", "b") + PseudoFields("GET", "/"))},
       kProtocolError},
      {"no method", {head(Literal(":scheme", "http") + Literal(":path", "/"))}, kProtocolError},
      {"no path", {head(Literal(":method", "GET") + Literal(":scheme", "http"))}, kProtocolError},
      {"an empty path", {head(PseudoFields("GET", ""))}, kProtocolError},
      {"a line end within a value", {HeadWith(Literal("a", "b\r\nc: d"))}, kProtocolError},
      {"a zero within a value",
       {HeadWith(Literal("a", std::string_view("b\0c", 3)))},
       kProtocolError},
      {"more body than Content-Length",
       {{F::kHeaders, F::kEndHeaders, 1,
         PseudoFields("POST", "/") + Literal("content-length", "1")},
        {F::kData, F::kEndStream, 1, "abc"}},
       kProtocolError},
      {"less body than Content-Length",
       {{F::kHeaders, F::kEndHeaders, 1,
         PseudoFields("POST", "/") + Literal("content-length", "9")},
        {F::kData, F::kEndStream, 1, "abc"}},
       kProtocolError},
      {"two lengths",
       {{F::kHeaders, F::kEndHeaders, 1,
         PseudoFields("POST", "/") + Literal("content-length", "3") +
             Literal("content-length", "4")},
        {F::kData, F::kEndStream, 1, "abc"}},
       kProtocolError},
      {"trailers that do not end the stream",
       {kOpenHead, {F::kHeaders, F::kEndHeaders, 1, Literal("a", "b")}},
       kProtocolError},
      {"a window of a stream that grows beyond its measure",
       {kOpenHead, {F::kWindowUpdate, 0, 1, Number(0x7FFF'FFFF, 4)}},
       kFlowControlError},
  };
  for (const Abuse& abuse : abuses) {
    CAPTURE(abuse.what);
    Http2Peer peer(running.port());
    for (const Http2Frame& frame : abuse.frames) peer.Send(frame);
    const Http2Frame reset = peer.NextOf(F::kResetStream);
    REQUIRE(reset.type == F::kResetStream);
    CHECK(reset.stream == 1);
    CHECK(reset.error() == abuse.error);
    peer.AskForHealth(3);
    CHECK(peer.IsAnswered(3));
  }
  CheckLivesOn(running);
}

TEST_CASE("HTTP/2 abuse: what is unknown, and what comes late, is passed over") {
  RunningServer running;
  Http2Peer peer(running.port());
  peer.Send({0x7F, 0xFF, 0, "a type that nobody knows"});
  peer.Send({F::kSettings, 0, 0, Setting(0x7777, 1)});
  peer.Send({F::kPriority, 0, 1, Number(0, 4) + Number(15, 1)});
  peer.AskForHealth(3);
  CHECK(peer.IsAnswered(3));
  peer.Send({F::kData, 0, 3, "after the end of the request"});
  peer.AskForHealth(1);  // below an earlier one: its stream counts as closed
  peer.AskForHealth(5);
  CHECK(peer.IsAnswered(5));
}

TEST_CASE("HTTP/2 abuse: something else in the place of the preface and of the first SETTINGS") {
  RunningServer running;
  RawClient half(running.port());
  half.Send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
  CHECK(half.ReadToEnd().starts_with("HTTP/1.1 505 HTTP Version Not Supported\r\n"));
  RawClient other(running.port());
  other.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Http2Frame{F::kPing, 0, 0, "12345678"}.Bytes());
  const std::string answer = other.ReadToEnd();
  const std::string goaway_head = Number(F::kGoAway, 1) + Number(0, 1) + Number(0, 4);
  CHECK(answer.find(goaway_head) != std::string::npos);
  CheckLivesOn(running);
}

TEST_CASE("HTTP/2 abuse: a header list that never ends is cut off") {
  RunningServer running;
  Http2Peer peer(running.port());
  std::string block = PseudoFields("GET", "/");
  while (block.size() < 16'000) block += Literal("a", std::string(120, 'v'));
  peer.Send({F::kHeaders, F::kEndStream, 1, block});
  const std::string more = block.substr(PseudoFields("GET", "/").size());
  for (int i = 0; i < 100 && peer.client().TrySend(F{F::kContinuation, 0, 1, more}.Bytes());) ++i;
  CHECK(peer.client().ReachesEnd());
  CheckLivesOn(running);
}

TEST_CASE("HTTP/2 abuse: frames that each want an answer, from a client that reads none") {
  for (const Http2Frame& frame : {F{F::kPing, 0, 0, "12345678"}, F{F::kSettings, 0, 0, ""}}) {
    CAPTURE(frame.type);
    RunningServer running;
    Http2Peer peer(running.port());
    std::string thousand;
    for (int i = 0; i < 1000; ++i) thousand += frame.Bytes();
    for (int i = 0; i < 1000 && peer.client().TrySend(thousand);) ++i;
    CHECK(peer.client().ReachesEnd());
    CheckLivesOn(running);
  }
}

TEST_CASE("HTTP/2 abuse: a hundred thousand PINGs that are read are answered, among others") {
  RunningServer running;
  Http2Peer peer(running.port());
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += F{F::kPing, 0, 0, "12345678"}.Bytes();
  for (int i = 0; i < 1000; ++i) {
    peer.SendBytes(hundred);
    for (int answered = 0; answered < 100; ++answered) {
      REQUIRE(peer.NextOf(F::kPing).payload == "12345678");
    }
    if (i % 200 == 0) CheckLivesOn(running);
  }
}

TEST_CASE("HTTP/2 abuse: streams that are opened and reset at once") {
  RunningServer running;
  Http2Peer peer(running.port());
  std::uint32_t stream = 1;
  for (int i = 0; i < 10'000; ++i, stream += 2) {
    const std::string both =
        HeadWith("", stream).Bytes() + F{F::kResetStream, 0, stream, Number(8, 4)}.Bytes();
    if (!peer.client().TrySend(both)) break;
  }
  CHECK(peer.client().ReachesEnd());
  CheckLivesOn(running);
}

TEST_CASE("HTTP/2 abuse: a client that hangs up in the middle of a request, and of an answer") {
  Config config = QuietConfig();
  config.initial_streams = {{.name = "s", .shard_count = 1, .region = ""}};
  RunningServer running(config);
  for (int i = 0; i < 20; ++i) {
    Http2Peer in_head(running.port());
    in_head.SendBytes(HeadWith("").Bytes().substr(0, 20));
    Http2Peer in_body(running.port());
    in_body.Send(kOpenHead);
    in_body.Send({F::kData, 0, 1, std::string(10'000, 'x')});
    Http2Peer in_answer(running.port());
    for (std::uint32_t stream = 1; stream < 100; stream += 2) in_answer.AskForHealth(stream);
    in_answer.client().Reset();
  }
  CheckLivesOn(running);
}

TEST_CASE("HTTP/2 abuse: a client that lets nothing be sent gets it once it does") {
  RunningServer running;
  Http2Peer peer(running.port(), Setting(4, 0));
  peer.AskForHealth(1);
  CHECK(peer.IsAnswered(1));
  peer.Send({F::kPing, 0, 0, "12345678"});
  for (Http2Frame frame = peer.Next(); frame.type != F::kPing; frame = peer.Next()) {
    REQUIRE(frame.type != F::kData);
    REQUIRE(frame.type != F::kEnd);
  }
  CheckLivesOn(running);
  peer.Send({F::kWindowUpdate, 0, 1, Number(1, 4)});
  CHECK(peer.NextOf(F::kData).payload == "{");
  peer.Send({F::kSettings, 0, 0, Setting(4, 65535)});
  CHECK(peer.NextOf(F::kData).flags == F::kEndStream);
}

TEST_CASE("HTTP/2 abuse: ten thousand streams in turn on one connection") {
  RunningServer running;
  Http2Peer peer(running.port());
  std::uint32_t stream = 1;
  for (int i = 0; i < 10'000; ++i, stream += 2) {
    peer.AskForHealth(stream);
    REQUIRE(peer.IsAnswered(stream));
    const Http2Frame data = peer.NextOf(F::kData);
    REQUIRE(data.flags == F::kEndStream);
    peer.Send({F::kWindowUpdate, 0, 0, Number(data.payload.size(), 4)});
  }
  CheckLivesOn(running);
}

TEST_CASE("HTTP/2 abuse: more streams at once than were offered are refused, and the rest served") {
  RunningServer running;
  Http2Peer peer(running.port());
  constexpr std::uint32_t kOffered = 1000;
  for (std::uint32_t i = 0; i <= kOffered; ++i) {
    peer.Send({F::kHeaders, F::kEndHeaders, 1 + 2 * i, PseudoFields("POST", "/")});
  }
  const Http2Frame frame = peer.NextOf(F::kResetStream);
  CHECK(frame.stream == 1 + 2 * kOffered);
  peer.Send({F::kResetStream, 0, 1, Number(8, 4)});
  peer.AskForHealth(3 + 2 * kOffered);
  CHECK(peer.IsAnswered(3 + 2 * kOffered));
}
