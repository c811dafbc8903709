// How fast records become durable: Runnel beside a plain program that writes the same bytes to the
// same kind of database, one blob a commit, in turn. See README.md for how to read the figures.
#include <sqlite3.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/http_load.h"
#include "tests/bench/kinesis_calls.h"
#include "tests/bench/options.h"
#include "tests/bench/server_process.h"
#include "tests/bench/turns.h"

namespace runnel::bench {
namespace {

constexpr std::size_t kRecordBytes = 1024;

class Folder {
 public:
  Folder() {
    std::string name = "runnel-bench-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void Execute(sqlite3* database, const std::string& sql) {
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(database));
  }
}

// Commits a second of a blob of `bytes`, with the settings of Runnel's journal.
double PlainCommits(const std::string& synchronous, std::size_t bytes,
                    std::chrono::milliseconds duration) {
  const Folder folder;
  sqlite3* database = nullptr;
  sqlite3_open((folder.path() / "plain.db").c_str(), &database);
  Execute(database, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = " +
                        synchronous +
                        "; PRAGMA wal_autocheckpoint = 4096; "
                        "CREATE TABLE blobs (place INTEGER PRIMARY KEY, blob BLOB)");
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO blobs (blob) VALUES (?)", -1, &insert, nullptr);
  std::string blob(bytes, '\0');
  for (char& byte : blob) byte = static_cast<char>(std::rand());
  const auto begin = std::chrono::steady_clock::now();
  std::size_t commits = 0;
  for (; std::chrono::steady_clock::now() - begin < duration; ++commits) {
    sqlite3_bind_blob(insert, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database));
    sqlite3_reset(insert);
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  sqlite3_finalize(insert);
  sqlite3_close(database);
  return static_cast<double>(commits) / seconds;
}

// What makes a server durable in `folder`; nothing for one in memory.
std::vector<std::string> ArgumentsOf(const std::string& durability, const Folder& folder) {
  std::vector<std::string> arguments = {"--log-level", "warn", "--create-stream-delay", "0"};
  if (!durability.empty()) {
    for (const char* word : {"--durability", durability.c_str(), "--data"}) {
      arguments.emplace_back(word);
    }
    arguments.push_back((folder.path() / "data").string());
  }
  return arguments;
}

LoadResult Serve(const Options& options, const std::string& durability,
                 const std::vector<std::string>& requests, int connections) {
  const Folder folder;
  const ServerProcess server(options.program, ArgumentsOf(durability, folder));
  MakeStream(server.port(), "bench", 4);
  Load load;
  load.port = server.port();
  load.requests = requests;
  load.connections = connections;
  load.duration = options.duration;
  const LoadResult result = RunLoad(load);
  if (result.failures > 0) throw std::runtime_error("calls were refused");
  return result;
}

void MeasureBatches(const Options& options, const std::string& durability) {
  if (!Wants(options, "PutRecords 500 x 1 KiB, " + durability)) return;
  const auto requests = PutRecordsTexts("bench", kRecordBytes, 4);
  const std::string synchronous = durability == "full" ? "FULL" : "NORMAL";
  std::vector<double> plain;
  std::vector<double> runnel;
  std::vector<double> ratios;
  for (int round = 0; round < options.rounds; ++round) {
    plain.push_back(kRecordsOfPut *
                    PlainCommits(synchronous, kRecordsOfPut * kRecordBytes, options.duration));
    runnel.push_back(kRecordsOfPut * Serve(options, durability, requests, 4).requests_per_second);
    ratios.push_back(runnel.back() / plain.back());
  }
  std::printf(
      "PutRecords 500 x 1 KiB, 4 connections, %-6s  %9.0f records/s  plain %9.0f  ratio "
      "%.2f\n",
      durability.c_str(), Median(runnel), Median(plain), Median(ratios));
}

void MeasureSingles(const Options& options, const std::string& durability) {
  if (!Wants(options, "PutRecord 1 KiB, " + durability)) return;
  const auto requests = PutRecordTexts("bench", kRecordBytes, 64);
  for (const int connections : {1, 8, 64}) {
    std::vector<double> rates;
    std::vector<double> medians;
    std::vector<double> p99s;
    for (int round = 0; round < options.rounds; ++round) {
      const LoadResult result = Serve(options, durability, requests, connections);
      rates.push_back(result.requests_per_second);
      medians.push_back(result.median_us);
      p99s.push_back(result.p99_us);
    }
    std::printf(
        "PutRecord 1 KiB, %2d connections, %-9s  %9.0f records/s  median %6.0f us  p99 "
        "%6.0f us\n",
        connections, durability.empty() ? "in memory" : durability.c_str(), Median(rates),
        Median(medians), Median(p99s));
  }
}

// How long a server takes to be ready with the records that one left which was killed, and with
// those that one left which was ended.
void MeasureRecovery(const Options& options) {
  if (!Wants(options, "recovery")) return;
  const std::size_t records = options.smoke ? 5'000 : 1'000'000;
  for (const std::size_t bytes : {std::size_t{100}, kRecordBytes}) {
    const Folder folder;
    const auto arguments = ArgumentsOf("normal", folder);
    {
      const ServerProcess server(options.program, arguments);
      MakeStream(server.port(), "bench", 4);
      const auto puts = PutRecordsTexts("bench", bytes, 4);
      for (std::size_t put = 0; put < records; put += kRecordsOfPut) {
        SendOnce(server.port(), puts[put / kRecordsOfPut % puts.size()]);
      }
      kill(server.pid(), SIGKILL);
    }
    const double killed_ms = ServerProcess(options.program, arguments).ready_ms();
    std::vector<double> ready_ms;
    for (int round = 0; round < options.rounds; ++round) {
      ready_ms.push_back(ServerProcess(options.program, arguments).ready_ms());
    }
    std::printf("recovery of %7zu x %4zu B   killed: ready in %7.1f ms  ended: in %7.1f ms\n",
                records, bytes, killed_ms, Median(ready_ms));
  }
}

void Measure(const Options& options) {
  MeasureRecovery(options);
  for (const std::string durability : {"full", "normal"}) MeasureBatches(options, durability);
  for (const std::string durability : {"full", "normal", ""}) MeasureSingles(options, durability);
}

}  // namespace
}  // namespace runnel::bench

int main(int argc, char** argv) {
  return runnel::bench::RunBenchmark(argc, argv, runnel::bench::Measure);
}
