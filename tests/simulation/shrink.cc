// Leaves out what a failing run fails without. Each try is a process of its own, because a failure
// may end it.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>

#include "tests/simulation/run.h"
#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

constexpr auto kTimeMost = std::chrono::seconds(60);
constexpr std::size_t kTextMost = 1 << 20;
constexpr std::size_t kAllCalls = 10'000;

// What a try leaves behind: the step it was in, and the violation.
struct Left {
  volatile std::uint64_t step;
  char violation[kTextMost];
};

Left& SharedLeft() {
  static Left* const left = static_cast<Left*>(
      mmap(nullptr, sizeof(Left), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  return *left;
}

bool Fails(const RunPlan& plan) {
  Left& left = SharedLeft();
  left.violation[0] = '\0';
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    Coverage coverage;
    const Outcome outcome = Run(plan, coverage, &left.step);
    std::strncpy(left.violation, outcome.violation.c_str(), kTextMost - 1);
    _exit(outcome.violation.empty() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status != 0;
}

class Shrinker {
 public:
  explicit Shrinker(RunPlan plan) : plan_(std::move(plan)) {}

  void LeaveOutWorkloads() {
    for (const auto& workload : MakeWorkloads()) {
      RunPlan tried = plan_;
      tried.without += " " + std::string(workload->name());
      Try(tried);
    }
  }

  // Halves, quarters, … of the steps, until single ones.
  void LeaveOutSteps() {
    if (plan_.only.empty()) {
      for (std::uint64_t step = 0; step < plan_.steps; ++step) plan_.only.push_back(step);
    }
    for (std::size_t size = plan_.only.size() / 2; size > 0; size /= 2) {
      for (std::size_t at = 0; at < plan_.only.size() && !OutOfTime();) {
        RunPlan tried = plan_;
        const auto begin = tried.only.begin() + static_cast<std::ptrdiff_t>(at);
        const std::size_t count = std::min(size, tried.only.size() - at);
        tried.only.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
        if (tried.only.empty() || !Try(tried)) at += size;
      }
    }
  }

  const RunPlan& plan() const { return plan_; }

 private:
  bool OutOfTime() const { return std::chrono::steady_clock::now() - begin_ > kTimeMost; }
  bool Try(const RunPlan& tried) {
    if (OutOfTime() || !Fails(tried)) return false;
    plan_ = tried;
    return true;
  }

  RunPlan plan_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

Shrunk Shrink(RunPlan plan, std::uint64_t failing_step) {
  plan.steps = failing_step + 1;
  Shrinker shrinker(plan);
  shrinker.LeaveOutWorkloads();
  shrinker.LeaveOutSteps();
  Shrunk shrunk{shrinker.plan(), {}};
  // Workloads whose steps are all left out need no mention.
  RunPlan plain = shrunk.plan;
  plain.without.clear();
  if (Fails(plain)) shrunk.plan = plain;
  RunPlan told = shrunk.plan;
  told.trace_calls = kAllCalls;
  Fails(told);
  shrunk.violation = SharedLeft().violation;
  if (shrunk.violation.empty()) shrunk.violation = "the process ended, or did not come to its end";
  return shrunk;
}

}  // namespace runnel::simulation
