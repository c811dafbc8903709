#include "native-server/functions/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <utility>

namespace runnel {
namespace {

// AWS: a log event is 256 KB at most.
constexpr std::size_t kLineBytesMax = 256 * 1024;
constexpr int kFirstOtherDescriptor = 3;

// The file that the name of a program stands for; empty: there is none.
std::string FindProgram(const std::string& name, const std::string& path) {
  if (name.find('/') != std::string::npos) return name;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const std::string file = path.substr(begin, end - begin) + "/" + name;
    if (end > begin && access(file.c_str(), X_OK) == 0) return file;
    begin = end + 1;
  }
  return {};
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Owns what posix_spawn is told.
class SpawnPlan {
 public:
  SpawnPlan(const std::string& folder, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    // The server's sockets must not live on in a function.
    posix_spawn_file_actions_addclosefrom_np(&actions_, kFirstOtherDescriptor);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  int Spawn(pid_t& pid, const std::string& file, std::vector<std::string> arguments,
            std::vector<std::string> environment) {
    return posix_spawn(&pid, file.c_str(), &actions_, &attributes_, Pointers(arguments).data(),
                       Pointers(environment).data());
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::string DescribeEnd(int status) {
  if (WIFSIGNALED(status)) {
    std::string name = strsignal(WTERMSIG(status));
    if (!name.empty()) name[0] = static_cast<char>(name[0] | 0x20);
    return "signal: " + name;
  }
  return WEXITSTATUS(status) == 0 ? std::string()
                                  : "exit status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

ChildProcess::ChildProcess(boost::asio::io_context& io) : child_signals_(io), output_(io) {}

ChildProcess::~ChildProcess() { Kill(); }

std::string ChildProcess::Start(const Launch& launch, Events events) {
  const auto path = launch.environment.find("PATH");
  const std::string file = FindProgram(
      launch.arguments.front(), path == launch.environment.end() ? std::string() : path->second);
  if (file.empty()) return "there is no `" + launch.arguments.front() + "` on the PATH";
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::string("no pipe: ") + std::strerror(errno);
  std::vector<std::string> environment;
  for (const auto& [name, value] : launch.environment) environment.push_back(name + "=" + value);
  // Before the process is there: its end is not to be missed.
  child_signals_.add(SIGCHLD);
  SpawnPlan plan(launch.folder, ends[1]);
  const int error = plan.Spawn(pid_, file, launch.arguments, std::move(environment));
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    pid_ = 0;
    return "cannot run " + file + ": " + std::strerror(error);
  }
  output_.assign(ends[0]);
  output_.non_blocking(true);
  events_ = std::move(events);
  AwaitOutput();
  AwaitExit();
  return {};
}

void ChildProcess::AwaitOutput() {
  output_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [weak = weak_from_this()](const boost::system::error_code& error) {
                       const auto self = weak.lock();
                       if (error || !self || !self->output_.is_open()) return;
                       self->ReadWritten();
                       if (self->output_.is_open()) self->AwaitOutput();
                     });
}

void ChildProcess::ReadWritten() {
  while (output_.is_open()) {
    boost::system::error_code error;
    const std::size_t count = output_.read_some(boost::asio::buffer(buffer_), error);
    if (error == boost::asio::error::would_block) return;
    if (error) {
      output_.close(error);
      return;
    }
    Take({buffer_.data(), count});
  }
}

void ChildProcess::Take(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    const std::size_t room = kLineBytesMax - line_.size();
    const std::size_t count =
        std::min(newline == std::string_view::npos ? bytes.size() : newline + 1, room);
    line_ += bytes.substr(0, count);
    bytes.remove_prefix(count);
    if (line_.back() == '\n' || line_.size() == kLineBytesMax) EndLine();
  }
}

void ChildProcess::EndLine() {
  if (line_.empty() || !events_.on_line) return;
  events_.on_line(std::exchange(line_, {}));
}

std::uint64_t ChildProcess::MemoryMib() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);) {
    constexpr std::string_view kPeak = "VmHWM:";
    if (line.starts_with(kPeak))
      return std::strtoull(line.c_str() + kPeak.size(), nullptr, 10) / 1024;
  }
  return 0;
}

void ChildProcess::AwaitExit() {
  if (TryReap()) return;
  child_signals_.async_wait([weak = weak_from_this()](const boost::system::error_code& error, int) {
    const auto self = weak.lock();
    if (!error && self && self->pid_ != 0) self->AwaitExit();
  });
}

bool ChildProcess::TryReap() {
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return false;
  kill(-std::exchange(pid_, 0), SIGKILL);  // what it has started
  ReadWritten();
  EndLine();
  boost::system::error_code ignored;
  child_signals_.cancel(ignored);
  if (events_.on_exit) std::exchange(events_.on_exit, nullptr)(DescribeEnd(status));
  return true;
}

void ChildProcess::Kill() {
  events_ = {};
  boost::system::error_code ignored;
  child_signals_.cancel(ignored);
  output_.close(ignored);
  if (pid_ == 0) return;
  kill(-pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

}  // namespace runnel
