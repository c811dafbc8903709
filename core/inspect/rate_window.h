// How much there was in the last seconds.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/time.h"

namespace runnel {

// Counts of something and of its bytes by the second, for the last ten. Adding costs a handful of
// instructions and never allocates. The seconds are the emulator's.
class RateWindow {
 public:
  static constexpr std::int64_t kSeconds = 10;

  struct PerSecond {
    double count = 0;
    double bytes = 0;
  };

  // `second` is that of the emulator's time. REQUIRES: it is not before that of any earlier call.
  void Add(std::int64_t second, std::uint64_t count, std::uint64_t bytes) {
    Slot& slot = slots_[static_cast<std::uint64_t>(second) % slots_.size()];
    if (slot.second != second) slot = {second, 0, 0};
    slot.count += count;
    slot.bytes += bytes;
  }

  // The mean over the ten seconds up to now, the running one among them.
  PerSecond At(Timestamp now) const {
    PerSecond mean;
    for (const Slot& slot : slots_) {
      if (slot.second <= now.seconds() - kSeconds || slot.second > now.seconds()) continue;
      mean.count += static_cast<double>(slot.count) / kSeconds;
      mean.bytes += static_cast<double>(slot.bytes) / kSeconds;
    }
    return mean;
  }

 private:
  struct Slot {
    std::int64_t second = -kSeconds;
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
  };
  std::array<Slot, static_cast<std::size_t>(kSeconds)> slots_;
};

}  // namespace runnel
