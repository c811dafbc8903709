// Other processes of this machine, named so that a number given again to another process is never
// mistaken for the first.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "core/base/time.h"

namespace runnel {

struct ProcessIdentity {
  pid_t pid = 0;
  // When it started, in the system's own terms; unlike for any other process of that number. Empty
  // where /proc is not mounted.
  std::string started;

  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

// The process that has this number now; nullopt: none, or it has ended and is only not yet buried.
std::optional<ProcessIdentity> FindProcess(pid_t pid);
ProcessIdentity ThisProcess();
bool IsRunning(const ProcessIdentity& process);

// Asks the process to end (SIGTERM) and waits until it has. A process that has ended already is
// fine. Throws Failure if it may not be signalled, or is still there when `patience` is over.
void EndProcess(const ProcessIdentity& process, Duration patience);

}  // namespace runnel
