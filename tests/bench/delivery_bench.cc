// How long it takes from a put to the event at each consumer of the shard, and what a crowd of idle
// connections and open subscriptions does to the answer to a call. See README.md.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/fan_out.h"
#include "tests/bench/http_load.h"
#include "tests/bench/kinesis_calls.h"
#include "tests/bench/options.h"
#include "tests/bench/server_process.h"
#include "tests/bench/turns.h"
#include "tests/http_clients/channel.h"
#include "tests/http_clients/http1_connection.h"

namespace runnel::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{10};
constexpr int kIdleConnections = 1000;
constexpr int kCrowdStreams = 25;
constexpr int kConsumersOfStream = 20;  // as many as a stream may have

constexpr int kRecordsOfBatch = 100;
constexpr int kCatchUpRecords = 10'000;

double MicrosecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

struct Spread {
  double median_us;
  double p99_us;
};

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() / 2], values[values.size() * 99 / 100]};
}

// A median over rounds of each figure.
Spread MedianOf(const std::vector<Spread>& rounds) {
  std::vector<double> medians;
  std::vector<double> p99s;
  for (const Spread& round : rounds) {
    medians.push_back(round.median_us);
    p99s.push_back(round.p99_us);
  }
  return {SpreadOf(medians).median_us, SpreadOf(p99s).median_us};
}

ServerProcess StartServer(const Options& options) {
  return ServerProcess(options.program,
                       {"--log-level", "warn", "--create-stream-delay", "0",
                        "--register-consumer-delay", "0", "--shard-limit", "1000"});
}

// A put at a time; the next one goes out when all consumers have the last one and it is answered.
Spread Deliver(const Options& options, Version version, int consumers) {
  const ServerProcess server = StartServer(options);
  const std::string stream = CreateStream(server.port(), "bench");
  std::vector<std::unique_ptr<Subscription>> subscriptions;
  for (int i = 0; i < consumers; ++i) {
    const std::string consumer =
        RegisterConsumer(server.port(), stream, "consumer-" + std::to_string(i));
    subscriptions.push_back(Subscribe(server.port(), version, consumer));
  }
  test::Http1Connection producer(test::ConnectPlain(server.port()));
  std::vector<double> delays_us;
  const auto end = Clock::now() + options.duration;
  for (int put = 0; Clock::now() < end || delays_us.empty(); ++put) {
    const std::string key = "key-" + std::to_string(put) + ".";
    const std::string body =
        R"({"StreamName":"bench","Data":"YWJj","PartitionKey":")" + key + "\"}";
    const auto begin = Clock::now();
    producer.Begin("POST", "/", body, CallFields("PutRecord"));
    for (const auto& subscription : subscriptions) {
      subscription->ReadThrough(key);
      delays_us.push_back(MicrosecondsSince(begin));
    }
    if (producer.Finish(kPatience).status != 200) throw std::runtime_error("a put was refused");
  }
  return SpreadOf(std::move(delays_us));
}

// How long a put takes that nobody waits for, and a put and the GetRecords that then reads it.
Spread PutAlone(const Options& options, bool and_get) {
  const ServerProcess server = StartServer(options);
  CreateStream(server.port(), "bench");
  test::Http1Connection client(test::ConnectPlain(server.port()));
  const auto call = [&](const std::string& operation, const std::string& body) {
    client.Begin("POST", "/", body, CallFields(operation));
    const test::Http1Answer answer = client.Finish(kPatience);
    if (answer.status != 200) throw std::runtime_error(operation + " was refused");
    return answer.body;
  };
  std::string iterator = TextMember(
      call("GetShardIterator", R"({"StreamName":"bench","ShardId":"shardId-000000000000",)"
                               R"("ShardIteratorType":"LATEST"})"),
      "ShardIterator");
  std::vector<double> delays_us;
  const auto end = Clock::now() + options.duration;
  for (int put = 0; Clock::now() < end || delays_us.empty(); ++put) {
    const std::string key = "key-" + std::to_string(put) + ".";
    const auto begin = Clock::now();
    call("PutRecord", R"({"StreamName":"bench","Data":"YWJj","PartitionKey":")" + key + "\"}");
    if (and_get) {
      const std::string got = call("GetRecords", R"({"ShardIterator":")" + iterator + "\"}");
      if (got.find(key) == got.npos) throw std::runtime_error("a record was not there");
      iterator = TextMember(got, "NextShardIterator");
    }
    delays_us.push_back(MicrosecondsSince(begin));
  }
  return SpreadOf(std::move(delays_us));
}

