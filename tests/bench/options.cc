#include "tests/bench/options.h"

#include <sys/utsname.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string_view>
#include <thread>

namespace runnel::bench {
namespace {

std::string Processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "an unknown processor";
}

// The program says of which revision it is.
std::string VersionOf(const std::string& program) {
  std::string text(256, '\0');
  FILE* const output = popen(("'" + program + "' --version").c_str(), "r");
  if (output == nullptr) return program;
  text.resize(std::fread(text.data(), 1, text.size(), output));
  pclose(output);
  return text.substr(0, text.find('\n'));
}

void PrintHeading(const Options& options) {
  utsname system{};
  uname(&system);
  std::printf("%s; %s, %u cores, Linux %s; %d rounds of %lld ms\n",
              VersionOf(options.program).c_str(), Processor().c_str(),
              std::thread::hardware_concurrency(), system.release, options.rounds,
              static_cast<long long>(options.duration.count()));
}

}  // namespace

bool Wants(const Options& options, const std::string& scene) {
  return scene.find(options.scene) != std::string::npos;
}

int RunBenchmark(int argc, char** argv, void (*measure)(const Options& options)) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* const value = argv[i + 1];
    if (name == "--program") options.program = value;
    if (name == "--floor") options.floor = value;
    if (name == "--floor-avx2") options.floor_avx2 = value;
    if (name == "--peers") options.peers = value;
    if (name == "--scene") options.scene = value;
    if (name == "--rounds") options.rounds = std::max(1, std::atoi(value));
    if (name == "--milliseconds") {
      options.duration = std::chrono::milliseconds(std::max(50, std::atoi(value)));
    }
  }
  options.smoke = options.duration <= std::chrono::milliseconds(100);
  if (options.program.empty()) {
    std::fprintf(stderr,
                 "usage: %s --program build/bin/runnel [--rounds N] [--milliseconds N] "
                 "[--scene TEXT] [--floor PROGRAM] [--floor-avx2 PROGRAM] [--peers FOLDER]\n",
                 argv[0]);
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  try {
    PrintHeading(options);
    measure(options);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
}

}  // namespace runnel::bench
