// Writes down the calls of clients as they come, for `runnel replay`.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "core/engine/emulator.h"
#include "native-server/server_log.h"

namespace runnel {

// A line of JSON for each call; native-server/README.md describes them. May be used by any thread.
// A thread of its own writes, so that a slow disk holds nobody up: what it has not taken is kept,
// and beyond 64 MiB left out, which a line in the file says.
class CaptureFile {
 public:
  // Appends to the file, which only its owner may read; from a new line on, if the last was cut
  // off. `log` is told if writing fails, and must outlive this. Throws Failure if the file cannot
  // be opened, or holds something else.
  CaptureFile(const std::string& path, ServerLog& log);
  // Writes what there is.
  ~CaptureFile();
  CaptureFile(const CaptureFile&) = delete;
  CaptureFile& operator=(const CaptureFile&) = delete;

  void Add(const CallDescription& call);

 private:
  void AddLine(const std::string& line);
  void Write();

  ServerLog& log_;
  const std::string path_;
  const int file_;

  std::mutex mutex_;  // guards all that follows
  std::condition_variable wakes_;
  std::string waiting_;
  std::uint64_t left_out_ = 0;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace runnel
