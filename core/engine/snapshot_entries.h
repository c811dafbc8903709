// Whether what a snapshot holds can be applied: anybody may have written it, and applying a change
// that does not fit the state ends the process.
#pragma once

#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

// Whether the change is one that an image of a state has (core/state/state_image.h), what it refers
// to is there, and nothing is there that has its id or its name.
bool IsOfSnapshot(const Mutation& change, const State& state);

// Whether the records are of a shard that is there, and come after those that it has. REQUIRES:
// they are in order, as ReadRecordBlock gives them.
bool AreOfSnapshot(const RecordsRestored& records, const State& state);

}  // namespace runnel
