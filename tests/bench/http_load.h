// A closed loop of requests over blocking connections: each sends the same bytes again as soon as
// it has its answer. Bounded in time, to 127.0.0.1 alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace runnel::bench {

struct Load {
  std::uint16_t port = 0;
  std::string request;  // a whole HTTP/1.1 request that is answered 200
  int connections = 1;
  std::chrono::milliseconds duration{2000};
};

struct LoadResult {
  double requests_per_second = 0;
  double median_us = 0;
  double p99_us = 0;
  std::uint64_t failures = 0;  // answers other than 200, or none
};

// The first fifth of the time is not counted.
LoadResult RunLoad(const Load& load);

// The header fields of a signed-looking call of an operation in JSON; names in lower case.
std::vector<std::pair<std::string, std::string>> CallFields(const std::string& operation);
// A signed-looking call of an operation in JSON.
std::string CallText(const std::string& operation, const std::string& body);
// Sends one request and waits for its answer; returns the body. Throws std::runtime_error for
// anything but 200.
std::string SendOnce(std::uint16_t port, const std::string& request);

}  // namespace runnel::bench
