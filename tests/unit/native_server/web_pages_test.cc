#include "native-server/web_pages.h"

#include <doctest/doctest.h>

#include "tests/unit/native_server/running_server.h"

namespace runnel::test {
namespace {

bool MayCall(std::string_view host, std::string_view origin, const WebPages& pages = {}) {
  std::vector<Header> headers = {{"Host", host}};
  if (!origin.empty()) headers.push_back({"Origin", origin});
  Request request;
  request.method = "POST";
  request.target = "/";
  request.headers = headers;
  return !RefuseWebPage(request, pages).has_value();
}

std::vector<std::string> Read(std::string_view text) {
  std::vector<std::string> pages;
  REQUIRE(ReadWebPages(text, pages) == "");
  return pages;
}

std::string Post(std::uint16_t port, const std::string& host, const std::string& more) {
  RawClient client(port);
  client.Send("POST / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + more + "\r\n");
  return client.ReadToEnd();
}

TEST_CASE("Web pages: programs call by every name that no page can make lead here") {
  for (const char* host : {"", "localhost:4566", "127.0.0.1:4566", "[::1]:4566", "192.168.1.7",
                           "runnel:4566", "LOCALHOST", "localhost.", "host.docker.internal:4566",
                           "kinesis.localhost", "kinesis.us-east-1.amazonaws.com",
                           "kinesis.us-east-1.api.aws", "localhost.localstack.cloud:4566"}) {
    CAPTURE(host);
    CHECK(MayCall(host, ""));
  }
  for (const char* host : {"example.com:4566", "localhost.example.com", "127.0.0.1.example.com",
                           "amazonaws.com.example.com", "xn--localhost.example", "1.2.3.example"}) {
    CAPTURE(host);
    CHECK_FALSE(MayCall(host, ""));
    CHECK(MayCall(host, "", {{}, true}));
    CHECK(MayCall(host, "", {{"any"}}));
  }
}

TEST_CASE("Web pages: only those of this machine call, and those that are allowed") {
  const std::string host = "127.0.0.1:4566";
  CHECK(MayCall(host, "http://localhost:3000"));
  CHECK(MayCall(host, "http://127.0.0.1"));
  for (const char* origin : {"http://example.com", "https://example.com:4566", "null", "file://",
                             "http://localhost.example.com", "https://127.0.0.1.example.com"}) {
    CAPTURE(origin);
    CHECK_FALSE(MayCall(host, origin));
    CHECK(MayCall(host, origin, {{"any"}}));
  }
  const WebPages pages{Read("HTTPS://App.example.com/,null")};
  CHECK(MayCall(host, "https://app.example.com", pages));
  CHECK(MayCall(host, "null", pages));
  CHECK_FALSE(MayCall(host, "http://app.example.com", pages));
  CHECK_FALSE(MayCall(host, "https://app.example.com.evil.example", pages));
}

TEST_CASE("Web pages: a page that the server itself shows may call it, by a name of its own") {
  CHECK(MayCall("runnel:4566", "http://runnel:4566"));
  CHECK_FALSE(MayCall("runnel:4566", "http://runnel:8080"));
  // A name that was made to lead here is no name of its own.
  CHECK_FALSE(MayCall("example.com:4566", "http://example.com:4566"));
  CHECK(MayCall("example.com:4566", "http://example.com:4566", {{}, true}));
  CHECK(MayCall("example.com:4566", "http://example.com:4566", {Read("http://example.com:4566")}));
}

TEST_CASE("Web pages: the option says what an origin looks like") {
  std::vector<std::string> pages = {"any"};
  for (const char* text :
       {"example.com", "https://", "https://example.com/page", "ftp://x", "a,"}) {
    CAPTURE(text);
    CHECK(ReadWebPages(text, pages).find("is no origin of a web page; write") != pages[0].npos);
  }
  CHECK(pages == std::vector<std::string>{"any"});
  CHECK(ReadWebPages("http://a, http://b", pages).find("' http://b'") != pages[0].npos);
}

TEST_CASE("Web pages: a server refuses them before it does anything, with a way out") {
  Config config = QuietConfig();
  config.metrics = MetricsAccess::kOn;
  const RunningServer server(config);
  const std::string refused = Post(server.port(), "localhost", "Origin: http://example.com\r\n");
  CHECK(refused.starts_with("HTTP/1.1 403 "));
  CHECK(refused.find("runnel serve --web-pages http://example.com would let it") != refused.npos);
  CHECK(refused.find("Access-Control-Allow-Origin") == refused.npos);
  RawClient rebound(server.port());
  rebound.Send("GET /metrics HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
  CHECK(rebound.ReadToEnd().starts_with("HTTP/1.1 403 "));
  RawClient probe(server.port());
  probe.Send("GET /health HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
  CHECK(probe.ReadToEnd().starts_with("HTTP/1.1 200 "));

  config.web_pages = {"http://example.com"};
  const RunningServer open(config);
  const std::string answered = Post(open.port(), "localhost", "Origin: http://example.com\r\n");
  CHECK_FALSE(answered.starts_with("HTTP/1.1 403 "));
  CHECK(answered.find("Access-Control-Allow-Origin: *") != answered.npos);
}

}  // namespace
}  // namespace runnel::test
