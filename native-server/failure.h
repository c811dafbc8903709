// Why the program ends early. Thrown by commands, caught once, in main: the text goes to stderr,
// the status to the shell.
#pragma once

#include <stdexcept>
#include <string>

namespace runnel {

inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;       // a flag, variable or configuration file is wrong
inline constexpr int kExitNotRunning = 3;  // as init scripts say it: the service is not running

class Failure : public std::runtime_error {
 public:
  Failure(int exit_status, const std::string& text)
      : std::runtime_error(text), exit_status_(exit_status) {}
  int exit_status() const { return exit_status_; }

 private:
  int exit_status_;
};

}  // namespace runnel
