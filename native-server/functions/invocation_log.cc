#include "native-server/functions/invocation_log.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <utility>

#include "core/base/calendar.h"
#include "core/base/time.h"
#include "native-server/system_clock.h"

namespace runnel {
namespace {

constexpr std::size_t kTailBytesMax = 4096;
constexpr int kStreamDigits = 32;

// "2026/01/31"
std::string DayText(Timestamp time) {
  std::string text = ExtendedTimeText(time).substr(0, 10);
  std::ranges::replace(text, '-', '/');
  return text;
}

std::string Decimals(double value) {
  std::array<char, 32> text{};
  return {text.data(),
          static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.2f", value))};
}

}  // namespace

std::string NewLogStreamName(const std::string& version) {
  std::random_device random;
  std::string name = DayText(SystemClock().Now()) + "/[" + version + "]";
  for (int i = 0; i < kStreamDigits; ++i) name += "0123456789abcdef"[random() % 16];
  return name;
}

InvocationLog::InvocationLog(const RunnableFunction& function, FunctionReports& reports,
                             std::string stream)
    : scope_(function.scope),
      group_(function.log_group),
      version_(function.version),
      memory_mib_(function.memory_mib),
      timeout_seconds_(function.timeout_seconds),
      stream_(std::move(stream)),
      reports_(reports) {}

void InvocationLog::Start(const std::string& request_id) {
  Line("START RequestId: " + request_id + " Version: " + version_ + "\n");
}

void InvocationLog::Line(std::string line) {
  tail_ += line;
  if (tail_.size() > 2 * kTailBytesMax) tail_.erase(0, tail_.size() - kTailBytesMax);
  reports_.Log({scope_, group_, stream_, {std::move(line)}});
}

void InvocationLog::Finish(const End& end) {
  const double took = end.took.count();
  std::string report = "REPORT RequestId: " + end.request_id + "\tDuration: " + Decimals(took) +
                       " ms\tBilled Duration: " + std::to_string(std::lround(std::ceil(took))) +
                       " ms\tMemory Size: " + std::to_string(memory_mib_) +
                       " MB\tMax Memory Used: " + std::to_string(end.memory_mib) + " MB\t";
  if (end.init) report += "Init Duration: " + Decimals(end.init->count()) + " ms\t";
  if (!end.status.empty()) report += "Status: " + end.status + "\t";
  if (!end.error_type.empty()) report += "Error Type: " + end.error_type + "\t";
  Line("END RequestId: " + end.request_id + "\n");
  Line(report + "\n");
}

std::string InvocationLog::TakeTail() {
  std::string tail = std::exchange(tail_, {});
  if (tail.size() > kTailBytesMax) tail.erase(0, tail.size() - kTailBytesMax);
  return tail;
}

std::string InvocationLog::TimeoutText() const {
  return "Task timed out after " + Decimals(timeout_seconds_) + " seconds";
}

void InvocationLog::TimedOut(const std::string& request_id) {
  Line(MillisecondTimeText(SystemClock().Now()) + " " + request_id + " " + TimeoutText() + "\n");
}

}  // namespace runnel
