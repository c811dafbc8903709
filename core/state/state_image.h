// A whole state as the mutations that make it anew, without its records and subscriptions.
#pragma once

#include <vector>

#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

// Applied in this order to an empty state they give an equal one. The same state gives the same
// list.
std::vector<Mutation> ImageOf(const State& state);

}  // namespace runnel
