#include "native-server/command_line/http_client.h"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "native-server/failure.h"

namespace runnel {
namespace {

using boost::asio::ip::tcp;

// Answers one connection with fixed bytes, and keeps what it was sent.
class OneAnswerServer {
 public:
  explicit OneAnswerServer(std::string answer)
      : acceptor_(loop_, {boost::asio::ip::address_v4::loopback(), 0}),
        thread_([this, answer = std::move(answer)] {
          tcp::socket socket = acceptor_.accept();
          boost::asio::read_until(socket, boost::asio::dynamic_buffer(received_), "\r\n\r\n");
          boost::asio::write(socket, boost::asio::buffer(answer));
        }) {}

  Endpoint endpoint() const {
    return {.host = "127.0.0.1", .port = acceptor_.local_endpoint().port()};
  }
  const std::string& Received() {
    thread_.join();
    return received_;
  }
  ~OneAnswerServer() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  boost::asio::io_context loop_;
  tcp::acceptor acceptor_;
  std::string received_;
  std::thread thread_;
};

constexpr Duration kPatience = Duration::Seconds(30);

TEST_CASE("An address is read with or without its scheme") {
  CHECK(ReadEndpoint("http://127.0.0.1:4566", "x").Url() == "http://127.0.0.1:4566");
  CHECK(ReadEndpoint("localhost:1/", "x").Url() == "http://localhost:1");
  CHECK(ReadEndpoint("http://[::1]:4566/", "x").Url() == "http://[::1]:4566");
  CHECK(ReadEndpoint("kinesis", "x").port == 80);
}

TEST_CASE("What is not an address is refused") {
  CHECK_THROWS_WITH_AS(ReadEndpoint("https://a:4566", "RUNNEL_ENDPOINT"),
                       "RUNNEL_ENDPOINT: 'https://a:4566' is https, which clients may use and the "
                       "command line does not speak; Runnel's ports take both: write http://a:4566",
                       Failure);
  for (const std::string text : {"", "http://", "http://:80", "a:b", "a:0", "a:65536", "[]"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(ReadEndpoint(text, "x"), Failure);
  }
}

TEST_CASE("A request is sent whole and its answer read whole") {
  OneAnswerServer server(
      "HTTP/1.1 400 Bad Request\r\nX-Reason: none\r\nContent-Length: 2\r\n\r\nno");
  const HttpAnswer answer =
      SendHttp(server.endpoint(),
               {.method = "POST", .target = "/t", .headers = {{"X-Amz-Target", "a"}}, .body = "{}"},
               kPatience);
  CHECK(answer.status == 400);
  CHECK(answer.Header("x-reason") == "none");
  CHECK(answer.Header("absent") == "");
  CHECK(answer.body == "no");
  const std::string& received = server.Received();
  CHECK(received.starts_with("POST /t HTTP/1.1\r\n"));
  CHECK(received.find("X-Amz-Target: a\r\n") != std::string::npos);
  CHECK(received.find("Content-Length: 2\r\n") != std::string::npos);
  CHECK(received.ends_with("\r\n\r\n{}"));
}

TEST_CASE("A body without an announced length is given on as it comes") {
  OneAnswerServer server(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  std::string body;
  const HttpAnswer answer =
      SendHttp(server.endpoint(), {.method = "POST", .target = "/", .headers = {}, .body = ""},
               kPatience, [&](std::string_view part) { body += part; });
  CHECK(answer.status == 200);
  CHECK(answer.body == "");
  CHECK(body == "abcde");
}

// Why there is no answer; fails if there is one.
NoAnswer::Why WhyNone(const Endpoint& endpoint, Duration patience = kPatience) {
  try {
    SendHttp(endpoint, HttpRequest(), patience);
  } catch (const NoAnswer& failure) {
    return failure.why();
  }
  FAIL("answered");
  return {};
}

TEST_CASE("An answer that breaks off, does not begin or is no HTTP is a failure that says which") {
  using enum NoAnswer::Why;
  CHECK(WhyNone(OneAnswerServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab").endpoint()) ==
        kCutOff);
  CHECK(WhyNone(OneAnswerServer("").endpoint()) == kCutOff);
  CHECK(WhyNone(OneAnswerServer("220 mail ready\r\n\r\n").endpoint()) == kNoHttp);
}

TEST_CASE("Silence and a host that there is not are not taken for a server that ended") {
  boost::asio::io_context loop;
  const tcp::acceptor silent(loop, {boost::asio::ip::address_v4::loopback(), 0});
  CHECK(WhyNone({.host = "127.0.0.1", .port = silent.local_endpoint().port()},
                Duration::Milliseconds(50)) == NoAnswer::Why::kSilent);
  // Longer than a name can be, so that nobody is asked for it.
  CHECK(WhyNone({.host = std::string(300, 'a'), .port = 1}) == NoAnswer::Why::kUnreachable);
}

TEST_CASE("A port that nobody listens on is a failure that says what to do") {
  Endpoint nobody;
  {
    boost::asio::io_context loop;
    const tcp::acceptor acceptor(loop, {boost::asio::ip::address_v4::loopback(), 0});
    nobody = {.host = "127.0.0.1", .port = acceptor.local_endpoint().port()};
  }
  CHECK(WhyNone(nobody) == NoAnswer::Why::kNothingListens);
  try {
    SendHttp(nobody, HttpRequest(), kPatience);
    FAIL("answered");
  } catch (const Failure& failure) {
    CHECK(std::string(failure.what()).find("`runnel serve --detach`") != std::string::npos);
  }
}

}  // namespace
}  // namespace runnel
