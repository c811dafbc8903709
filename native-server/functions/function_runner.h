// Runs functions for the emulator: finds or starts an execution environment for each invocation,
// or calls its URL. Has a thread of its own.
// Source: integrations 4.5, 4.6.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <tuple>

#include "native-server/functions/code_folder.h"
#include "native-server/functions/execution_environment.h"
#include "native-server/functions/function_reports.h"
#include "native-server/functions/url_function.h"

namespace runnel {

struct FunctionRunnerSettings {
  std::string endpoint;  // the URL by which functions reach the server
  // Whether programs may be run: those of zip files, and commands. URLs are called in any case.
  bool runs_programs = true;
};

class FunctionRunner {
 public:
  // `reports` is called from the runner's own thread, and must outlive it.
  FunctionRunner(FunctionRunnerSettings settings, FunctionReports& reports);
  // Ends every process at once.
  ~FunctionRunner();

  // From any thread. The outcome is reported later.
  void Run(FunctionInvocation invocation);

 private:
  // One version of a function, whatever its revision.
  using Key = std::tuple<Scope, std::string, std::string>;
  struct Lanes {
    std::string revision_id;
    std::list<std::shared_ptr<ExecutionEnvironment>> environments;
    std::deque<FunctionInvocation> waiting;
  };

  void Loop();
  void Take(FunctionInvocation invocation);
  void Serve(Lanes& lanes);
  std::shared_ptr<ExecutionEnvironment> StartEnvironment(
      const std::shared_ptr<const RunnableFunction>& function);
  void Refuse(const FunctionInvocation& invocation, std::string why);
  // Ends what has long been free, and forgets what has ended.
  void Tidy();
  void AwaitTidy();

  const FunctionRunnerSettings settings_;
  FunctionReports& reports_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer tidy_timer_;
  bool tidy_waits_ = false;
  UrlFunctions url_functions_;
  CodeFolders folders_;
  std::map<Key, Lanes> lanes_;
  std::thread thread_;
};

}  // namespace runnel
