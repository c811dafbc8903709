#include "tests/bench/fan_out.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "tests/bench/http_load.h"
#include "tests/bench/kinesis_calls.h"
#include "tests/http_clients/http1_connection.h"
#include "tests/http_clients/http2_connection.h"

namespace runnel::bench {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::string_view kInitialResponse = "initial-response";

// What both versions do with what has come.
class Received {
 public:
  // Whether `text` is there; what is before it is then of no further interest.
  bool TakeThrough(std::string_view text) {
    const std::size_t at = bytes_.find(text);
    if (at != bytes_.npos) {
      bytes_.erase(0, at + text.size());
      return true;
    }
    // It may have begun to come.
    if (bytes_.size() >= text.size()) bytes_.erase(0, bytes_.size() - text.size() + 1);
    return false;
  }
  void Append(std::string_view bytes) { bytes_ += bytes; }

 private:
  std::string bytes_;
};

class Http1Subscription : public Subscription {
 public:
  Http1Subscription(std::uint16_t port, std::string_view body)
      : connection_(test::ConnectPlain(port)) {
    connection_.Begin("POST", "/", body, CallFields("SubscribeToShard"));
    if (connection_.Head(kPatience).status != 200) throw std::runtime_error("no subscription");
    ReadThrough(kInitialResponse);
  }
  void ReadThrough(std::string_view text) override {
    while (!received_.TakeThrough(text)) {
      const std::string chunk = connection_.Chunk(kPatience);
      if (chunk.empty()) throw std::runtime_error("the subscription has ended");
      received_.Append(chunk);
    }
  }

 private:
  test::Http1Connection connection_;
  Received received_;
};

class Http2Subscription : public Subscription {
 public:
  Http2Subscription(std::uint16_t port, std::string body)
      : connection_(test::ConnectPlain(port)), body_(std::move(body)) {
    stream_ = connection_.Begin("POST", "/", body_, CallFields("SubscribeToShard"));
    ReadThrough(kInitialResponse);
  }
  void ReadThrough(std::string_view text) override {
    test::Http2Answer& answer = connection_.Answer(stream_);
    while (!received_.TakeThrough(text)) {
      if (answer.body.empty() && !connection_.Advance(kPatience)) {
        throw std::runtime_error("the subscription has ended");
      }
      received_.Append(std::exchange(answer.body, {}));
    }
  }

 private:
  test::Http2Connection connection_;
  const std::string body_;
  std::int32_t stream_ = 0;
  Received received_;
};

}  // namespace

std::string CreateStream(std::uint16_t port, const std::string& name) {
  MakeStream(port, name, 1);
  return TextMember(
      SendOnce(port, CallText("DescribeStreamSummary", R"({"StreamName":")" + name + "\"}")),
      "StreamARN");
}

std::string RegisterConsumer(std::uint16_t port, const std::string& stream_arn,
                             const std::string& name) {
  return TextMember(SendOnce(port, CallText("RegisterStreamConsumer",
                                            R"({"StreamARN":")" + stream_arn +
                                                R"(","ConsumerName":")" + name + "\"}")),
                    "ConsumerARN");
}

std::unique_ptr<Subscription> Subscribe(std::uint16_t port, Version version,
                                        const std::string& consumer_arn, const std::string& from) {
  const std::string body = R"({"ShardId":"shardId-000000000000","StartingPosition":{"Type":")" +
                           from + R"("},"ConsumerARN":")" + consumer_arn + "\"}";
  if (version == Version::kHttp1) return std::make_unique<Http1Subscription>(port, body);
  return std::make_unique<Http2Subscription>(port, body);
}

}  // namespace runnel::bench
