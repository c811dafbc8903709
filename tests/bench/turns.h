// Servers that take turns: each round starts them one after the other and loads each for a while,
// so that what else goes on at the machine strikes all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/bench/contenders.h"
#include "tests/bench/http_load.h"
#include "tests/bench/options.h"

namespace runnel::bench {

struct Scene {
  std::string name;
  // Makes what the scene needs at a fresh server, and gives the load; its port and duration are
  // filled in.
  std::function<Load(std::uint16_t port)> prepare;
  // How the load is driven.
  std::function<LoadResult(const Load& load)> run = RunLoad;
  double units = 1;  // that a request counts for: records, say
  std::string unit = "calls";
  // The first is Runnel. One that has no streams gets the same requests.
  std::vector<Contender> contenders;
  // Contenders without streams answer with as many bytes as the first does.
  bool same_answer_size = false;
};

// Measures the scene if it was asked for, and prints the medians of each contender, and of the
// ratios of the first to each. Throws std::runtime_error if calls are refused.
void TakeTurns(const Options& options, const Scene& scene);

double Median(std::vector<double> values);

}  // namespace runnel::bench
