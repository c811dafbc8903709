// A server of its own process, on a port that the system picked.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace runnel::bench {

// How a server is started.
struct Launch {
  std::vector<std::string> command;
  std::vector<std::string> environment;  // "NAME=value", beside what there is
  // 0: the first line that the command prints ends in a colon and its port, and says that it is
  // ready. Else it is ready when it answers ListStreams at this port.
  std::uint16_t port = 0;
};

class ServerProcess {
 public:
  // Starts `program serve --port 0 ARGUMENTS` and waits for its ready line. Throws
  // std::runtime_error if there is none.
  ServerProcess(const std::string& program, std::vector<std::string> arguments);
  explicit ServerProcess(const Launch& launch);
  // Ends it, and waits for that.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }
  // From starting it until it is ready.
  double ready_ms() const { return ready_ms_; }
  // Resident memory, MiB.
  double ResidentMib() const;
  // Of all its threads, since it was started.
  double CpuSeconds() const;

 private:
  std::uint16_t ReadPort() const;

  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
  double ready_ms_ = 0;
};

// A port that nobody listened on a moment ago.
std::uint16_t FreePort();

}  // namespace runnel::bench
