#include "tests/bench/options.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace runnel::bench {

int RunBenchmark(int argc, char** argv, void (*measure)(const Options& options)) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--program") options.program = argv[i + 1];
    if (name == "--rounds") options.rounds = std::max(1, std::atoi(argv[i + 1]));
    if (name == "--milliseconds") {
      options.duration = std::chrono::milliseconds(std::max(50, std::atoi(argv[i + 1])));
    }
  }
  if (options.program.empty()) {
    std::fprintf(stderr, "usage: %s --program build/bin/runnel [--rounds N] [--milliseconds N]\n",
                 argv[0]);
    return 2;
  }
  try {
    measure(options);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
}

}  // namespace runnel::bench
