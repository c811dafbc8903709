// A program of the user's that runs beside the server: its output, line by line, and its end.
#pragma once

#include <sys/types.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

struct Launch {
  // The program first; without a slash it is looked for on the PATH of `environment`.
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;  // all of it
  std::string folder;                              // to work in
};

// Belongs to one thread. Leads a process group of its own; whoever is in it ends with it.
class ChildProcess : public std::enable_shared_from_this<ChildProcess> {
 public:
  struct Events {
    // What the process wrote, its standard output and error in one: a line, with its newline unless
    // it is very long or the last.
    std::function<void(std::string)> on_line;
    // It has ended; `how` is "exit status 1" or "signal: killed", and empty after status 0.
    std::function<void(std::string how)> on_exit;
  };

  explicit ChildProcess(boost::asio::io_context& io);
  ~ChildProcess();

  // Returns why it cannot be started, in words; an empty string: it runs. Once.
  std::string Start(const Launch& launch, Events events);
  // Gives to `on_line` what has been written up to now.
  void ReadWritten();
  // Gives what is there of a line that has not ended.
  void EndLine();
  // The most memory that the process itself has had; zero where the system does not tell.
  std::uint64_t MemoryMib() const;
  // Ends it and its group at once. No event comes after this.
  void Kill();

 private:
  void AwaitOutput();
  void AwaitExit();
  bool TryReap();
  void Take(std::string_view bytes);

  boost::asio::signal_set child_signals_;
  boost::asio::posix::stream_descriptor output_;
  Events events_;
  pid_t pid_ = 0;  // zero: it does not run
  std::string line_;
  std::array<char, 16 * 1024> buffer_{};
};

}  // namespace runnel
