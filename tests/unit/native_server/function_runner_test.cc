// What becomes of invocations that cannot even begin, and of those of containers that are busy.
#include "native-server/functions/function_runner.h"

#include <doctest/doctest.h>
#include <httplib.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
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
  void Log(FunctionLog log) override {
    const std::lock_guard lock(mutex_);
    streams_.insert(log.log_stream);
    for (std::string& line : log.lines) lines_ += line;
  }
  std::size_t streams() {
    const std::lock_guard lock(mutex_);
    return streams_.size();
  }
  std::string lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

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
  std::set<std::string> streams_;
  std::string lines_;
};

// A container's emulator: it takes one invocation at a time, and says of others nothing but 400.
class BusyContainer {
 public:
  // The first invocation goes on until so many others have been refused.
  explicit BusyContainer(int first_waits_for) : first_waits_for_(first_waits_for) {
    server_.Post(R"(/.*)", [this](const httplib::Request& request, httplib::Response& response) {
      Answer(request, response);
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~BusyContainer() {
    server_.stop();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int refused() {
    const std::lock_guard lock(mutex_);
    return refused_;
  }
  // From now on every invocation is refused.
  void TakeNothing() {
    const std::lock_guard lock(mutex_);
    busy_ = true;
  }

 private:
  void Answer(const httplib::Request& request, httplib::Response& response) {
    std::unique_lock lock(mutex_);
    if (busy_) {
      ++refused_;
      changed_.notify_all();
      response.status = 400;
      return;
    }
    busy_ = true;
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return refused_ >= first_waits_for_; });
    busy_ = false;
    response.set_content("\"" + request.body + "\"", "application/json");
  }

  const int first_waits_for_;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool busy_ = false;
  int refused_ = 0;
};

FunctionInvocation CallOf(std::uint64_t id, const std::string& url) {
  RunnableFunction function;
  function.name = "fn";
  function.version = "$LATEST";
  function.revision_id = "r";
  function.image_uri = url;
  function.timeout_seconds = 60;
  function.log_group = "/aws/lambda/fn";
  FunctionInvocation invocation;
  invocation.id = id;
  invocation.request_id = "request-" + std::to_string(id);
  invocation.payload = std::to_string(id);
  invocation.function = std::make_shared<const RunnableFunction>(std::move(function));
  return invocation;
}

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

TEST_CASE("Functions: a container that is busy is given the others one after the other") {
  BusyContainer container(1);
  KeptReports reports;
  FunctionRunner runner({}, reports);
  // One of the first two is refused, whichever comes second.
  for (std::uint64_t id = 1; id <= 2; ++id) runner.Run(CallOf(id, container.url()));
  for (std::uint64_t id = 1; id <= 2; ++id) {
    const InvocationOutcome outcome = reports.Await(id);
    CHECK(outcome.kind == InvocationOutcome::Kind::kReturned);
    CHECK(outcome.payload == "\"" + std::to_string(id) + "\"");
  }
  for (std::uint64_t id = 3; id <= 6; ++id) runner.Run(CallOf(id, container.url()));
  for (std::uint64_t id = 3; id <= 6; ++id) {
    CHECK(reports.Await(id).kind == InvocationOutcome::Kind::kReturned);
  }
  CHECK(container.refused() == 1);
  // Two calls were under way at once, so they had two log streams; no call begins a new one.
  CHECK(reports.streams() <= 2);
  const std::string lines = reports.lines();
  std::size_t starts = 0;
  for (std::size_t at = lines.find("START "); at != std::string::npos; ++starts) {
    at = lines.find("START ", at + 1);
  }
  CHECK(starts == 6);
}

TEST_CASE("Functions: a container that others keep busy throttles, and any other endpoint fails") {
  BusyContainer container(0);
  container.TakeNothing();
  KeptReports reports;
  FunctionRunner runner({}, reports);
  runner.Run(CallOf(1, container.url()));
  CHECK(reports.Await(1).kind == InvocationOutcome::Kind::kThrottled);
  runner.Run(CallOf(2, container.url() + "/2015-03-31/functions/fn/invocations"));
  CHECK(reports.Await(2).kind == InvocationOutcome::Kind::kThrottled);
  CHECK(reports.lines().empty());
  runner.Run(CallOf(3, container.url() + "/orders"));
  CHECK(reports.Await(3).kind == InvocationOutcome::Kind::kFunctionError);
}

}  // namespace
}  // namespace runnel
