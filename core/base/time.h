// Points in time and spans of time, both in milliseconds, the precision of the Kinesis API.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace runnel {

// A span of time. May be negative.
struct Duration {
  std::int64_t milliseconds = 0;

  static constexpr Duration Milliseconds(std::int64_t n) { return {n}; }
  static constexpr Duration Seconds(std::int64_t n) { return {n * 1000}; }
  static constexpr Duration Hours(std::int64_t n) { return {n * 3'600'000}; }

  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
  friend constexpr Duration operator+(Duration a, Duration b) {
    return {a.milliseconds + b.milliseconds};
  }
  friend constexpr Duration operator-(Duration a, Duration b) {
    return {a.milliseconds - b.milliseconds};
  }
};

// Milliseconds since the Unix epoch.
struct Timestamp {
  std::int64_t milliseconds = 0;

  static constexpr Timestamp Max() { return {std::numeric_limits<std::int64_t>::max()}; }
  // Whole seconds since the epoch, rounded down.
  constexpr std::int64_t seconds() const {
    return milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0);
  }

  friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;
  friend constexpr Timestamp operator+(Timestamp t, Duration d) {
    return {t.milliseconds + d.milliseconds};
  }
  friend constexpr Timestamp operator-(Timestamp t, Duration d) {
    return {t.milliseconds - d.milliseconds};
  }
  friend constexpr Duration operator-(Timestamp a, Timestamp b) {
    return {a.milliseconds - b.milliseconds};
  }
};

}  // namespace runnel
