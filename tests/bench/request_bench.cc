// How many calls a second the server answers, and what a call costs it, beside the least that a
// server can do on this machine (epoll_floor) and the emulators that are installed. See README.md.
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/channel_load.h"
#include "tests/bench/contenders.h"
#include "tests/bench/http_load.h"
#include "tests/bench/kinesis_calls.h"
#include "tests/bench/options.h"
#include "tests/bench/turns.h"

namespace runnel::bench {
namespace {

constexpr std::size_t kKibibyte = 1024;
constexpr int kShards = 4;
const std::string kStream = "bench";

// Runnel, and the floor with these arguments if there is one.
std::vector<Contender> BesideFloor(const Options& options, std::vector<std::string> arguments) {
  std::vector<Contender> contenders = {Runnel(options)};
  if (!options.floor.empty()) contenders.push_back(Floor(options, std::move(arguments)));
  return contenders;
}

std::vector<Contender> BesideAll(const Options& options, std::vector<std::string> arguments) {
  std::vector<Contender> contenders = BesideFloor(options, std::move(arguments));
  for (Contender& peer : InstalledPeers(options)) contenders.push_back(std::move(peer));
  return contenders;
}

Load OfRequests(std::vector<std::string> requests, int connections) {
  Load load;
  load.requests = std::move(requests);
  load.connections = connections;
  return load;
}

Scene Puts(std::string name, std::size_t bytes, int connections) {
  Scene scene;
  scene.name = std::move(name);
  scene.prepare = [bytes, connections](std::uint16_t port) {
    MakeStream(port, kStream, kShards);
    return OfRequests(PutRecordTexts(kStream, bytes, 64), connections);
  };
  return scene;
}

void MeasurePuts(const Options& options) {
  for (const std::size_t bytes : {std::size_t{100}, kKibibyte}) {
    for (const int connections : {1, 8, 64}) {
      Scene scene =
          Puts("PutRecord " + (bytes == kKibibyte ? "1 KiB" : std::to_string(bytes) + " B") + ", " +
                   std::to_string(connections) + " connections",
               bytes, connections);
      scene.contenders = BesideAll(options, {"--work"});
      TakeTurns(options, scene);
    }
  }
  Scene reconnecting = Puts("PutRecord 1 KiB, a new connection each", kKibibyte, 8);
  const auto prepare = reconnecting.prepare;
  reconnecting.prepare = [prepare](std::uint16_t port) {
    Load load = prepare(port);
    load.reconnects = true;
    return load;
  };
  reconnecting.contenders = BesideAll(options, {"--work"});
  TakeTurns(options, reconnecting);

  Scene threads = Puts("PutRecord 1 KiB, 8 connections, 2 threads beside 1", kKibibyte, 8);
  threads.contenders = {Runnel(options, {"--threads", "2"}), Runnel(options, {"--threads", "1"})};
  threads.contenders[0].name = "Runnel, 2 threads";
  threads.contenders[1].name = "Runnel, 1 thread";
  TakeTurns(options, threads);
}

// The same put over what SDKs use, beside plain HTTP/1.1.
void MeasureTransports(const Options& options) {
  for (const Channels channels :
       {Channels::kHttp1, Channels::kHttp1Tls, Channels::kHttp2, Channels::kHttp2Tls}) {
    for (const bool cbor : {false, true}) {
      Scene scene;
      scene.name =
          std::string("PutRecord 1 KiB, ") + NameOf(channels) + (cbor ? ", CBOR" : ", JSON");
      scene.prepare = [](std::uint16_t port) {
        MakeStream(port, kStream, kShards);
        return OfRequests({}, 8);
      };
      scene.run = [channels, cbor](const Load& load) {
        return RunChannelLoad(load, channels, PutRecordCalls(kStream, kKibibyte, 64, cbor));
      };
      scene.contenders = {Runnel(options)};
      TakeTurns(options, scene);
    }
  }
}

Scene Batches(const std::string& name, int connections) {
  Scene scene;
  scene.name = name;
  scene.prepare = [connections](std::uint16_t port) {
    MakeStream(port, kStream, kShards);
    return OfRequests(PutRecordsTexts(kStream, kKibibyte, 4), connections);
  };
  scene.units = kRecordsOfPut;
  scene.unit = "records";
  return scene;
}

void MeasureBatches(const Options& options) {
  for (const int connections : {1, 4}) {
    Scene scene = Batches("PutRecords 500 x 1 KiB, " + std::to_string(connections) + " connections",
                          connections);
    scene.contenders = BesideAll(options, {"--work"});
    TakeTurns(options, scene);
  }
  Scene threads = Batches("PutRecords 500 x 1 KiB, 4 connections, 2 threads beside 1", 4);
  threads.contenders = {Runnel(options, {"--threads", "2"}), Runnel(options, {"--threads", "1"})};
  threads.contenders[0].name = "Runnel, 2 threads";
  threads.contenders[1].name = "Runnel, 1 thread";
  TakeTurns(options, threads);
}

void MeasureRead(const Options& options, std::string name,
                 std::function<Load(std::uint16_t port)> prepare) {
  Scene scene;
  scene.name = std::move(name);
  scene.prepare = std::move(prepare);
  scene.contenders = BesideAll(options, {});
  scene.same_answer_size = true;
  TakeTurns(options, scene);
}

void MeasureReads(const Options& options) {
  MeasureRead(options, "GetRecords, 10,000 records of 1 KiB", [](std::uint16_t port) {
    MakeStream(port, kStream, 1);
    const std::string put = CallText("PutRecords", PutRecordsBody(kStream, kKibibyte, 1));
    constexpr int kPuts = 10'000 / kRecordsOfPut;
    for (int i = 0; i < kPuts; ++i) SendOnce(port, put);
    return OfRequests({GetRecordsText(port, kStream, "TRIM_HORIZON", 10'000)}, 1);
  });
  MeasureRead(options, "GetRecords, empty, 8 connections", [](std::uint16_t port) {
    MakeStream(port, kStream, 1);
    return OfRequests({GetRecordsText(port, kStream, "LATEST", 10'000)}, 8);
  });
  MeasureRead(options, "DescribeStreamSummary, 8 connections", [](std::uint16_t port) {
    MakeStream(port, kStream, kShards);
    return OfRequests({CallText("DescribeStreamSummary", R"({"StreamName":")" + kStream + "\"}")},
                      8);
  });
}

void Measure(const Options& options) {
  MeasurePuts(options);
  MeasureBatches(options);
  MeasureReads(options);
  MeasureTransports(options);
}

}  // namespace
}  // namespace runnel::bench

int main(int argc, char** argv) {
  return runnel::bench::RunBenchmark(argc, argv, runnel::bench::Measure);
}
