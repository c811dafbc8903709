// Which events a page of an answer holds, and the tokens that lead to others.
// Source: integrations 5.1.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/integrations/logs/log_store.h"

namespace runnel {

// The order of events over all streams.
struct LogPosition {
  std::int64_t timestamp = 0;
  std::uint64_t id = 0;

  static LogPosition Of(const LogEvent& event) { return {event.timestamp.milliseconds, event.id}; }
  // 56 digits.
  std::string Text() const;
  static std::optional<LogPosition> Parse(std::string_view text);
  friend auto operator<=>(const LogPosition&, const LogPosition&) = default;
};

// As `eventId` has it: 56 digits, of which the last differ.
std::string LogEventId(const LogEvent& event);

// Counts what a page has room for.
class LogPageRoom {
 public:
  explicit LogPageRoom(std::size_t events) : events_(events) {}
  // Whether there is room; takes it if so. A page holds one event in any case.
  bool Take(const LogEvent& event);

 private:
  std::size_t events_;
  std::size_t bytes_ = 0;
  bool used_ = false;
};

}  // namespace runnel
