// A quota per second with room for a burst, in exact integers: equal steps of the clock give equal
// answers, however the time between was cut.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/base/time.h"

namespace runnel {

// How many tokens a second brings, and how many can be saved up.
struct TokenRate {
  std::int64_t per_second = 0;
  std::int64_t burst = 0;
};

// A value: `now` must not go back from one call to the next. A new bucket is full.
class TokenBucket {
 public:
  // Whether the bucket holds so many tokens. An overdrawn bucket holds none until it is full again.
  bool Has(std::int64_t tokens, const TokenRate& rate, Timestamp now) const {
    const std::int64_t level = LevelAt(rate, now);
    if (overdrawn_ && level < rate.burst * kScale) return false;
    return level >= tokens * kScale;
  }
  // REQUIRES: Has(tokens, rate, now).
  void Take(std::int64_t tokens, const TokenRate& rate, Timestamp now) {
    level_ = LevelAt(rate, now) - tokens * kScale;
    at_ = now;
    overdrawn_ = false;
  }
  // Takes what there may not be; the bucket is then in debt.
  void Overdraw(std::int64_t tokens, const TokenRate& rate, Timestamp now) {
    Take(tokens, rate, now);
    overdrawn_ = *level_ < 0;
  }
  // What of a full bucket is gone, from 0 to 1; more than 1 in debt.
  double Used(const TokenRate& rate, Timestamp now) const {
    const auto full = static_cast<double>(rate.burst * kScale);
    return 1 - static_cast<double>(LevelAt(rate, now)) / full;
  }
  friend bool operator==(const TokenBucket&, const TokenBucket&) = default;

 private:
  // Thousandths of a token: one millisecond brings `per_second` of them.
  static constexpr std::int64_t kScale = 1000;

  std::int64_t LevelAt(const TokenRate& rate, Timestamp now) const {
    const std::int64_t full = rate.burst * kScale;
    if (!level_) return full;
    const std::int64_t missing = full - *level_;
    const std::int64_t passed = std::max<std::int64_t>((now - at_).milliseconds, 0);
    if (missing <= 0) return full;
    if (rate.per_second == 0) return *level_;
    // A long time fills any bucket; multiplying it could overflow.
    if (passed > missing / rate.per_second) return full;
    return *level_ + passed * rate.per_second;
  }

  std::optional<std::int64_t> level_;  // absent: full, nothing was ever taken
  Timestamp at_;
  bool overdrawn_ = false;
};

}  // namespace runnel
