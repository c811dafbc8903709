// Calls over time: how many, how many of them refused, how long they took.
#pragma once

#include <cstdint>
#include <vector>

#include "inspector-ui/view_models/world.h"

namespace runnel {

struct CallRates {
  // A second each, the oldest first, up to the latest call.
  std::vector<float> calls;
  std::vector<float> refused;
  std::vector<float> milliseconds;  // the mean of those whose duration is known
};

// Of the calls that are known, in the last `seconds`.
CallRates CallRatesOf(const World& world, std::size_t seconds);

}  // namespace runnel
