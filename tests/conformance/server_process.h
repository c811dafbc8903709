// A `PROGRAM serve` on a port of its own choice, for as long as the object lives.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace runnel::conformance {

class ServerProcess {
 public:
  // Returns once the server says that it is ready. Throws std::runtime_error if it does not.
  explicit ServerProcess(const std::string& program, const std::vector<std::string>& options = {});
  // Asks the server to stop, and waits until it has. Ends this process if it does not end well.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  int port() const { return port_; }

 private:
  pid_t pid_ = 0;
  int output_ = -1;  // what the server prints
  int port_ = 0;
};

}  // namespace runnel::conformance
