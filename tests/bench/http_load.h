// A closed loop of requests: each of some connections sends the next request as soon as it has its
// answer. One thread drives all of them, the bytes of the requests are made beforehand, and the
// loop is bounded in time and goes to 127.0.0.1 alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace runnel::bench {

struct Load {
  std::uint16_t port = 0;
  // Whole HTTP/1.1 requests, each answered 200; sent in turn.
  std::vector<std::string> requests;
  int connections = 1;
  std::chrono::milliseconds duration{2000};
  bool reconnects = false;  // a new connection for each request
};

struct LoadResult {
  double requests_per_second = 0;
  double bytes_per_second = 0;  // of answers
  double median_us = 0;
  double p99_us = 0;
  std::uint64_t answered = 0;  // requests, also those that were not counted
  std::uint64_t failures = 0;  // answers other than 200, or none
};

// The first fifth of the time is not counted. Errors are std::runtime_error.
LoadResult RunLoad(const Load& load);

// Latencies of requests that were answered within `counted_for`, in any order.
LoadResult Summarize(std::vector<double> latencies_us, std::chrono::duration<double> counted_for);

// The header fields of a signed-looking call of an operation in JSON; names in lower case.
std::vector<std::pair<std::string, std::string>> CallFields(const std::string& operation);
// A signed-looking call of an operation in JSON.
std::string CallText(const std::string& operation, const std::string& body);
// Sends one request and waits for its answer; returns the body. Throws std::runtime_error for
// anything but 200.
std::string SendOnce(std::uint16_t port, const std::string& request);

}  // namespace runnel::bench
