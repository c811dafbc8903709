// Streams that are there from the start.
#pragma once

#include "core/api/settings.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/names.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

// A provisioned stream that is ACTIVE at `now`.
// Errors: those of CreateStream for the name, the shard count, and what exists already.
Result<StreamCreated> PlanInitialStream(const State& state, const Settings& settings,
                                        const Scope& scope, const InitialStream& stream,
                                        Timestamp now);

}  // namespace runnel
