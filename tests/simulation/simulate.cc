// Tries to break the emulator: see README.md.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "tests/simulation/run.h"
#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

struct Options {
  RunPlan plan;
  std::uint64_t seeds = 1;    // this one and those after it
  std::uint64_t seconds = 0;  // begin no seed later than that; zero: begin all
  bool coverage = false;      // tell what was reached, and fail if something was not
};

// How far the process that runs the seeds has come, for the one that waits for it: a failed check
// of the emulator's own ends it without a word.
struct Progress {
  volatile std::uint64_t seed;
  volatile std::uint64_t step;
  volatile bool failed;
};

// Returns the status to exit with.
int RunSeeds(const Options& options, Progress& progress) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const auto elapsed = [&begin] {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  Coverage coverage;
  std::uint64_t seeds = 0;
  std::uint64_t calls = 0;
  for (; seeds < options.seeds; ++seeds) {
    if (options.seconds > 0 && elapsed() > static_cast<double>(options.seconds)) break;
    RunPlan plan = options.plan;
    plan.seed += seeds;
    progress.seed = plan.seed;
    const Outcome outcome = Run(plan, coverage, &progress.step);
    progress.failed = !outcome.violation.empty();
    if (progress.failed) return 1;
    calls += outcome.calls;
    // What differs between two runs of one seed could not be replayed.
    if (seeds == 0 && Run(plan, coverage, &progress.step).digest != outcome.digest) {
      std::fprintf(stderr, "seed %llu: a second run was answered differently\n",
                   static_cast<unsigned long long>(plan.seed));
      return 1;
    }
  }
  const std::uint64_t steps = seeds * options.plan.steps;
  std::printf("%llu seeds from %llu, %llu steps, %llu calls in %.1f s: %.0f steps a second\n",
              static_cast<unsigned long long>(seeds),
              static_cast<unsigned long long>(options.plan.seed),
              static_cast<unsigned long long>(steps), static_cast<unsigned long long>(calls),
              elapsed(), static_cast<double>(steps) / elapsed());
  if (!options.coverage) return 0;
  int missed = 0;
  const std::string report = coverage.Report(missed);
  std::printf("%s%d not reached that should be\n", report.c_str(), missed);
  return missed == 0 ? 0 : 1;
}

int Simulate(const Options& options) {
  auto& progress = *static_cast<Progress*>(
      mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  const pid_t child = fork();
  if (child == 0) {
    const int status = RunSeeds(options, progress);
    std::fflush(nullptr);
    _exit(status);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (status == 0) return 0;
  if (WIFEXITED(status) && !progress.failed) return 1;
  std::fprintf(stderr, "seed %llu fails in step %llu; looking for a short way there\n",
               static_cast<unsigned long long>(progress.seed),
               static_cast<unsigned long long>(progress.step));
  RunPlan plan = options.plan;
  plan.seed = progress.seed;
  const Shrunk shrunk = Shrink(plan, progress.step);
  std::fprintf(stderr, "%s\n\nagain:\n  %s\n", shrunk.violation.c_str(),
               CommandOf(shrunk.plan).c_str());
  return 1;
}

// "3,7,12"; false: it is none.
bool ParseSteps(const char* text, RunPlan& plan) {
  while (*text != '\0') {
    char* end = nullptr;
    plan.only.push_back(std::strtoull(text, &end, 10));
    if (end == text || (*end != ',' && *end != '\0')) return false;
    text = *end == ',' ? end + 1 : end;
  }
  if (plan.only.empty()) return false;
  plan.steps = plan.only.back() + 1;
  return true;
}

bool Parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--coverage") {
      options.coverage = true;
      continue;
    }
    if (++i == argc) return false;
    char* end = nullptr;
    const std::uint64_t number = std::strtoull(argv[i], &end, 0);
    if (name == "--without") {
      options.plan.without = " " + std::string(argv[i]);
      continue;
    }
    if (name == "--only") {
      if (!ParseSteps(argv[i], options.plan)) return false;
      continue;
    }
    if (*argv[i] == '\0' || *end != '\0') return false;
    if (name == "--seed") {
      options.plan.seed = number;
    } else if (name == "--seeds") {
      options.seeds = number;
    } else if (name == "--steps") {
      options.plan.steps = number;
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
                 "usage: %s [--seed N] [--seeds N] [--steps N] [--seconds N] [--coverage]\n"
                 "       [--without NAMES] [--only STEP,STEP,…]\n"
                 "runs so many seeds from the first, of so many steps each; begins none after the\n"
                 "seconds, if they are given; with --coverage it tells what they reached, and\n"
                 "fails if they missed something; with --only all steps but these are left out\n"
                 "workloads:",
                 argv[0]);
    for (const auto& workload : runnel::simulation::MakeWorkloads()) {
      std::fprintf(stderr, " %s", std::string(workload->name()).c_str());
    }
    std::fprintf(stderr, "\n");
    return 2;
  }
  return runnel::simulation::Simulate(options);
}
