// What is durable, and what waits to be.
#pragma once

#include <cstdint>
#include <string>

#include "core/ports/journal.h"

namespace runnel {

// As the event loops are told of it after every commit.
struct DurableState {
  JournalPosition position = 0;  // everything up to it is durable
  // Raised when a commit fails: what waited then has not happened.
  std::uint64_t generation = 0;
  std::string failure;  // why the last one failed
};

// What must be durable before something may be shown.
struct Provision {
  JournalPosition position = 0;
  std::uint64_t generation = 0;

  bool FailedIn(const DurableState& state) const { return generation != state.generation; }
  bool HoldsIn(const DurableState& state) const { return position <= state.position; }
  // Nothing: it may be shown at once.
  bool IsMet() const { return position == 0; }
};

}  // namespace runnel
