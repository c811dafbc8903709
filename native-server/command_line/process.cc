#include "native-server/command_line/process.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include "native-server/failure.h"

namespace runnel {
namespace {

// Fields of /proc/PID/stat after the name, which is in parentheses and may hold anything.
constexpr int kStartTimeField = 19;

std::string WholeFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Start times count from the last boot, so they need its name beside them.
std::string BootId() {
  std::string id = WholeFile("/proc/sys/kernel/random/boot_id");
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id;
}

// The C library's own declarations of these two cannot be linked from C++ before glibc 2.37.
int PidfdOpen(pid_t pid) { return static_cast<int>(syscall(SYS_pidfd_open, pid, 0)); }
int PidfdSendSignal(int pidfd, int signal) {
  return static_cast<int>(syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Where /proc is not mounted, as in a bare chroot, a process has nothing but its number.
std::optional<ProcessIdentity> FindByNumber(pid_t pid) {
  if (access("/proc/self/stat", F_OK) == 0) return std::nullopt;
  if (kill(pid, 0) != 0 && errno != EPERM) return std::nullopt;
  return ProcessIdentity{.pid = pid, .started = {}};
}

[[noreturn]] void FailToEnd(pid_t pid, const std::string& reason) {
  throw Failure(kExitFailed, "cannot stop process " + std::to_string(pid) + ": " + reason);
}

}  // namespace

std::optional<ProcessIdentity> FindProcess(pid_t pid) {
  const std::string stat = WholeFile("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return FindByNumber(pid);
  std::istringstream fields(stat.substr(name_end + 1));
  std::string state;
  std::string field;
  fields >> state;
  for (int i = 0; i < kStartTimeField; ++i) fields >> field;
  if (!fields || state == "Z" || state == "X") return std::nullopt;
  return ProcessIdentity{.pid = pid, .started = BootId() + "/" + field};
}

ProcessIdentity ThisProcess() { return FindProcess(getpid()).value(); }

bool IsRunning(const ProcessIdentity& process) { return FindProcess(process.pid) == process; }

void EndProcess(const ProcessIdentity& process, Duration patience) {
  // The descriptor keeps meaning one process, so between the check and the signal nothing can slip
  // in; and it can be waited for without asking again and again.
  const Descriptor descriptor(PidfdOpen(process.pid));
  if (descriptor.get() < 0 && errno != ESRCH) FailToEnd(process.pid, std::strerror(errno));
  if (descriptor.get() < 0 || !IsRunning(process)) return;
  if (PidfdSendSignal(descriptor.get(), SIGTERM) < 0) {
    if (errno == ESRCH) return;
    FailToEnd(process.pid, std::strerror(errno));
  }
  pollfd ended{.fd = descriptor.get(), .events = POLLIN, .revents = 0};
  int count = 0;
  do {
    count = poll(&ended, 1, static_cast<int>(patience.milliseconds));
  } while (count < 0 && errno == EINTR);
  if (count <= 0) {
    FailToEnd(process.pid,
              "it is still running after " + std::to_string(patience.milliseconds / 1000) + " s");
  }
}

}  // namespace runnel
