#include "tests/conformance/http_endpoint.h"

#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/conformance/server_process.h"

namespace runnel::conformance {
namespace {

// Nothing in the cases takes nearly as long: this only keeps a broken server from hanging the run.
constexpr std::chrono::seconds kPatience{20};

httplib::Request ToHttp(const RawRequest& raw) {
  httplib::Request request;
  request.method = raw.method;
  request.path = raw.target;
  for (const auto& [name, value] : raw.headers) request.headers.emplace(name, value);
  request.body = raw.body;
  return request;
}

Headers ToHeaders(const httplib::Headers& headers) { return {headers.begin(), headers.end()}; }

void Configure(httplib::Client& client) {
  client.set_url_encode(false);
  client.set_tcp_nodelay(true);
  client.set_read_timeout(kPatience);
  client.set_write_timeout(kPatience);
}

// A response whose bytes arrive on a thread of its own.
class HttpStream : public ByteStream {
 public:
  HttpStream(int port, const RawRequest& raw) : client_("127.0.0.1", port) {
    Configure(client_);
    httplib::Request request = ToHttp(raw);
    request.response_handler = [this](const httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      status_ = response.status;
      headers_ = ToHeaders(response.headers);
      changed_.notify_all();
      return true;
    };
    request.content_receiver = [this](const char* data, std::size_t size, std::uint64_t,
                                      std::uint64_t) {
      const std::lock_guard lock(mutex_);
      bytes_.append(data, size);
      changed_.notify_all();
      return true;
    };
    thread_ = std::thread([this, request = std::move(request)] {
      client_.send(request);
      const std::lock_guard lock(mutex_);
      ended_ = true;
      changed_.notify_all();
    });
  }

  ~HttpStream() override {
    client_.stop();
    thread_.join();
  }

  // The head of the response. Of one that does not stay open, also the body.
  RawReply WaitForReply() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [&] { return status_ != 0 || ended_; });
    if (status_ == 0) throw std::runtime_error("no answer to SubscribeToShard");
    RawReply reply;
    reply.status = status_;
    reply.headers = headers_;
    if (status_ == 200) return reply;
    changed_.wait_for(lock, kPatience, [&] { return ended_; });
    reply.body = std::exchange(bytes_, {});
    return reply;
  }

  StreamRead Read() override {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [&] { return !bytes_.empty() || ended_; });
    if (!bytes_.empty()) return {StreamRead::Kind::kBytes, std::exchange(bytes_, {})};
    return {ended_ ? StreamRead::Kind::kEnd : StreamRead::Kind::kNothing, {}};
  }

 private:
  httplib::Client client_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int status_ = 0;
  Headers headers_;
  std::string bytes_;
  bool ended_ = false;
  std::thread thread_;
};

class HttpEndpoint : public Endpoint {
 public:
  explicit HttpEndpoint(const std::string& program)
      : server_(program), client_("127.0.0.1", server_.port()) {
    Configure(client_);
    client_.set_keep_alive(true);
  }

  RawReply Send(const RawRequest& raw) override {
    const std::string target = FindHeader(raw.headers, "X-Amz-Target").value_or("");
    if (target.ends_with(".SubscribeToShard")) return Open(raw);
    const httplib::Result result = client_.send(ToHttp(raw));
    if (!result) throw std::runtime_error("no answer: " + httplib::to_string(result.error()));
    RawReply reply;
    reply.status = result->status;
    reply.headers = ToHeaders(result->headers);
    reply.body = result->body;
    return reply;
  }

 private:
  RawReply Open(const RawRequest& raw) {
    auto stream = std::make_unique<HttpStream>(server_.port(), raw);
    RawReply reply = stream->WaitForReply();
    if (reply.status == 200) reply.stream = std::move(stream);
    return reply;
  }

  ServerProcess server_;
  httplib::Client client_;
};

}  // namespace

std::unique_ptr<Endpoint> MakeHttpEndpoint(const std::string& program) {
  return std::make_unique<HttpEndpoint>(program);
}

}  // namespace runnel::conformance
