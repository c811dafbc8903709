// The lines that the service itself writes around those of a function, and the last of them all for
// callers who ask for the log's tail.
// Source: integrations 4.7.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "native-server/functions/function_reports.h"

namespace runnel {

// "2025/11/25/[$LATEST]<32 hex digits>", another one at every call.
std::string NewLogStreamName(const std::string& version);

// Of one execution environment. Belongs to one thread.
class InvocationLog {
 public:
  using Milliseconds = std::chrono::duration<double, std::milli>;

  InvocationLog(const RunnableFunction& function, FunctionReports& reports)
      : InvocationLog(function, reports, NewLogStreamName(function.version)) {}
  InvocationLog(const RunnableFunction& function, FunctionReports& reports, std::string stream);

  const std::string& stream() const { return stream_; }

  void Start(const std::string& request_id);
  void Line(std::string line);
  // What is between Start and now. `status` is "timeout" or "error", empty if all went well.
  struct End {
    std::string request_id;
    Milliseconds took{};
    std::optional<Milliseconds> init;  // of an environment's first invocation
    std::uint64_t memory_mib = 0;      // at most used; zero: it is not known
    std::string status;
    std::string error_type;
  };
  void Finish(const End& end);
  // The last 4 KB since Start.
  std::string TakeTail();
  // "Task timed out after 3.00 seconds"
  std::string TimeoutText() const;
  void TimedOut(const std::string& request_id);

 private:
  const Scope scope_;
  const std::string group_;
  const std::string version_;
  const std::int32_t memory_mib_;
  const std::int32_t timeout_seconds_;
  const std::string stream_;
  FunctionReports& reports_;
  std::string tail_;
};

}  // namespace runnel
