// What is due when. At most one deadline per thing; the earliest is found at once.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/base/time.h"

namespace runnel {

enum class TimerKind : std::uint8_t {
  kStream,        // the pending change of a stream
  kConsumer,      // registration or deregistration
  kChannel,       // creation, update or deletion
  kRetention,     // records of a shard age out, or the shard itself does
  kSubscription,  // heartbeat or end of lifetime
  kScaling,       // an on-demand stream looks at what was written
  kMapping,       // creation, update or deletion of an event source mapping
  kDelivery,      // a channel writes what it has, or tries again to
  // After all that a stack may wait for.
  kStack,  // the next step of an operation on a stack
};

struct TimerKey {
  TimerKind kind = TimerKind::kStream;
  std::uint64_t id = 0;    // the uid of the stream, consumer, channel or subscription
  std::int32_t shard = 0;  // kRetention only
  friend auto operator<=>(const TimerKey&, const TimerKey&) = default;
};

struct Timer {
  Timestamp due;
  TimerKey key;
  friend auto operator<=>(const Timer&, const Timer&) = default;
};

class Timers {
 public:
  // Replaces the deadline that the key had.
  void Arm(const TimerKey& key, Timestamp due) {
    const auto [entry, added] = due_.try_emplace(key, due);
    if (!added) {
      if (entry->second == due) return;
      order_.erase({entry->second, key});
      entry->second = due;
    }
    order_.insert({due, key});
  }
  void Disarm(const TimerKey& key) {
    const auto entry = due_.find(key);
    if (entry == due_.end()) return;
    order_.erase({entry->second, key});
    due_.erase(entry);
  }
  bool IsArmed(const TimerKey& key) const { return due_.contains(key); }
  std::optional<Timestamp> DueOf(const TimerKey& key) const {
    const auto entry = due_.find(key);
    if (entry == due_.end()) return std::nullopt;
    return entry->second;
  }
  // Of equal deadlines, the same one first every time.
  std::optional<Timer> Earliest() const {
    if (order_.empty()) return std::nullopt;
    return *order_.begin();
  }
  const std::map<TimerKey, Timestamp>& all() const { return due_; }

 private:
  std::map<TimerKey, Timestamp> due_;
  std::set<Timer> order_;
};

}  // namespace runnel
