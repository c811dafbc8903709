// A server of its own process, on a port that the system picked.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace runnel::bench {

class ServerProcess {
 public:
  // Starts `program serve --port 0 ARGUMENTS` and waits for its ready line. Throws
  // std::runtime_error if there is none.
  ServerProcess(const std::string& program, std::vector<std::string> arguments);
  // Ends it, and waits for that.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }
  // From starting it to its ready line.
  double ready_ms() const { return ready_ms_; }
  // Resident memory, MiB.
  double ResidentMib() const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
  double ready_ms_ = 0;
};

}  // namespace runnel::bench
