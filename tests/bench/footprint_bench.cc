// What a server takes: the time until it is ready, memory when idle and for each record, processor
// time when idle, and what many shards and streams cost. See README.md.
#include <chrono>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/contenders.h"
#include "tests/bench/http_load.h"
#include "tests/bench/kinesis_calls.h"
#include "tests/bench/options.h"
#include "tests/bench/server_process.h"
#include "tests/bench/turns.h"

namespace runnel::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kBytesOfMib = 1024 * 1024;

double MillisecondsOf(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

void MeasureStart(const Options& options) {
  if (!Wants(options, "start")) return;
  std::vector<Contender> contenders = {Runnel(options)};
  if (!options.floor.empty()) contenders.push_back(Floor(options, {}));
  for (Contender& peer : InstalledPeers(options)) contenders.push_back(std::move(peer));
  const int starts = options.smoke ? 1 : 10 * options.rounds;
  for (const Contender& contender : contenders) {
    std::vector<double> ready_ms;
    std::vector<double> resident_mib;
    for (int i = 0; i < starts; ++i) {
      const ServerProcess server(contender.launch);
      ready_ms.push_back(server.ready_ms());
      resident_mib.push_back(server.ResidentMib());
    }
    std::printf("start, %-14s ready in %7.1f ms  resident %6.1f MiB\n", contender.name.c_str(),
                Median(ready_ms), Median(resident_mib));
  }
}

// With a stream, and a connection that was used once.
void MeasureIdle(const Options& options) {
  if (!Wants(options, "idle")) return;
  const ServerProcess server(Runnel(options).launch);
  MakeStream(server.port(), "bench", 4);
  const double before = server.CpuSeconds();
  // Nothing is sent while another server starts and stops again and again.
  const auto end = Clock::now() + options.duration;
  while (Clock::now() < end) const ServerProcess other(Runnel(options).launch);
  std::printf("idle, processor time      %9.3f ms in %.1f s\n",
              (server.CpuSeconds() - before) * 1000,
              std::chrono::duration<double>(options.duration).count());
}

// Puts batches until there are so many records, and says what memory each took beside its bytes.
void MeasureRecords(const Options& options) {
  if (!Wants(options, "memory of records")) return;
  const std::vector<int> counts =
      options.smoke ? std::vector<int>{20'000} : std::vector<int>{1'000'000, 5'000'000, 10'000'000};
  for (const std::size_t bytes : {std::size_t{100}, std::size_t{1024}}) {
    const ServerProcess server(Runnel(options, {"--record-memory", "1000GiB"}).launch);
    MakeStream(server.port(), "bench", 4);
    const double empty_mib = server.ResidentMib();
    const std::string put = CallText("PutRecords", PutRecordsBody("bench", bytes, 1));
    double key_bytes = 0;
    const std::string name = "\"PartitionKey\":\"";
    for (std::size_t at = put.find(name); at != std::string::npos; at = put.find(name, at + 1)) {
      key_bytes += static_cast<double>(put.find('"', at + name.size()) - at - name.size());
    }
    const double payload = static_cast<double>(bytes) + key_bytes / kRecordsOfPut;
    int records = 0;
    for (const int count : counts) {
      constexpr double kPayloadMax = 2.0 * 1024 * kBytesOfMib;
      if (payload * count > kPayloadMax) break;
      while (records < count) {
        SendOnce(server.port(), put);
        records += kRecordsOfPut;
      }
      const double taken = (server.ResidentMib() - empty_mib) * kBytesOfMib / records;
      std::printf("memory of records, %8d x %4zu B   %6.1f bytes each beside data and key\n",
                  records, bytes, taken - payload);
    }
  }
}

void MeasureShards(const Options& options) {
  if (!Wants(options, "shards")) return;
  for (const int shards : {1, 100, 1000, 10'000}) {
    std::vector<double> create_ms;
    std::vector<double> list_ms;
    std::vector<double> put_us;
    std::vector<double> split_ms;
    for (int round = 0; round < options.rounds; ++round) {
      const ServerProcess server(Runnel(options).launch);
      const std::uint16_t port = server.port();
      create_ms.push_back(MillisecondsOf([&] { MakeStream(port, "bench", shards); }));
      list_ms.push_back(MillisecondsOf([&] {
        SendOnce(port, CallText("ListShards", R"({"StreamName":"bench","MaxResults":10000})"));
      }));
      Load load;
      load.port = port;
      load.requests = PutRecordTexts("bench", 1024, 64);
      load.connections = 8;
      load.duration = options.duration;
      const LoadResult puts = RunLoad(load);
      if (puts.failures > 0) throw std::runtime_error("puts were refused");
      put_us.push_back(1e6 / puts.requests_per_second);
      split_ms.push_back(MillisecondsOf([&] {
        SendOnce(port, CallText("SplitShard",
                                R"({"StreamName":"bench","ShardToSplit":"shardId-000000000000",)"
                                R"("NewStartingHashKey":"1000"})"));
      }));
    }
    std::printf(
        "shards, %5d   created %7.2f ms  listed %7.2f ms  one split %6.2f ms  a put %6.1f us\n",
        shards, Median(create_ms), Median(list_ms), Median(split_ms), Median(put_us));
  }
}

void MeasureStreams(const Options& options) {
  if (!Wants(options, "streams")) return;
  const int streams = options.smoke ? 50 : 1000;
  const ServerProcess server(Runnel(options).launch);
  const double empty_mib = server.ResidentMib();
  const double create_ms = MillisecondsOf([&] {
    for (int i = 0; i < streams; ++i) MakeStream(server.port(), "bench-" + std::to_string(i), 1);
  });
  const double list_ms = MillisecondsOf(
      [&] { SendOnce(server.port(), CallText("ListStreams", R"({"Limit":10000})")); });
  std::printf("streams, %d   created and seen ACTIVE %.3f ms each  listed %.2f ms  %.1f KiB each\n",
              streams, create_ms / streams, list_ms,
              (server.ResidentMib() - empty_mib) * 1024 / streams);
}

void Measure(const Options& options) {
  MeasureStart(options);
  MeasureIdle(options);
  MeasureShards(options);
  MeasureStreams(options);
  MeasureRecords(options);
}

}  // namespace
}  // namespace runnel::bench

int main(int argc, char** argv) {
  return runnel::bench::RunBenchmark(argc, argv, runnel::bench::Measure);
}
