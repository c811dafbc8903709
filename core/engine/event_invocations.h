// When events that nobody waits for are tried, from when they are wanted until they have succeeded
// or are given up. What they are is in the state, and outlives the process; here is what is under
// way.
// Source: integrations 4.5.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/api/function_invocation.h"
#include "core/base/time.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

class EventInvocations {
 public:
  // An id for another event.
  std::uint64_t NextId() { return ++last_id_; }
  // A try of it has ended. What that changes.
  std::vector<Mutation> End(const QueuedEvent& event, InvocationOutcome::Kind kind, Timestamp now);

  std::optional<Timestamp> NextDue() const;
  // The ids of those whose time to be tried has come.
  std::vector<std::uint64_t> TakeDue(Timestamp now);
  // Nothing is under way: all that the state holds are to be tried at once.
  void Restart(const State& state);

 private:
  std::set<std::pair<Timestamp, std::uint64_t>> by_due_;
  std::uint64_t last_id_ = 0;
};

}  // namespace runnel
