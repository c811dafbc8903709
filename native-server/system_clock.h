// The wall clock of this machine, for the emulator.
#pragma once

#include <chrono>

#include "core/base/time.h"
#include "core/ports/clock.h"

namespace runnel {

class SystemClock final : public Clock {
 public:
  Timestamp Now() override {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
  }
};

}  // namespace runnel
