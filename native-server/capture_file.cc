#include "native-server/capture_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "native-server/failure.h"
#include "native-server/system_clock.h"
#include "native-server/version.h"

namespace runnel {
namespace {

constexpr std::size_t kWaitingBytesMax = 64 * 1024 * 1024;

constexpr std::string_view kHeaderBegin = "{\"runnel_capture\":";

// Whether it is a file with something in it that no server has captured.
bool IsForeign(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::string begin(kHeaderBegin.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(file.gcount()));
  return !kHeaderBegin.starts_with(begin);
}

int Open(const std::string& path) {
  if (IsForeign(path)) {
    throw Failure(kExitFailed, "cannot capture calls in " + path +
                                   ": it holds something else. It is left as it is; choose "
                                   "another file");
  }
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0 || ::fchmod(file, 0600) != 0) {
    const int why = errno;
    if (file >= 0) ::close(file);
    throw Failure(kExitFailed, "cannot capture calls in " + path + ": " + std::strerror(why));
  }
  return file;
}

// Whether the file's last line was cut off, as by a server that was killed.
bool EndsWithinLine(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  char last = '\n';
  return file.seekg(-1, std::ios::end) && file.get(last) && last != '\n';
}

std::string Quoted(std::string_view text) {
  return boost::json::serialize(boost::json::string(text));
}

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string LineOf(const CallDescription& call, Timestamp now) {
  std::string line = "{\"at_millis\":" + std::to_string(now.milliseconds);
  line.append(",\"account\":").append(Quoted(call.account));
  line.append(",\"region\":").append(Quoted(call.region));
  line.append(",\"operation\":").append(Quoted(call.operation));
  if (!call.input.empty()) line.append(",\"input\":").append(call.input);
  if (!call.output.empty()) line.append(",\"output\":").append(call.output);
  if (!call.error_code.empty()) {
    line.append(",\"error\":").append(Quoted(call.error_code));
    line.append(",\"message\":").append(Quoted(call.error_message));
  }
  if (call.hung_up) line.append(",\"hung_up\":true");
  return line + "}\n";
}

}  // namespace

CaptureFile::CaptureFile(const std::string& path, ServerLog& log)
    : log_(log), path_(path), file_(Open(path)), thread_([this] { Write(); }) {
  AddLine((EndsWithinLine(path) ? "\n" : "") + std::string(kHeaderBegin) +
          "1,\"server\":" + Quoted(Version()) + "}\n");
}

CaptureFile::~CaptureFile() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_one();
  thread_.join();
  ::close(file_);
}

void CaptureFile::Add(const CallDescription& call) { AddLine(LineOf(call, SystemClock().Now())); }

void CaptureFile::AddLine(const std::string& line) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + line.size() > kWaitingBytesMax) {
      ++left_out_;
      return;
    }
    waiting_ += line;
  }
  wakes_.notify_one();
}

void CaptureFile::Write() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wakes_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::string lines = std::exchange(waiting_, {});
    if (const std::uint64_t missing = std::exchange(left_out_, 0)) {
      lines += "{\"left_out\":" + std::to_string(missing) + "}\n";
    }
    lock.unlock();
    const bool written = WriteAll(file_, lines);
    if (!written) {
      log_.Say(LogLevel::kError,
               "no more calls are captured: " + path_ + ": " + std::strerror(errno));
    }
    lock.lock();
    // Full for good: what comes is left out.
    if (!written) {
      waiting_.clear();
      wakes_.wait(lock, [this] { return stopping_; });
      return;
    }
  }
}

}  // namespace runnel
