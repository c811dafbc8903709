#include "tests/bench/server_process.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "tests/bench/http_load.h"

namespace runnel::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{20};
constexpr int kMillisecondsBetweenTries = 1;

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Waits until ListStreams is answered. What the server prints may be that it is ready.
void AwaitAnswer(std::uint16_t port, int output) {
  for (const auto end = Clock::now() + kPatience;;) {
    try {
      SendOnce(port, CallText("ListStreams", "{}"));
      return;
    } catch (const std::exception& error) {
      if (Clock::now() > end) throw std::runtime_error(std::string("not ready: ") + error.what());
    }
    pollfd readable{output, POLLIN, 0};
    poll(&readable, 1, kMillisecondsBetweenTries);
  }
}

Launch Serve(const std::string& program, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {program, "serve", "--port", "0"});
  return {std::move(arguments), {}, 0};
}

}  // namespace

ServerProcess::ServerProcess(const std::string& program, std::vector<std::string> arguments)
    : ServerProcess(Serve(program, std::move(arguments))) {}

ServerProcess::ServerProcess(const Launch& launch) {
  std::vector<std::string> command = launch.command;
  std::vector<std::string> environment = launch.environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    environment.emplace_back(*variable);
  }
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const auto begin = Clock::now();
  const int error = posix_spawnp(&pid_, command.front().c_str(), &actions, nullptr,
                                 Pointers(command).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  output_ = ends[0];
  if (error != 0) throw std::runtime_error(command.front() + " did not start");
  if (launch.port != 0) AwaitAnswer(launch.port, output_);
  port_ = launch.port != 0 ? launch.port : ReadPort();
  ready_ms_ = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

std::uint16_t ServerProcess::ReadPort() const {
  std::string line;
  char byte = 0;
  while (read(output_, &byte, 1) == 1 && byte != '\n') line += byte;
  const std::size_t colon = line.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error("a server did not start: " + line);
  return static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  close(output_);
}

double ServerProcess::ResidentMib() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

double ServerProcess::CpuSeconds() const {
  double nanoseconds = 0;
  const std::filesystem::path tasks = "/proc/" + std::to_string(pid_) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    std::ifstream file(task.path() / "schedstat");
    double ran = 0;
    file >> ran;
    nanoseconds += ran;
  }
  return nanoseconds / 1e9;
}

std::uint16_t FreePort() {
  const int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = bind(one, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(one, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(one);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

}  // namespace runnel::bench
