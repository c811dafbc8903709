// What the server tells the person who runs it: a line for every request, and a few others.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/api/request.h"
#include "native-server/config.h"

namespace spdlog {
class logger;
}

namespace runnel {

// Lines go to stderr. They are collected and written together, so that a busy server makes few
// system calls: whoever logs sees to it that Flush is called within a few milliseconds (see
// EventLoop). Warnings and errors are written at once. May be used by any thread.
class ServerLog {
 public:
  // What is told of a request.
  struct RequestLine {
    std::string method;
    std::string target;
    std::size_t body_bytes = 0;
  };

  ServerLog(LogLevel level, LogFormat format);
  ~ServerLog();

  // Ask before doing work for a line.
  bool Wants(LogLevel level) const;

  void Say(LogLevel level, std::string_view message);
  // One answered request. A server's fault is an error, everything else information.
  void Answered(const RequestLine& request, const Reply& reply, std::chrono::nanoseconds duration);
  // An open answer has ended after `bytes` bytes. `how` says why.
  void Ended(std::string_view operation, std::string_view how, std::size_t bytes,
             std::chrono::nanoseconds duration);

  void Flush();

 private:
  void Write(LogLevel level, std::string_view line);

  const LogFormat format_;
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace runnel
