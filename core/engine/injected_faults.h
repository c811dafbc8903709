// How fault rules enter a call: who is asked, and what becomes of the outcome.
#pragma once

#include <vector>

#include "core/api/settings.h"
#include "core/base/time.h"
#include "core/engine/front_door.h"
#include "core/faults/fault_draws.h"
#include "core/operations/context.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

// The draws of a call that has not run yet. They refer to all that is given.
FaultDraws DrawsOf(const DecodedRequest& decoded, const Context& context);

// Lets the rules strike a call that has run but not changed anything yet: one that Kinesis itself
// would have answered with success, or a dry run. An error, and a connection that ends before the
// effect, make `result` a failure.
CallFaults Strike(FaultDraws& draws, Result<void>& result);

// A reshard that nobody asked for, of the stream that the call names. Empty when the stream is not
// ACTIVE, or has as many shards as it may have.
std::vector<Mutation> SpontaneousReshard(const State& state, const Settings& settings,
                                         const CallSubject& subject, const CallFaults& faults,
                                         Timestamp now);

}  // namespace runnel
