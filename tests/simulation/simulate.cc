// Tries to break the emulator: see README.md.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t seeds = 1;     // this one and those after it
  std::uint64_t steps = 2000;  // of each
  std::uint64_t seconds = 0;   // begin no seed later than that; zero: begin all
  std::string without;         // the name of a workload, or of several
};

struct Outcome {
  std::string violation;  // empty: there was none
  std::uint64_t step = 0;
  std::uint64_t calls = 0;
  std::uint64_t digest = 0;
};

// What is running, as text, for when the program ends in the middle of it.
char running[200];

// A check that failed, or a run that does not come to its end.
extern "C" void OnFatalSignal(int signal) {
  std::size_t size = 0;
  while (running[size] != '\0') ++size;
  const ssize_t written = write(STDERR_FILENO, running, size);
  _exit(written < 0 || signal == SIGALRM ? 3 : 4);
}

constexpr unsigned kSecondsMaxOfRun = 120;

void NoteRunning(std::uint64_t seed, std::uint64_t steps, const std::string& without) {
  std::snprintf(running, sizeof running,
                "it ended, or did not end, within\n  ./dev sim --seed %llu --steps %llu "
                "--without '%s'\n",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(steps),
                without.c_str());
  alarm(kSecondsMaxOfRun);
}

// A workload has so many of the lots from which each step is drawn.
std::vector<Workload*> DrawLots(const std::vector<std::unique_ptr<Workload>>& workloads,
                                const std::string& without, Dice& dice) {
  constexpr std::size_t kLotsMax = 12;
  std::vector<Workload*> lots;
  for (const auto& workload : workloads) {
    const std::size_t count = 1 + dice.Below(kLotsMax);
    if (without.find(workload->name()) != std::string::npos) continue;
    lots.insert(lots.end(), count, workload.get());
  }
  return lots;
}

Outcome Run(std::uint64_t seed, std::uint64_t steps, const std::string& without) {
  NoteRunning(seed, steps, without);
  Outcome outcome;
  World world(seed);
  const auto workloads = MakeWorkloads();
  const auto lots = DrawLots(workloads, without, world.dice);
  try {
    for (; outcome.step < steps; ++outcome.step) world.dice.Pick(lots)->Step(world);
    if (!world.writes()) world.LoseUnwritten();
    world.Restart();
  } catch (const std::exception& violation) {
    outcome.violation = violation.what();
  }
  outcome.calls = world.calls();
  outcome.digest = world.digest();
  return outcome;
}

// Workloads without which it fails as well, and sooner, are left out.
void Report(std::uint64_t seed, const Options& options, Outcome outcome) {
  std::string without = options.without;
  for (const auto& workload : MakeWorkloads()) {
    const std::string tried = without + " " + std::string(workload->name());
    const Outcome fewer = Run(seed, outcome.step + 1, tried);
    if (fewer.violation.empty()) continue;
    without = tried;
    outcome = fewer;
  }
  std::fprintf(stderr,
               "%s\nseed %llu fails in step %llu; again:\n  ./dev sim --seed %llu --steps %llu",
               outcome.violation.c_str(), static_cast<unsigned long long>(seed),
               static_cast<unsigned long long>(outcome.step), static_cast<unsigned long long>(seed),
               static_cast<unsigned long long>(outcome.step + 1));
  if (!without.empty()) std::fprintf(stderr, " --without '%s'", without.c_str());
  std::fprintf(stderr, "\n");
}

int Simulate(const Options& options) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const auto elapsed = [&begin] {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  std::uint64_t seeds = 0;
  std::uint64_t steps = 0;
  std::uint64_t calls = 0;
  for (; seeds < options.seeds; ++seeds) {
    if (options.seconds > 0 && elapsed() > static_cast<double>(options.seconds)) break;
    const std::uint64_t seed = options.seed + seeds;
    const Outcome outcome = Run(seed, options.steps, options.without);
    if (!outcome.violation.empty()) {
      Report(seed, options, outcome);
      return 1;
    }
    // What differs between two runs of one seed could not be replayed.
    if (seeds == 0 && Run(seed, options.steps, options.without).digest != outcome.digest) {
      std::fprintf(stderr, "seed %llu: a second run was answered differently\n",
                   static_cast<unsigned long long>(seed));
      return 1;
    }
    steps += options.steps;
    calls += outcome.calls;
  }
  std::printf("%llu seeds from %llu, %llu steps, %llu calls in %.1f s: %.0f steps a second\n",
              static_cast<unsigned long long>(seeds), static_cast<unsigned long long>(options.seed),
              static_cast<unsigned long long>(steps), static_cast<unsigned long long>(calls),
              elapsed(), static_cast<double>(steps) / elapsed());
  return 0;
}

bool Parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (i + 1 == argc) return false;
    char* end = nullptr;
    const std::uint64_t number = std::strtoull(argv[i + 1], &end, 0);
    if (name == "--without") {
      options.without = argv[i + 1];
      continue;
    }
    if (*argv[i + 1] == '\0' || *end != '\0') return false;
    if (name == "--seed") {
      options.seed = number;
    } else if (name == "--seeds") {
      options.seeds = number;
    } else if (name == "--steps") {
      options.steps = number;
    } else if (name == "--seconds") {
      options.seconds = number;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace
}  // namespace runnel::simulation

int main(int argc, char** argv) {
  runnel::simulation::Options options;
  if (!runnel::simulation::Parse(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: %s [--seed N] [--seeds N] [--steps N] [--seconds N] [--without NAMES]\n"
                 "runs so many seeds from the first, of so many steps each; begins none after the\n"
                 "seconds, if they are given\n"
                 "workloads:",
                 argv[0]);
    for (const auto& workload : runnel::simulation::MakeWorkloads()) {
      std::fprintf(stderr, " %s", std::string(workload->name()).c_str());
    }
    std::fprintf(stderr, "\n");
    return 2;
  }
  std::signal(SIGABRT, runnel::simulation::OnFatalSignal);
  std::signal(SIGALRM, runnel::simulation::OnFatalSignal);
  return runnel::simulation::Simulate(options);
}
