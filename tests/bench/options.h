// What every benchmark is told.
#pragma once

#include <chrono>
#include <string>

namespace runnel::bench {

struct Options {
  std::string program;     // the server under test
  std::string floor;       // epoll_floor; empty: it is not measured
  std::string floor_avx2;  // the same, built for processors with AVX2; may be empty
  std::string peers;       // a folder node_modules with other emulators; may be empty
  std::string scene;       // only scenes whose name contains this are measured
  int rounds = 3;
  std::chrono::milliseconds duration{2000};  // of each measurement
  bool smoke = false;                        // only show that it can
};

// Whether a scene was asked for.
bool Wants(const Options& options, const std::string& scene);

// Parses the arguments, says what is measured and on what machine, runs `measure`, and says what
// went wrong if it throws. The exit status.
int RunBenchmark(int argc, char** argv, void (*measure)(const Options& options));

}  // namespace runnel::bench
