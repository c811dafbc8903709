#include "core/integrations/logs/log_page.h"

#include "core/base/whole_number.h"

namespace runnel {
namespace {

constexpr std::size_t kTimeDigits = 20;
constexpr std::size_t kIdDigits = 36;
// AWS: an answer holds 1 MB of events, each with 26 bytes beside its message.
constexpr std::size_t kPageBytesMax = 1024 * 1024;
constexpr std::size_t kEventBytes = 26;

std::string Padded(std::uint64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

}  // namespace

std::string LogPosition::Text() const {
  return Padded(static_cast<std::uint64_t>(timestamp), kTimeDigits) + Padded(id, kIdDigits);
}

std::optional<LogPosition> LogPosition::Parse(std::string_view text) {
  if (text.size() != kTimeDigits + kIdDigits) return std::nullopt;
  const auto timestamp = ReadWholeNumber<std::uint64_t>(text.substr(0, kTimeDigits));
  const auto id = ReadWholeNumber<std::uint64_t>(text.substr(kTimeDigits));
  if (!timestamp || !id) return std::nullopt;
  return LogPosition{static_cast<std::int64_t>(*timestamp), *id};
}

std::string LogEventId(const LogEvent& event) {
  return "3" + Padded(event.id, kTimeDigits + kIdDigits - 1);
}

bool LogPageRoom::Take(const LogEvent& event) {
  if (events_ == 0) return false;
  bytes_ += event.message.size() + kEventBytes;
  if (used_ && bytes_ > kPageBytesMax) {
    events_ = 0;
    return false;
  }
  used_ = true;
  --events_;
  return true;
}

}  // namespace runnel
