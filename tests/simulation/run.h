// One run: everything about it is drawn from its seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/coverage.h"

namespace runnel::simulation {

struct RunPlan {
  std::uint64_t seed = 1;
  std::uint64_t steps = 2000;
  std::string without;              // names of workloads
  std::vector<std::uint64_t> only;  // these steps alone; empty: all
  std::size_t trace_calls = 30;     // the latest calls that a violation tells
};

struct Outcome {
  std::string violation;  // empty: there was none
  std::uint64_t step = 0;
  std::uint64_t calls = 0;
  std::uint64_t digest = 0;
};

// Ends the process when a step computes for so long that it would never come to its end.
// `step` is told each step that begins, for when the program ends in the middle of it.
Outcome Run(const RunPlan& plan, Coverage& coverage, volatile std::uint64_t* step);

// A violation, with all calls that led to it, in as few steps as a minute of trying finds. What
// ends the process counts as well. REQUIRES: the plan fails.
struct Shrunk {
  RunPlan plan;
  std::string violation;
};
Shrunk Shrink(RunPlan plan, std::uint64_t failing_step);

// The command that repeats it.
std::string CommandOf(const RunPlan& plan);

}  // namespace runnel::simulation
