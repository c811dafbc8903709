// What becomes of invocations that cannot even begin.
#include "native-server/functions/function_runner.h"

#include <doctest/doctest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace runnel {
namespace {

class KeptReports final : public FunctionReports {
 public:
  void Complete(std::uint64_t invocation, InvocationOutcome outcome) override {
    const std::lock_guard lock(mutex_);
    outcomes_[invocation] = std::move(outcome);
    completed_.notify_all();
  }
  void Log(FunctionLog) override {}

  InvocationOutcome Await(std::uint64_t invocation) {
    std::unique_lock lock(mutex_);
    REQUIRE(completed_.wait_for(lock, std::chrono::seconds(30),
                                [&] { return outcomes_.contains(invocation); }));
    return outcomes_[invocation];
  }

 private:
  std::mutex mutex_;
  std::condition_variable completed_;
  std::map<std::uint64_t, InvocationOutcome> outcomes_;
};

FunctionInvocation CallWithHeader(std::uint64_t id, std::string value) {
  FunctionInvocation invocation;
  invocation.id = id;
  // Nobody listens there.
  invocation.http = HttpCall{"POST", "http://127.0.0.1:1/", {{"X-Data", std::move(value)}}};
  return invocation;
}

TEST_CASE("Functions: a call whose header is longer than can be sent fails, and others go on") {
  KeptReports reports;
  FunctionRunner runner({}, reports);
  runner.Run(CallWithHeader(1, std::string(70'000, 'x')));
  runner.Run(CallWithHeader(2, "short"));
  const InvocationOutcome too_long = reports.Await(1);
  CHECK(too_long.kind == InvocationOutcome::Kind::kNotRun);
  CHECK(too_long.payload.find("too large") != std::string::npos);
  CHECK(reports.Await(2).payload.find("cannot be reached") != std::string::npos);
}

}  // namespace
}  // namespace runnel
