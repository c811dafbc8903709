// Every invocation of a function, from the wish of a call or of an event source mapping until its
// outcome has reached who wanted it; and what mappings could not deliver. Nothing here outlives the
// process but what goes into the state as changes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/api/failure_delivery.h"
#include "core/api/function_invocation.h"
#include "core/api/settings.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/engine/event_invocations.h"
#include "core/engine/invocation_desk.h"
#include "core/engine/service_calls.h"
#include "core/engine/waiting_calls.h"
#include "core/integrations/event_source_mapping/pollers.h"
#include "core/operations/context.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

class FunctionRuns {
 public:
  // Makes changes happen, in the state and everywhere else.
  using Commit = std::function<void(const std::vector<Mutation>& changes)>;

  // All that is given by reference must outlive this.
  FunctionRuns(const State& state, const Settings& settings, Prng& random, ServiceCalls calls,
               Commit commit);

  // Sees every change, after it was applied to the state.
  void Observe(const Mutation& change) { pollers_.Observe(change, state_); }
  // Begins what retries and mappings have to begin by now.
  void DoWhatIsDue(Timestamp now);
  // When DoWhatIsDue has something to do if nothing happens before.
  std::optional<Timestamp> NextDue() const;

  // Begins what a call of Invoke wants. Gives what its reply waits for (see Reply::waiting); zero:
  // it waits for nothing.
  std::uint64_t BeginInvoke(WantedInvocation wanted, Timestamp now);
  // Tells who wanted it. Unknown ids are ignored.
  void End(std::uint64_t id, InvocationOutcome outcome, Timestamp now);

  // Gives each once.
  std::vector<FunctionInvocation> TakeForHost() { return desk_.TakeForHost(); }
  std::vector<FailureDelivery> TakeFailures();

  // Begins with what the state holds; calls that wait go on waiting.
  void Restart() {
    pollers_.Restart(state_);
    event_invocations_.Restart(state_);
  }
  // The state has become another one: nothing that was under way is of interest.
  void Forget();

  InvocationQueue& queue() { return desk_; }
  WaitingCalls& waiting_calls() { return waiting_calls_; }

 private:
  EventSourcePollers::Delays PollerDelays() const {
    return {settings_.event_source_retry_delay, settings_.event_source_retry_delay_max};
  }
  void QueueEvent(WantedInvocation wanted, Timestamp now);
  void TryEvent(std::uint64_t id);
  void EndTry(std::uint64_t id, InvocationOutcome::Kind kind, Timestamp now);
  void EndOverdue(Timestamp now);
  void Do(EventSourcePollers::Turn turn, Timestamp now);
  // What a pipe sends: begins it, or puts it off until DoWhatIsDue has done everything else.
  void Send(PollerInvocation wanted, Timestamp now);
  void SendToFunction(PollerInvocation wanted, Timestamp now);
  void DoWhatWasPutOff(Timestamp now);

  const State& state_;
  const Settings& settings_;
  Prng& random_;
  const ServiceCalls calls_;
  const Commit commit_;
  InvocationDesk desk_;
  WaitingCalls waiting_calls_;
  EventInvocations event_invocations_;
  EventSourcePollers pollers_;
  std::vector<PollerInvocation> put_off_;
  std::uint64_t failures_taken_ = 0;  // the last that the host was given to deliver
};

}  // namespace runnel
