#include "native-server/functions/function_runner.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "native-server/functions/http_call.h"

namespace runnel {
namespace {

constexpr std::size_t kEnvironmentsMax = 10;
constexpr std::chrono::minutes kIdleMax{10};
constexpr std::chrono::minutes kTidyEvery{1};

}  // namespace

FunctionRunner::FunctionRunner(FunctionRunnerSettings settings, FunctionReports& reports)
    : settings_(std::move(settings)),
      reports_(reports),
      io_(1),
      work_(boost::asio::make_work_guard(io_)),
      tidy_timer_(io_),
      url_functions_(io_, reports_),
      thread_([this] { Loop(); }) {}

FunctionRunner::~FunctionRunner() {
  io_.stop();
  thread_.join();
  for (auto& [key, lanes] : lanes_) {
    for (const auto& environment : lanes.environments) environment->Stop();
  }
}

void FunctionRunner::Run(FunctionInvocation invocation) {
  boost::asio::post(io_, [this, invocation = std::move(invocation)]() mutable {
    const std::uint64_t id = invocation.id;
    try {
      Take(std::move(invocation));
    } catch (const std::exception& error) {
      // Such as a header that is longer than HTTP's library can hold.
      reports_.Complete(id, {InvocationOutcome::Kind::kNotRun, error.what(), {}});
    }
  });
}

void FunctionRunner::Loop() {
  while (!io_.stopped()) {
    try {
      io_.run();
    } catch (const std::exception&) {
      // Memory or descriptors are short: what it was for ends without a report.
    }
  }
}

void FunctionRunner::Take(FunctionInvocation invocation) {
  if (invocation.http) return CallHttp(io_, std::move(invocation), reports_);
  const RunnableFunction& function = *invocation.function;
  if (function.image_uri.starts_with("http://")) {
    return url_functions_.Invoke(std::move(invocation));
  }
  if (!settings_.runs_programs) {
    return Refuse(invocation,
                  "this server does not run programs of functions: it was told so, or other "
                  "machines can reach "
                  "it; --function-programs on lets whoever calls it run programs here");
  }
  Lanes& lanes = lanes_[{function.scope, function.name, function.version}];
  // What runs another revision finishes what it does, and ends then.
  lanes.revision_id = function.revision_id;
  lanes.waiting.push_back(std::move(invocation));
  Serve(lanes);
}

void FunctionRunner::Serve(Lanes& lanes) {
  std::erase_if(lanes.environments, [&](const auto& environment) {
    return environment->ended() ||
           (environment->free() && environment->revision_id() != lanes.revision_id);
  });
  while (!lanes.waiting.empty()) {
    const std::string& revision = lanes.waiting.front().function->revision_id;
    // The one that was used last is the warmest.
    auto last_used = lanes.environments.end();
    for (auto it = lanes.environments.begin(); it != lanes.environments.end(); ++it) {
      if (!(*it)->free() || (*it)->revision_id() != revision) continue;
      const bool later =
          last_used == lanes.environments.end() || (*it)->free_since() > (*last_used)->free_since();
      if (later) last_used = it;
    }
    std::shared_ptr<ExecutionEnvironment> chosen;
    if (last_used != lanes.environments.end()) {
      chosen = *last_used;
    } else if (lanes.environments.size() < kEnvironmentsMax) {
      chosen = StartEnvironment(lanes.waiting.front().function);
      lanes.environments.push_back(chosen);
    } else {
      return;
    }
    FunctionInvocation invocation = std::move(lanes.waiting.front());
    lanes.waiting.pop_front();
    chosen->Invoke(std::move(invocation));
  }
}

std::shared_ptr<ExecutionEnvironment> FunctionRunner::StartEnvironment(
    const std::shared_ptr<const RunnableFunction>& function) {
  const Key key = {function->scope, function->name, function->version};
  if (!std::exchange(tidy_waits_, true)) AwaitTidy();
  return std::make_shared<ExecutionEnvironment>(
      io_, PlanLaunch(*function, settings_.endpoint, folders_), function, reports_,
      [this, key] { Serve(lanes_[key]); });
}

void FunctionRunner::Refuse(const FunctionInvocation& invocation, std::string why) {
  reports_.Complete(invocation.id, {InvocationOutcome::Kind::kNotRun, std::move(why), {}});
}

void FunctionRunner::AwaitTidy() {
  tidy_timer_.expires_after(kTidyEvery);
  tidy_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Tidy();
  });
}

void FunctionRunner::Tidy() {
  const auto now = std::chrono::steady_clock::now();
  for (auto it = lanes_.begin(); it != lanes_.end();) {
    auto& [key, lanes] = *it;
    std::erase_if(lanes.environments, [&](const auto& environment) {
      return environment->ended() ||
             (environment->free() && now - environment->free_since() > kIdleMax);
    });
    const bool unused = lanes.environments.empty() && lanes.waiting.empty();
    it = unused ? lanes_.erase(it) : std::next(it);
  }
  tidy_waits_ = !lanes_.empty();
  if (tidy_waits_) AwaitTidy();
}

}  // namespace runnel
