// One process, one port, everything at once: HTTP/1.1 and HTTP/2, plain and by TLS, JSON and CBOR,
// calls sent ahead and subscriptions pushed. Every answer must belong to its request, and every
// event to its subscription. Bounded: a few thousand calls.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/conformance/encoding.h"
#include "tests/conformance/event_stream.h"
#include "tests/conformance/requests.h"
#include "tests/conformance/server_process.h"
#include "tests/http_clients/http1_connection.h"
#include "tests/http_clients/http2_connection.h"

namespace runnel::conformance {
namespace {

namespace json = boost::json;
using test::Http1Connection;
using test::Http2Connection;

constexpr std::chrono::seconds kPatience{20};
constexpr int kRounds = 40;
constexpr int kCallsPerRound = 12;  // sent before the first answer is read

std::string program;

struct Answer {
  int status = 0;
  std::string request_id;
  std::string body;
};

// One client: calls, and one subscription beside them.
class Peer {
 public:
  virtual ~Peer() = default;
  virtual std::vector<Answer> CallAll(const std::vector<RawRequest>& requests) = 0;
  virtual void Subscribe(const RawRequest& request) = 0;
  // What comes next of the subscription.
  virtual std::string ReadSubscription() = 0;
};

class Http1Peer : public Peer {
 public:
  Http1Peer(std::unique_ptr<test::Channel> calls, std::unique_ptr<test::Channel> subscription)
      : calls_(std::move(calls)), subscription_(std::move(subscription)) {}

  std::vector<Answer> CallAll(const std::vector<RawRequest>& requests) override {
    for (const RawRequest& request : requests) {
      calls_.Begin(request.method, request.target, request.body, request.headers);
    }
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const test::Http1Answer answer = calls_.Finish(kPatience);
      answers.push_back({answer.status, answer.headers.at("x-amzn-requestid"), answer.body});
    }
    return answers;
  }
  void Subscribe(const RawRequest& request) override {
    subscription_.Begin(request.method, request.target, request.body, request.headers);
    if (subscription_.Head(kPatience).status != 200) throw std::runtime_error("no subscription");
  }
  std::string ReadSubscription() override { return subscription_.Chunk(kPatience); }

 private:
  Http1Connection calls_;
  Http1Connection subscription_;
};

// Everything on one connection.
class Http2Peer : public Peer {
 public:
  explicit Http2Peer(std::unique_ptr<test::Channel> channel) : connection_(std::move(channel)) {}

  std::vector<Answer> CallAll(const std::vector<RawRequest>& requests) override {
    std::vector<std::int32_t> streams;
    for (const RawRequest& request : requests) streams.push_back(Begin(request));
    std::vector<Answer> answers;
    for (const std::int32_t stream : streams) {
      const test::Http2Answer answer = connection_.Finish(stream, kPatience);
      answers.push_back({std::stoi(answer.headers.at(":status")),
                         answer.headers.at("x-amzn-requestid"), answer.body});
    }
    return answers;
  }
  void Subscribe(const RawRequest& request) override {
    request_ = request;
    subscription_ = Begin(request_);
  }
  std::string ReadSubscription() override {
    test::Http2Answer& answer = connection_.Answer(subscription_);
    while (answer.body.empty()) {
      if (!connection_.Advance(kPatience)) throw std::runtime_error("no event");
    }
    return std::exchange(answer.body, {});
  }

 private:
  std::int32_t Begin(const RawRequest& request) {
    test::Http2Client::Fields fields;
    for (const auto& [name, value] : request.headers) {
      std::string lower;
      for (const char c : name) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      fields.emplace_back(lower, value);
    }
    return connection_.Begin(request.method, request.target, request.body, fields);
  }

  Http2Connection connection_;
  RawRequest request_;  // whose body must stay
  std::int32_t subscription_ = 0;
};

enum class Version { kHttp1, kHttp2 };

struct Manner {
  Version version;
  bool tls;
  const Encoding& encoding;
};

std::unique_ptr<Peer> Connect(int port, const Manner& manner) {
  const auto channel = [&] {
    if (!manner.tls) return test::ConnectPlain(static_cast<std::uint16_t>(port));
    return test::ConnectTls(static_cast<std::uint16_t>(port),
                            manner.version == Version::kHttp2 ? "h2" : "http/1.1");
  };
  if (manner.version == Version::kHttp1) return std::make_unique<Http1Peer>(channel(), channel());
  return std::make_unique<Http2Peer>(channel());
}

// A client with a stream of its own, in a manner of its own. What it finds wrong is in `wrong`.
class Worker {
 public:
  Worker(int port, const Manner& manner, int number)
      : encoding_(manner.encoding),
        stream_("stream-" + std::to_string(number)),
        peer_(Connect(port, manner)) {}

  void Run() {
    try {
      Begin();
      for (int round = 0; round < kRounds; ++round) PlayRound(round);
      ReadEvents();
      ReadRecords();
    } catch (const std::exception& error) {
      wrong.push_back(stream_ + ": " + error.what());
    }
  }

  std::vector<std::string> wrong;
  std::set<std::string> request_ids;
  int calls = 0;

 private:
  RawRequest Request(std::string_view operation, const json::value& input) {
    return MakeRequest(encoding_, "Kinesis_20131202." + std::string(operation), input, {});
  }

  json::value Call(std::string_view operation, const json::value& input) {
    const Answer answer = peer_->CallAll({Request(operation, input)}).front();
    Note(answer, 200);
    return answer.body.empty() ? json::value() : encoding_.decode(answer.body);
  }

  void Note(const Answer& answer, int status) {
    ++calls;
    Expect(answer.status == status, "an answer with status " + std::to_string(answer.status));
    Expect(request_ids.insert(answer.request_id).second, "a request id that came before");
  }

