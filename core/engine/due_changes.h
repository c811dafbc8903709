// What happens when a deadline has come.
// Source: kinesis-api 6 (resharding), 10 (asynchronous states), 8.3 (subscriptions).
#pragma once

#include <vector>

#include "core/api/settings.h"
#include "core/base/time.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

// The changes that `timer` stands for, in order, each made for the state that the one before
// leaves. `now` is the present, at or after the timer's due time: what AWS does at a certain time
// (a stream becoming ACTIVE, say) is dated by the timer, so that the result does not depend on how
// promptly the host called.
std::vector<Mutation> DueChanges(const State& state, const Settings& settings, const Timer& timer,
                                 Timestamp now);

}  // namespace runnel
