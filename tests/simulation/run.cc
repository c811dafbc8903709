#include "tests/simulation/run.h"

#include <sys/time.h>

#include <algorithm>

#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

// A workload has so many of the lots from which each step is drawn. One in four has none: what one
// workload cuts short, a crash or a reset, lasts in the runs that are without it.
std::vector<Workload*> DrawLots(const std::vector<std::unique_ptr<Workload>>& workloads,
                                Dice& dice) {
  constexpr std::size_t kLotsMax = 12;
  constexpr std::size_t kLotsMaxOfRecords = 40;
  std::vector<Workload*> lots;
  for (const auto& workload : workloads) {
    const bool of_records = workload->name() == "producer" || workload->name() == "consumer";
    const std::size_t count = 1 + dice.Below(of_records ? kLotsMaxOfRecords : kLotsMax);
    if (!dice.OneIn(4)) lots.insert(lots.end(), count, workload.get());
  }
  if (lots.empty()) lots.push_back(workloads.front().get());
  return lots;
}

bool IsLeftOut(const RunPlan& plan, std::string_view name) {
  return (plan.without + " ").find(" " + std::string(name) + " ") != std::string::npos;
}

constexpr std::uint64_t kStepsBetweenTwins = 200;

// What is drawn in a step does not depend on what was drawn before it, so that steps can be left
// out.
void Step(World& world, Workload& workload, bool crashes) {
  const bool breaks =
      crashes && world.writes() && world.dice.OneIn(80) && workload.name() != "crashes";
  if (breaks) world.BreakJournal();
  try {
    workload.Step(world);
  } catch (const StepAbandoned&) {
    return;
  }
  if (breaks) world.MendJournal();
}

// Ends this process when it has computed for so long from now on; zero: never. On a busy machine
// the processor's time tells that something does not end, not the clock's.
void LimitProcessorTime(time_t seconds) {
  itimerval limit{};
  limit.it_value.tv_sec = seconds;
  setitimer(ITIMER_PROF, &limit, nullptr);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr time_t kStepSecondsMost = 10;
#elif defined(__has_feature)
constexpr time_t kStepSecondsMost = __has_feature(address_sanitizer) ? 10 : 1;
#else
constexpr time_t kStepSecondsMost = 1;
#endif

}  // namespace

Outcome Run(const RunPlan& plan, Coverage& coverage, volatile std::uint64_t* step) {
  Outcome outcome;
  World world(plan.seed, coverage, plan.trace_calls);
  const auto workloads = MakeWorkloads();
  const auto lots = DrawLots(workloads, world.dice);
  const bool crashes = !IsLeftOut(plan, "crashes");
  try {
    for (; outcome.step < plan.steps; ++outcome.step) {
      const bool chosen =
          plan.only.empty() || std::binary_search(plan.only.begin(), plan.only.end(), outcome.step);
      if (!chosen) continue;
      *step = outcome.step;
      world.dice = Dice::OfStep(plan.seed, outcome.step);
      Workload& workload = *world.dice.Pick(lots);
      LimitProcessorTime(kStepSecondsMost);
      if (!IsLeftOut(plan, workload.name())) Step(world, workload, crashes);
      if (outcome.step % kStepsBetweenTwins == 0) world.CompareWithTwin();
    }
    LimitProcessorTime(kStepSecondsMost);
    if (!world.writes()) world.LoseUnwritten();
    world.CompareWithTwin();
    world.Restart();
  } catch (const Violation& violation) {
    outcome.violation = violation.what();
  } catch (const std::exception& odd) {
    // An answer that lacks what was looked for.
    outcome.violation = world.Trace() + odd.what();
  }
  LimitProcessorTime(0);
  outcome.calls = world.calls();
  outcome.digest = world.digest();
  return outcome;
}

std::string CommandOf(const RunPlan& plan) {
  std::string command = "./dev sim --seed " + std::to_string(plan.seed);
  if (!plan.without.empty()) command += " --without '" + plan.without.substr(1) + "'";
  if (plan.only.empty()) return command + " --steps " + std::to_string(plan.steps);
  command += " --only ";
  for (const std::uint64_t step : plan.only) command += std::to_string(step) + ",";
  command.pop_back();
  return command;
}

}  // namespace runnel::simulation
