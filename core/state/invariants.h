// What is true of every sound state, whatever has happened to it. State::Apply checks what one
// change could break at small cost; this checks everything at the cost of reading everything, for
// tests, the simulation and the end of a replay.
#pragma once

#include <string>

#include "core/state/state.h"

namespace runnel {

// The first violation found, in words; empty when the state is sound. Holds between calls of the
// emulator, not in the middle of the mutations of one call.
std::string FindViolation(const State& state);

}  // namespace runnel
