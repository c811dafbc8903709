// The host's clock, the only source of time for the core.
#pragma once

#include "core/base/time.h"

namespace runnel {

// Contract: Now() is the wall clock in milliseconds since the Unix epoch. It may stand still or go
// backwards; the core never lets its own time go backwards (see core/engine/emulator_clock.h).
// Called once per entry into the Emulator, by the thread that entered.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp Now() = 0;
};

}  // namespace runnel
