// One process of a function, and the runtime API that it speaks: takes one invocation at a time.
// Source: integrations 4.1, 4.5, 4.6.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "native-server/functions/child_process.h"
#include "native-server/functions/function_launch.h"
#include "native-server/functions/invocation_log.h"
#include "native-server/functions/runtime_api.h"

namespace runnel {

// Belongs to one thread.
class ExecutionEnvironment : public std::enable_shared_from_this<ExecutionEnvironment> {
 public:
  // `on_changed` is called when it is free again, and when it has ended: not from within Invoke.
  // All but the io_context may go before it.
  ExecutionEnvironment(boost::asio::io_context& io, FunctionLaunch launch,
                       std::shared_ptr<const RunnableFunction> function, FunctionReports& reports,
                       std::function<void()> on_changed);
  ~ExecutionEnvironment();

  // Starts the process if need be. REQUIRES: free(). Its outcome is reported in any case, unless
  // the environment is stopped.
  void Invoke(FunctionInvocation invocation);
  bool free() const { return !invocation_ && !ended_; }
  bool ended() const { return ended_; }
  const std::string& revision_id() const { return function_->revision_id; }
  std::chrono::steady_clock::time_point free_since() const { return free_since_; }
  // Ends the process at once. Nothing is reported any more.
  void Stop();

 private:
  using Clock = std::chrono::steady_clock;

  // Returns why it cannot be started; an empty string: it runs.
  std::string StartProcess();
  void OnNext();
  void OnExit(const std::string& how);
  void OnInitFailed(std::string payload);
  void OnTimeout();
  void Give();
  void SetTimeout(Clock::duration span);
  // The invocation is over; `error_type` is empty if it went well, `status` as in the log.
  void Finish(InvocationOutcome outcome, const std::string& status, const std::string& error_type);
  void Fail(const std::string& type, const std::string& text, const std::string& status);
  void End();
  void TellLater();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  FunctionLaunch launch_;
  const std::shared_ptr<const RunnableFunction> function_;
  FunctionReports& reports_;
  std::function<void()> on_changed_;
  InvocationLog log_;
  std::shared_ptr<ChildProcess> process_;
  std::shared_ptr<RuntimeApi> api_;
  std::optional<FunctionInvocation> invocation_;
  bool given_ = false;  // the process has the invocation
  bool waits_ = false;  // the process waits for one
  bool ended_ = false;
  Clock::time_point started_;   // the process
  Clock::time_point given_at_;  // the invocation to the process
  Clock::time_point free_since_;
  std::optional<InvocationLog::Milliseconds> init_;  // of the first invocation, until it is told
  bool initialized_ = false;
};

}  // namespace runnel
