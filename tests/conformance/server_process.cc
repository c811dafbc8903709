#include "tests/conformance/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <regex>
#include <stdexcept>
#include <string_view>
#include <vector>

extern char** environ;

namespace runnel::conformance {
namespace {

// Options of the server can come from variables; the cases expect its defaults.
std::vector<char*> EnvironmentWithoutOptions() {
  std::vector<char*> kept;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (text.find("SAN_OPTIONS=") != text.npos) kept.push_back(*variable);
  }
  kept.push_back(nullptr);
  return kept;
}

pid_t Start(const std::string& program, const std::vector<std::string>& options, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  std::vector<std::string> arguments = {program, "serve",       "--host", "127.0.0.1",   "--port",
                                        "0",     "--log-level", "warn",   "--web-pages", "any"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<char*> variables = EnvironmentWithoutOptions();
  pid_t pid = 0;
  const int error =
      posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), variables.data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error(program + ": " + std::strerror(error));
  return pid;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& program, const std::vector<std::string>& options) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe can be made");
  output_ = ends[0];
  pid_ = Start(program, options, ends[1]);
  close(ends[1]);

  static const std::regex address("http://127\\.0\\.0\\.1:([0-9]+)");
  std::string printed;
  std::smatch match;
  char c = 0;
  while (read(output_, &c, 1) == 1) {
    printed += c;
    if (c != '\n' || !std::regex_search(printed, match, address)) continue;
    port_ = std::stoi(match[1]);
    return;
  }
  close(output_);
  waitpid(pid_, nullptr, 0);
  throw std::runtime_error(program + " ended before it was ready");
}

ServerProcess::~ServerProcess() {
  int status = 0;
  kill(pid_, SIGTERM);
  waitpid(pid_, &status, 0);
  close(output_);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  // What a sanitizer finds as the server ends, a leak for example, must not go by unnoticed.
  std::fputs("the server did not end well\n", stderr);
  std::_Exit(1);
}

}  // namespace runnel::conformance
