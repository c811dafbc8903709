#include "tests/conformance/http2_endpoint.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include "tests/conformance/server_process.h"
#include "tests/http_clients/http2_connection.h"

namespace runnel::conformance {
namespace {

// Nothing in the cases takes nearly as long: this only keeps a broken server from hanging the run.
constexpr std::chrono::seconds kPatience{20};

using test::Http2Answer;
using test::Http2Client;
using test::Http2Connection;

// HTTP/2 has lower-case names, and no space around values (RFC 9113, sections 8.2 and 8.2.1).
Http2Client::Fields ToFields(const Headers& headers) {
  Http2Client::Fields fields = headers;
  for (auto& [name, value] : fields) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    value.erase(0, std::min(value.find_first_not_of(' '), value.size()));
    value.erase(value.find_last_not_of(' ') + 1);
  }
  return fields;
}

RawReply ToReply(const Http2Answer& answer) {
  RawReply reply;
  for (const auto& [name, value] : answer.headers) {
    if (name == ":status") reply.status = std::stoi(value);
    if (!name.starts_with(':')) reply.headers.emplace_back(name, value);
  }
  return reply;
}

class Http2Stream : public ByteStream {
 public:
  Http2Stream(std::shared_ptr<Http2Connection> connection, std::int32_t stream)
      : connection_(std::move(connection)), stream_(stream) {}
  ~Http2Stream() override { connection_->Cancel(stream_); }

  StreamRead Read() override {
    Http2Answer& answer = connection_->Answer(stream_);
    while (answer.body.empty() && !answer.closed) {
      if (!connection_->Advance(kPatience)) return {};
    }
    if (answer.body.empty()) return {StreamRead::Kind::kEnd, {}};
    return {StreamRead::Kind::kBytes, std::exchange(answer.body, {})};
  }

 private:
  std::shared_ptr<Http2Connection> connection_;
  std::int32_t stream_;
};

class Http2Endpoint : public Endpoint {
 public:
  Http2Endpoint(const std::string& program, Http2Over over)
      : server_(program),
        connection_(std::make_shared<Http2Connection>(over == Http2Over::kTls
                                                          ? test::ConnectTls(server_.port(), "h2")
                                                          : test::ConnectPlain(server_.port()))) {}

  RawReply Send(const RawRequest& raw) override {
    const std::int32_t stream =
        connection_->Begin(raw.method, raw.target, raw.body, ToFields(raw.headers));
    const std::string target = FindHeader(raw.headers, "X-Amz-Target").value_or("");
    if (target.ends_with(".SubscribeToShard") && WaitForHead(stream)) {
      RawReply reply = ToReply(connection_->Answer(stream));
      reply.stream = std::make_unique<Http2Stream>(connection_, stream);
      return reply;
    }
    const Http2Answer answer = connection_->Finish(stream, kPatience);
    RawReply reply = ToReply(answer);
    reply.body = answer.body;
    return reply;
  }

 private:
  // Whether the answer stays open.
  bool WaitForHead(std::int32_t stream) {
    const Http2Answer& answer = connection_->Answer(stream);
    while (answer.headers.empty() && connection_->Advance(kPatience)) continue;
    const auto status = answer.headers.find(":status");
    return status != answer.headers.end() && status->second == "200";
  }

  ServerProcess server_;
  std::shared_ptr<Http2Connection> connection_;
};

}  // namespace

std::unique_ptr<Endpoint> MakeHttp2Endpoint(const std::string& program, Http2Over over) {
  return std::make_unique<Http2Endpoint>(program, over);
}

}  // namespace runnel::conformance
