// How often each kind of change was carried out, for tests that tell what they have reached.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "core/state/mutation.h"

namespace runnel {

// By the place of the kind in the list of Mutation.
using AppliedCounts = std::array<std::uint64_t, std::variant_size_v<MutationKinds>>;

// By all states of this thread since it began.
const AppliedCounts& CountApplied();

}  // namespace runnel
