#include "native-server/command_line/background.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "native-server/failure.h"

namespace runnel {
namespace {

[[noreturn]] void FailWith(const std::string& what) {
  throw Failure(kExitFailed, what + ": " + std::strerror(errno));
}

void Replace(int descriptor, const char* path, int flags) {
  const int file = open(path, flags | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) FailWith(std::string("cannot open ") + path);
  if (dup2(file, descriptor) < 0) FailWith(std::string("cannot write to ") + path);
  close(file);
}

void LeaveTerminal(const std::filesystem::path& log) {
  Replace(STDIN_FILENO, "/dev/null", O_RDONLY);
  Replace(STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND);
  if (dup2(STDOUT_FILENO, STDERR_FILENO) < 0) FailWith("cannot write to " + log.string());
}

void WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;  // whoever started this is gone: nobody to tell
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string ReadAll(int descriptor) {
  std::string text;
  std::array<char, 4096> part{};
  while (true) {
    const ssize_t count = read(descriptor, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(count));
  }
}

int WaitForReport(int report, pid_t server) {
  const std::string line = ReadAll(report);
  if (!line.empty()) {
    std::puts(line.c_str());
    return 0;
  }
  int status = 0;
  while (waitpid(server, &status, 0) < 0 && errno == EINTR) {
  }
  // It has said why by itself, unless a signal ended it.
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) return WEXITSTATUS(status);
  throw Failure(kExitFailed, "the server ended before it was ready");
}

}  // namespace

int RunInBackground(const std::function<int(const ReadyReport& ready)>& serve) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) < 0) FailWith("cannot make a pipe");
  const pid_t server = fork();
  if (server < 0) FailWith("cannot start another process");
  if (server > 0) {
    close(report[1]);
    return WaitForReport(report[0], server);
  }
  close(report[0]);
  setsid();
  return serve([out = report[1]](const std::string& line, const std::filesystem::path& log) {
    LeaveTerminal(log);
    WriteAll(out, line);
    close(out);
  });
}

}  // namespace runnel
