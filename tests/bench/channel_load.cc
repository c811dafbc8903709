#include "tests/bench/channel_load.h"

#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string_view>

#include "core/base/base64.h"
#include "tests/http_clients/channel.h"
#include "tests/http_clients/http1_connection.h"
#include "tests/http_clients/http2_connection.h"

namespace runnel::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{10};

// Places for requests under way.
class Slots {
 public:
  virtual ~Slots() = default;
  virtual void Begin(std::size_t slot, const ChannelCall& call) = 0;
  // Waits for the answer to what was begun in the slot. Whether it was 200.
  virtual bool Finish(std::size_t slot) = 0;
};

std::unique_ptr<test::Channel> Connect(std::uint16_t port, bool tls, const char* protocol) {
  return tls ? test::ConnectTls(port, protocol) : test::ConnectPlain(port);
}

class Http1Slots : public Slots {
 public:
  Http1Slots(const Load& load, bool tls) {
    for (int i = 0; i < load.connections; ++i) {
      connections_.push_back(
          std::make_unique<test::Http1Connection>(Connect(load.port, tls, "http/1.1")));
    }
  }
  void Begin(std::size_t slot, const ChannelCall& call) override {
    connections_[slot]->Begin("POST", "/", call.body, call.fields);
  }
  bool Finish(std::size_t slot) override {
    return connections_[slot]->Finish(kPatience).status == 200;
  }

 private:
  std::vector<std::unique_ptr<test::Http1Connection>> connections_;
};

class Http2Slots : public Slots {
 public:
  Http2Slots(const Load& load, bool tls)
      : connection_(Connect(load.port, tls, "h2")),
        streams_(static_cast<std::size_t>(load.connections)) {}
  void Begin(std::size_t slot, const ChannelCall& call) override {
    streams_[slot] = connection_.Begin("POST", "/", call.body, call.fields);
  }
  bool Finish(std::size_t slot) override {
    return connection_.Finish(streams_[slot], kPatience).headers[":status"] == "200";
  }

 private:
  test::Http2Connection connection_;
  std::vector<std::int32_t> streams_;
};

std::unique_ptr<Slots> Open(const Load& load, Channels channels) {
  const bool tls = channels == Channels::kHttp1Tls || channels == Channels::kHttp2Tls;
  const bool http2 = channels == Channels::kHttp2 || channels == Channels::kHttp2Tls;
  if (http2) return std::make_unique<Http2Slots>(load, tls);
  return std::make_unique<Http1Slots>(load, tls);
}

void AppendCborHead(int major, std::size_t size, std::string& out) {
  const auto first = [&](std::size_t low) {
    out += static_cast<char>(static_cast<std::size_t>(major) << 5 | low);
  };
  if (size < 24) return first(size);
  first(25);  // two bytes follow
  out += static_cast<char>(size >> 8);
  out += static_cast<char>(size);
}

void AppendCborText(std::string_view text, std::string& out) {
  AppendCborHead(3, text.size(), out);
  out += text;
}

std::string CborBody(const std::string& stream, std::string_view data, std::string_view key) {
  std::string body;
  AppendCborHead(5, 3, body);
  AppendCborText("StreamName", body);
  AppendCborText(stream, body);
  AppendCborText("Data", body);
  AppendCborHead(2, data.size(), body);
  body += data;
  AppendCborText("PartitionKey", body);
  AppendCborText(key, body);
  return body;
}

std::string JsonBody(const std::string& stream, std::string_view data, const std::string& key) {
  std::string body = R"({"StreamName":")" + stream + R"(","Data":")";
  AppendBase64(data, body);
  return body + R"(","PartitionKey":")" + key + "\"}";
}

}  // namespace

const char* NameOf(Channels channels) {
  switch (channels) {
    case Channels::kHttp1:
      return "HTTP/1.1, 8 connections";
    case Channels::kHttp1Tls:
      return "HTTP/1.1 by TLS, 8 connections";
    case Channels::kHttp2:
      return "HTTP/2, 8 streams of a connection";
    case Channels::kHttp2Tls:
      return "HTTP/2 by TLS, 8 streams of a connection";
  }
  return "";
}

std::vector<ChannelCall> PutRecordCalls(const std::string& stream, std::size_t bytes, int count,
                                        bool cbor) {
  std::mt19937_64 random(1);
  std::vector<ChannelCall> calls;
  for (int i = 0; i < count; ++i) {
    std::string data(bytes, '\0');
    for (char& byte : data) byte = static_cast<char>(random());
    const std::string key = "key-" + std::to_string(random());
    ChannelCall& call = calls.emplace_back();
    call.fields = CallFields("PutRecord");
    if (cbor) call.fields.front().second = "application/x-amz-cbor-1.1";
    call.body = cbor ? CborBody(stream, data, key) : JsonBody(stream, data, key);
  }
  return calls;
}

LoadResult RunChannelLoad(const Load& load, Channels channels,
                          const std::vector<ChannelCall>& calls) {
  const std::unique_ptr<Slots> slots = Open(load, channels);
  const auto size = static_cast<std::size_t>(load.connections);
  std::vector<Clock::time_point> begun(size);
  std::size_t next = 0;
  const auto begin = [&](std::size_t slot) {
    begun[slot] = Clock::now();
    slots->Begin(slot, calls[next++ % calls.size()]);
  };
  std::vector<double> latencies_us;
  std::uint64_t answered = 0;
  std::uint64_t failures = 0;
  const auto start = Clock::now();
  const auto counted_from = start + load.duration / 5;
  const auto until = start + load.duration;
  for (std::size_t slot = 0; slot < size; ++slot) begin(slot);
  for (std::size_t slot = 0; Clock::now() < until; slot = (slot + 1) % size) {
    if (!slots->Finish(slot)) ++failures;
    ++answered;
    const auto now = Clock::now();
    if (now >= counted_from) {
      latencies_us.push_back(std::chrono::duration<double, std::micro>(now - begun[slot]).count());
    }
    begin(slot);
  }
  LoadResult result = Summarize(std::move(latencies_us), until - counted_from);
  result.answered = answered;
  result.failures = failures;
  return result;
}

}  // namespace runnel::bench