void MeasurePuts(const Options& options) {
  if (!Wants(options, "put to event beside a put alone")) return;
  std::vector<double> alone;
  std::vector<double> get;
  std::vector<double> event;
  std::vector<double> ratios;
  for (int round = 0; round < options.rounds; ++round) {
    alone.push_back(PutAlone(options, false).median_us);
    event.push_back(Deliver(options, Version::kHttp1, 1).median_us);
    get.push_back(PutAlone(options, true).median_us);
    ratios.push_back(event.back() / alone.back());
  }
  std::printf(
      "put to event beside a put alone: put %.0f us, put to event %.0f us, ratio %.2f; put and "
      "then get %.0f us\n",
      Median(alone), Median(event), Median(ratios), Median(get));
}

// Batches of 1 KiB records, the next one when every consumer has the last: records a second.
double Sustained(const Options& options, int consumers) {
  const ServerProcess server = StartServer(options);
  const std::string stream = CreateStream(server.port(), "bench");
  std::vector<std::unique_ptr<Subscription>> subscriptions;
  for (int i = 0; i < consumers; ++i) {
    subscriptions.push_back(
        Subscribe(server.port(), Version::kHttp1,
                  RegisterConsumer(server.port(), stream, "consumer-" + std::to_string(i))));
  }
  test::Http1Connection producer(test::ConnectPlain(server.port()));
  const std::string data(1368, 'A');
  int records = 0;
  const auto begin = Clock::now();
  while (Clock::now() < begin + options.duration || records == 0) {
    const std::string key = "key-" + std::to_string(records) + ".";
    std::string body = R"({"StreamName":"bench","Records":[)";
    for (int i = 0; i < kRecordsOfBatch; ++i) {
      const bool last = i + 1 == kRecordsOfBatch;
      body += (i == 0 ? "" : ",") + (R"({"Data":")" + data) + R"(","PartitionKey":")" +
              (last ? key : "other") + "\"}";
    }
    producer.Begin("POST", "/", body + "]}", CallFields("PutRecords"));
    for (const auto& subscription : subscriptions) subscription->ReadThrough(key);
    if (producer.Finish(kPatience).status != 200) throw std::runtime_error("a put was refused");
    records += kRecordsOfBatch;
  }
  return records / (MicrosecondsSince(begin) / 1e6);
}

void MeasureSustained(const Options& options) {
  for (const int consumers : {1, 20}) {
    const std::string scene =
        "records a second to " + std::to_string(consumers) + " consumers of a shard";
    if (!Wants(options, scene)) continue;
    std::vector<double> rates;
    for (int round = 0; round < options.rounds; ++round) {
      rates.push_back(Sustained(options, consumers));
    }
    std::printf("%s  %.0f\n", scene.c_str(), Median(rates));
  }
}

// 10,000 records of 1 KiB that are there when the subscription begins.
void MeasureCatchUp(const Options& options) {
  if (!Wants(options, "catch-up")) return;
  std::vector<double> milliseconds;
  for (int round = 0; round < options.rounds; ++round) {
    const ServerProcess server = StartServer(options);
    const std::string stream = CreateStream(server.port(), "bench");
    const std::string consumer = RegisterConsumer(server.port(), stream, "late");
    const std::string put = CallText("PutRecords", PutRecordsBody("bench", 1024, 1));
    for (int i = 0; i < kCatchUpRecords / kRecordsOfPut; ++i) SendOnce(server.port(), put);
    SendOnce(
        server.port(),
        CallText("PutRecord", R"({"StreamName":"bench","Data":"YWJj","PartitionKey":"the last"})"));
    const auto begin = Clock::now();
    Subscribe(server.port(), Version::kHttp1, consumer, "TRIM_HORIZON")->ReadThrough("the last");
    milliseconds.push_back(MicrosecondsSince(begin) / 1000);
  }
  std::printf("catch-up of %d x 1 KiB  median %.1f ms, %.0f records/s\n", kCatchUpRecords,
              Median(milliseconds), kCatchUpRecords / (Median(milliseconds) / 1000));
}

