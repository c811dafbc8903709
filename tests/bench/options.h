// What every benchmark is told.
#pragma once

#include <chrono>
#include <string>

namespace runnel::bench {

struct Options {
  std::string program;  // the server under test
  int rounds = 3;
  std::chrono::milliseconds duration{2000};  // of each measurement
};

// Parses the arguments, runs `measure`, and says what went wrong if it throws. The exit status.
int RunBenchmark(int argc, char** argv, void (*measure)(const Options& options));

}  // namespace runnel::bench
