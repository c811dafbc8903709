// Every invocation of a function, from the wish of a call or of an event source mapping until its
// outcome has reached who wanted it; and what mappings could not deliver. Nothing here outlives the
// process but what goes into the state as changes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/api/failure_delivery.h"
#include "core/api/function_invocation.h"
#include "core/api/settings.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/engine/connection_tokens.h"
#include "core/engine/event_invocations.h"
#include "core/engine/invocation_desk.h"
#include "core/engine/service_calls.h"
#include "core/engine/waiting_calls.h"
#include "core/integrations/event_source_mapping/pollers.h"
#include "core/operations/context.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

// What came of the request for the template of a call.
struct EndedFetch {
  std::uint64_t ticket = 0;  // of the call that waits for it
  InvocationOutcome outcome;
};

class FunctionRuns {
 public:
  // Makes changes happen, in the state and everywhere else.
  using Commit = std::function<void(const std::vector<Mutation>& changes)>;

  // All that is given by reference must outlive this.
  FunctionRuns(const State& state, const Settings& settings, Prng& random, ServiceCalls calls,
               Commit commit);

  // Sees every change, after it was applied to the state.
  void Observe(const Mutation& change);
  // Begins what retries and mappings have to begin by now.
  void DoWhatIsDue(Timestamp now);
  // When DoWhatIsDue has something to do if nothing happens before.
  std::optional<Timestamp> NextDue() const;

  // Begins what a call of Invoke wants. Gives what its reply waits for (see Reply::waiting); zero:
  // it waits for nothing.
  std::uint64_t BeginInvoke(WantedInvocation wanted, Timestamp now);
  // Begins to read what is at a URL, for the call that waits with this ticket.
  void BeginFetch(std::uint64_t ticket, const Scope& scope, const std::string& url);
  // Each given once.
  std::vector<EndedFetch> TakeEndedFetches() { return std::exchange(ended_fetches_, {}); }
  // Tells who wanted it. Unknown ids are ignored.
  void End(std::uint64_t id, InvocationOutcome outcome, Timestamp now);

  // Gives each once.
  std::vector<FunctionInvocation> TakeForHost() { return desk_.TakeForHost(); }
  // Whether a client could take one that is a request over HTTP.
  bool HttpCallWaits() const { return desk_.HttpWaits(); }
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
  void TryEvent(std::uint64_t id, Timestamp now);
  void EndTry(std::uint64_t id, InvocationOutcome::Kind kind, Timestamp now);
  void EndOverdue(Timestamp now);
  void EndThoseWithoutFunction(Timestamp now);
  void Do(EventSourcePollers::Turn turn, Timestamp now);
  // Of a mapping or pipe whose function has no concurrency.
  void Throttle(std::uint64_t ticket, Timestamp now);
  // What a pipe sends: begins it, or puts it off until DoWhatIsDue has done everything else.
  void Send(PollerInvocation wanted, Timestamp now);
  void SendToFunction(PollerInvocation wanted, Timestamp now);
  // False: nobody knows the destination, or nobody makes requests.
  bool SendToDestination(PollerInvocation& wanted, Timestamp now);
  void ForgetRefusedToken(const EndedInvocation& ended);
  void GetToken(const Connection& connection, PollerInvocation wanted);
  void EndToken(const std::string& connection_arn, const InvocationOutcome& outcome, Timestamp now);
  bool http_by_calls() const { return settings_.http_calls == HttpCalls::kByCalls; }
  void DoWhatWasPutOff(Timestamp now);

  const State& state_;
  const Settings& settings_;
  Prng& random_;
  const ServiceCalls calls_;
  const Commit commit_;
  InvocationDesk desk_;
  bool function_deleted_ = false;  // since DoWhatIsDue has looked for what it leaves
  WaitingCalls waiting_calls_;
  EventInvocations event_invocations_;
  EventSourcePollers pollers_;
  // Those without a sending were events that are queued by now.
  std::vector<PollerInvocation> put_off_;
  ConnectionTokens tokens_;
  // What waits for the token of a connection, by its ARN.
  std::map<std::string, std::vector<PollerInvocation>> without_token_;
  std::vector<EndedFetch> ended_fetches_;
  std::uint64_t failures_taken_ = 0;  // the last that the host was given to deliver
};

}  // namespace runnel