void MeasureDelivery(const Options& options) {
  if (!Wants(options, "put to event")) return;
  for (const Version version : {Version::kHttp1, Version::kHttp2}) {
    for (const int consumers : {1, 5, 20}) {
      std::vector<Spread> rounds;
      for (int round = 0; round < options.rounds; ++round) {
        rounds.push_back(Deliver(options, version, consumers));
      }
      const Spread spread = MedianOf(rounds);
      std::printf("put to event, %s, %2d consumers  median %6.0f us  p99 %6.0f us\n",
                  version == Version::kHttp1 ? "HTTP/1.1" : "HTTP/2  ", consumers, spread.median_us,
                  spread.p99_us);
    }
  }
}

Spread AnswerDelays(const Options& options, std::uint16_t port) {
  std::vector<double> delays_us;
  const auto end = Clock::now() + options.duration;
  while (Clock::now() < end || delays_us.empty()) {
    const auto begin = Clock::now();
    test::Http1Connection connection(test::ConnectPlain(port));  // a new one for each
    connection.Begin("POST", "/", R"({"StreamName":"quiet","Data":"YWJj","PartitionKey":"p"})",
                     CallFields("PutRecord"));
    if (connection.Finish(kPatience).status != 200) throw std::runtime_error("a put was refused");
    delays_us.push_back(MicrosecondsSince(begin));
  }
  return SpreadOf(std::move(delays_us));
}

void MeasureCrowd(const Options& options) {
  if (!Wants(options, "crowd")) return;
  const ServerProcess server = StartServer(options);
  CreateStream(server.port(), "quiet");
  const double empty_mib = server.ResidentMib();
  const Spread alone = AnswerDelays(options, server.port());
  std::vector<std::unique_ptr<test::Http1Connection>> idle;
  for (int i = 0; i < kIdleConnections; ++i) {
    idle.push_back(std::make_unique<test::Http1Connection>(test::ConnectPlain(server.port())));
    idle.back()->Begin("GET", "/health", "", {});
    idle.back()->Finish(kPatience);
  }
  const double idle_mib = server.ResidentMib();
  std::vector<std::unique_ptr<Subscription>> subscriptions;
  for (int i = 0; i < kCrowdStreams; ++i) {
    const std::string stream = CreateStream(server.port(), "crowd-" + std::to_string(i));
    for (int k = 0; k < kConsumersOfStream; ++k) {
      const std::string consumer =
          RegisterConsumer(server.port(), stream, "consumer-" + std::to_string(k));
      const Version version = k % 2 == 0 ? Version::kHttp1 : Version::kHttp2;
      subscriptions.push_back(Subscribe(server.port(), version, consumer));
    }
  }
  const double crowd_mib = server.ResidentMib();
  const Spread crowded = AnswerDelays(options, server.port());
  std::printf("crowd: connect, put, answer: alone          median %6.0f us  p99 %6.0f us\n",
              alone.median_us, alone.p99_us);
  std::printf(
      "the same beside %d idle connections and %zu subscriptions  median %6.0f us  p99 %6.0f us\n",
      kIdleConnections, subscriptions.size(), crowded.median_us, crowded.p99_us);
  std::printf("memory: %.1f MiB, with the idle connections %.1f, with the subscriptions %.1f\n",
              empty_mib, idle_mib, crowd_mib);
}

void Measure(const Options& options) {
  MeasurePuts(options);
  MeasureDelivery(options);
  MeasureSustained(options);
  MeasureCatchUp(options);
  MeasureCrowd(options);
}

}  // namespace
}  // namespace runnel::bench

int main(int argc, char** argv) {
  return runnel::bench::RunBenchmark(argc, argv, runnel::bench::Measure);
}
