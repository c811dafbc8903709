#include "native-server/server_log.h"

#include <spdlog/details/null_mutex.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <mutex>
#include <utility>

namespace runnel {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

// A full buffer is written without waiting for Flush.
constexpr std::size_t kBufferBytes = 64 * 1024;

// stderr with a buffer of its own: giving the C stream a buffer would hold back what a failed check
// prints before it aborts.
class BufferedStderr final : public spdlog::sinks::base_sink<std::mutex> {
 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    formatter_->format(message, buffer_);
    if (buffer_.size() >= kBufferBytes) flush_();
  }

  void flush_() override {
    std::string_view rest(buffer_.data(), buffer_.size());
    while (!rest.empty()) {
      const ssize_t count = ::write(STDERR_FILENO, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;  // nobody reads it: a log is not worth a stop
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
    buffer_.clear();
  }

  spdlog::memory_buf_t buffer_;
};

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kTrace:
      return spdlog::level::trace;
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

// Text from a request or about one, on one line and within quotes: what a caller sends can neither
// forge a line nor break the JSON.
void AppendEscaped(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
}

void AppendMember(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(",\"").append(name).append("\":\"");
  AppendEscaped(out, value);
  out += '"';
}

void AppendMember(std::string& out, std::string_view name, std::int64_t value) {
  out.append(",\"").append(name).append("\":").append(std::to_string(value));
}

void AppendWord(std::string& out, std::string_view word) {
  if (word.empty()) return;
  AppendEscaped(out, word);
  out += ' ';
}

}  // namespace

ServerLog::ServerLog(LogLevel level, LogFormat format)
    : format_(format),
      logger_(std::make_unique<spdlog::logger>("", std::make_shared<BufferedStderr>())) {
  logger_->set_level(ToSpdlog(level));
  logger_->flush_on(spdlog::level::warn);
  // In JSON a line is the pattern's first two members and those that follow from here.
  const std::string pattern = format == LogFormat::kJson
                                  ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l"%v})"
                                  : "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
  logger_->set_formatter(
      std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc, "\n"));
}

ServerLog::~ServerLog() { Flush(); }

bool ServerLog::Wants(LogLevel level) const { return logger_->should_log(ToSpdlog(level)); }

void ServerLog::Flush() { logger_->flush(); }

void ServerLog::Write(LogLevel level, std::string_view line) {
  logger_->log(ToSpdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

void ServerLog::Say(LogLevel level, std::string_view message) {
  if (!Wants(level)) return;
  if (format_ == LogFormat::kText) return Write(level, message);
  std::string line;
  AppendMember(line, "message", message);
  Write(level, line);
}

void ServerLog::Answered(const RequestLine& request, const Reply& reply,
                         std::chrono::nanoseconds duration) {
  const LogLevel level = reply.status >= 500 ? LogLevel::kError : LogLevel::kInfo;
  if (!Wants(level)) return;
  const auto request_bytes = static_cast<std::int64_t>(request.body_bytes);
  const auto reply_bytes = static_cast<std::int64_t>(reply.body.size());
  const std::int64_t elapsed = duration_cast<microseconds>(duration).count();
  std::string line;
  line.reserve(256);
  if (format_ == LogFormat::kJson) {
    AppendMember(line, "operation", reply.operation);
    if (reply.operation.empty()) {
      AppendMember(line, "method", request.method);
      AppendMember(line, "target", request.target);
    }
    AppendMember(line, "resource", reply.resource);
    AppendMember(line, "status", reply.status);
    AppendMember(line, "error", reply.error_code);
    AppendMember(line, "message", reply.error_message);
    AppendMember(line, "because", reply.explanation);
    AppendMember(line, "request_bytes", request_bytes);
    AppendMember(line, "reply_bytes", reply_bytes);
    AppendMember(line, "microseconds", elapsed);
    return Write(level, line);
  }
  AppendWord(line, reply.operation.empty() ? request.method : reply.operation);
  AppendWord(line, reply.operation.empty() ? request.target : reply.resource);
  line += std::to_string(reply.status);
  line += ' ';
  AppendWord(line, reply.error_code);
  if (!reply.error_message.empty()) {
    line += '"';
    AppendEscaped(line, reply.error_message);
    line += "\" ";
  }
  if (!reply.explanation.empty()) {
    line += "because \"";
    AppendEscaped(line, reply.explanation);
    line += "\" ";
  }
  line.append("in ").append(std::to_string(request_bytes)).append(" B out ");
  line.append(std::to_string(reply_bytes)).append(" B ").append(std::to_string(elapsed));
  line += " us";
  Write(level, line);
}

void ServerLog::Ended(std::string_view operation, std::string_view how, std::size_t bytes,
                      std::chrono::nanoseconds duration) {
  if (!Wants(LogLevel::kInfo)) return;
  const std::int64_t elapsed = duration_cast<microseconds>(duration).count();
  std::string line;
  if (format_ == LogFormat::kJson) {
    AppendMember(line, "operation", operation);
    AppendMember(line, "ended", how);
    AppendMember(line, "reply_bytes", static_cast<std::int64_t>(bytes));
    AppendMember(line, "microseconds", elapsed);
    return Write(LogLevel::kInfo, line);
  }
  line.append(operation).append(" ended: ").append(how).append(", out ");
  line.append(std::to_string(bytes)).append(" B ").append(std::to_string(elapsed)).append(" us");
  Write(LogLevel::kInfo, line);
}

}  // namespace runnel