  void Expect(bool holds, const std::string& otherwise) {
    if (!holds) wrong.push_back(stream_ + ": " + otherwise);
  }

  void Begin() {
    Call("CreateStream", {{"StreamName", stream_}, {"ShardCount", 1}});
    const json::value summary = Call("DescribeStreamSummary", {{"StreamName", stream_}});
    const json::value arn = summary.at("StreamDescriptionSummary").at("StreamARN");
    const json::value consumer =
        Call("RegisterStreamConsumer", {{"StreamARN", arn}, {"ConsumerName", "c"}});
    peer_->Subscribe(MakeRequest(kJson, "Kinesis_20131202.SubscribeToShard",
                                 {{"ConsumerARN", consumer.at("Consumer").at("ConsumerARN")},
                                  {"ShardId", "shardId-000000000000"},
                                  {"StartingPosition", {{"Type", "TRIM_HORIZON"}}}},
                                 {}));
  }

  // Calls of three kinds, each to be told from every other by its answer.
  void PlayRound(int round) {
    std::vector<RawRequest> requests;
    const auto name_of = [&](int i) {
      return stream_ + "." + std::to_string(round) + "." + std::to_string(i);
    };
    for (int i = 0; i < kCallsPerRound; ++i) {
      if (i % 3 == 0) {
        requests.push_back(Request("DescribeStreamSummary", {{"StreamName", stream_}}));
      } else if (i % 3 == 1) {
        requests.push_back(Request("DescribeStreamSummary", {{"StreamName", name_of(i)}}));
      } else {
        requests.push_back(
            Request("PutRecord",
                    {{"StreamName", stream_}, {"PartitionKey", name_of(i)}, {"Data", "AP+A"}}));
      }
    }
    const std::vector<Answer> answers = peer_->CallAll(requests);
    for (int i = 0; i < kCallsPerRound; ++i) {
      const Answer& answer = answers[static_cast<std::size_t>(i)];
      Note(answer, i % 3 == 1 ? 400 : 200);
      const json::value body = encoding_.decode(answer.body);
      if (i % 3 == 0) {
        Expect(body.at("StreamDescriptionSummary").at("StreamName") == json::value(stream_),
               "the answer to somebody else");
      } else if (i % 3 == 1) {
        Expect(body.at("message") ==
                   json::value("Stream " + name_of(i) + " under account 000000000000 not found."),
               "the error of somebody else");
      } else {
        put_[std::string(body.at("SequenceNumber").as_string())] = name_of(i);
      }
    }
  }

  void Compare(const json::array& records, std::map<std::string, std::string>& left) {
    for (const json::value& record : records) {
      const auto it = left.find(std::string(record.at("SequenceNumber").as_string()));
      Expect(it != left.end(), "a record that is not ours, or came twice");
      if (it == left.end()) continue;
      Expect(record.at("PartitionKey") == json::value(it->second), "the record of another put");
      Expect(record.at("Data") == json::value("AP+A"), "other data than was put");
      left.erase(it);
    }
  }

  void ReadEvents() {
    std::map<std::string, std::string> left = put_;
    EventStreamReader reader;
    while (!left.empty()) {
      reader.Append(peer_->ReadSubscription());
      while (const auto message = reader.Next()) {
        const json::value& payload = message->at("payload");
        if (payload.as_object().contains("Records")) {
          Compare(payload.at("Records").as_array(), left);
        }
      }
    }
  }

  void ReadRecords() {
    std::map<std::string, std::string> left = put_;
    const json::value iterator = Call("GetShardIterator", {{"StreamName", stream_},
                                                           {"ShardId", "shardId-000000000000"},
                                                           {"ShardIteratorType", "TRIM_HORIZON"}});
    const json::value records =
        Call("GetRecords", {{"ShardIterator", iterator.at("ShardIterator")}});
    Compare(records.at("Records").as_array(), left);
    Expect(left.empty(), "records are missing");
  }

  const Encoding& encoding_;
  const std::string stream_;
  std::unique_ptr<Peer> peer_;
  std::map<std::string, std::string> put_;  // partition keys by sequence number
};

void PlayAllAtOnce(const std::string& threads_of_server) {
  const ServerProcess server(program, {"--create-stream-delay", "0", "--register-consumer-delay",
                                       "0", "--threads", threads_of_server});
  std::vector<std::unique_ptr<Worker>> workers;
  for (const Version version : {Version::kHttp1, Version::kHttp2}) {
    for (const bool tls : {false, true}) {
      for (const Encoding* encoding : {&kJson, &kCbor}) {
        const int number = static_cast<int>(workers.size());
        workers.push_back(
            std::make_unique<Worker>(server.port(), Manner{version, tls, *encoding}, number));
      }
    }
  }
  std::vector<std::thread> threads;
  for (const auto& worker : workers) threads.emplace_back([&] { worker->Run(); });
  for (std::thread& thread : threads) thread.join();

  std::set<std::string> request_ids;
  int calls = 0;
  for (const auto& worker : workers) {
    for (const std::string& what : worker->wrong) FAIL_CHECK(what);
    request_ids.insert(worker->request_ids.begin(), worker->request_ids.end());
    calls += worker->calls;
  }
  CHECK(calls == 8 * (kRounds * kCallsPerRound + 5));
  CHECK(request_ids.size() == static_cast<std::size_t>(calls));
}

TEST_CASE("one port answers every protocol at once, and nothing is mixed up") {
  SUBCASE("one event loop") { PlayAllAtOnce("1"); }
  SUBCASE("three event loops") { PlayAllAtOnce("3"); }
}

}  // namespace
}  // namespace runnel::conformance

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  runnel::conformance::program = argv[1];
  return doctest::Context(1, argv).run();
}
