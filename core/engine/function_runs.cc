#include "core/engine/function_runs.h"

#include <algorithm>
#include <utility>

#include "core/integrations/functions/resolve_function.h"
#include "core/model/function_name.h"

namespace runnel {

FunctionRuns::FunctionRuns(const State& state, const Settings& settings, Prng& random,
                           Commit commit)
    : state_(state),
      settings_(settings),
      random_(random),
      commit_(std::move(commit)),
      pollers_([](const State& where, std::string_view arn) {
        return FindMappedFunction(where, arn);
      }) {}

void FunctionRuns::DoWhatIsDue(Timestamp now) {
  for (EventInvocations::Due& due : event_invocations_.TakeDue(now)) {
    desk_.Begin(Invoker::kEvent, due.ticket, std::move(due.invocation), due.by_calls);
  }
  pollers_.BeginTurns(now);
  while (pollers_.ready()) Do(pollers_.Take(state_, PollerDelays(), now, random_));
}

std::optional<Timestamp> FunctionRuns::NextDue() const {
  std::optional<Timestamp> due = pollers_.NextDue();
  const std::optional<Timestamp> retry = event_invocations_.NextDue();
  if (retry && (!due || *retry < *due)) due = retry;
  return due;
}

std::uint64_t FunctionRuns::BeginInvoke(WantedInvocation wanted, Timestamp now) {
  const std::uint64_t ticket = wanted.call_waits ? waiting_calls_.Open(wanted.with_log)
                                                 : event_invocations_.Open(wanted, now);
  const Invoker invoker = wanted.call_waits ? Invoker::kCall : Invoker::kEvent;
  desk_.Begin(invoker, ticket, std::move(wanted.invocation), wanted.by_calls);
  return wanted.call_waits ? ticket : 0;
}

void FunctionRuns::End(std::uint64_t id, InvocationOutcome outcome, Timestamp now) {
  auto ended = desk_.Complete(id, std::move(outcome));
  if (!ended) return;
  switch (ended->invoker) {
    case Invoker::kCall:
      return waiting_calls_.End(ended->ticket, *std::move(ended));
    case Invoker::kEvent:
      return event_invocations_.End(*ended, now);
    case Invoker::kMapping:
      return Do(
          pollers_.Complete(ended->ticket, ended->outcome, state_, PollerDelays(), now, random_));
  }
}

std::vector<FailureDelivery> FunctionRuns::TakeFailures() {
  std::vector<FailureDelivery> taken;
  const auto& kept = state_.failed_batches();
  auto batch =
      std::upper_bound(kept.begin(), kept.end(), failures_taken_,
                       [](std::uint64_t id, const FailedBatch& later) { return id < later.id; });
  for (; batch != kept.end(); ++batch) {
    failures_taken_ = batch->id;
    if (batch->destination.empty() || !batch->delivery.empty()) continue;
    taken.push_back({batch->id, batch->destination, batch->object_key, batch->message});
  }
  return taken;
}

void FunctionRuns::Forget() {
  desk_.Clear();
  event_invocations_.Clear();
  waiting_calls_.EndAll("the emulator has become another one meanwhile: call again");
  failures_taken_ = 0;
}

void FunctionRuns::Do(EventSourcePollers::Turn turn) {
  commit_(turn.changes);
  for (PollerInvocation& wanted : turn.invocations) {
    const auto name = FunctionName::Parse(wanted.function_arn, wanted.scope);
    const ResolvedFunction resolved = *ResolveFunction(state_, *name);
    FunctionInvocation invocation = MakeInvocation(resolved, std::move(wanted.payload));
    invocation.request_id = std::move(wanted.request_id);
    desk_.Begin(Invoker::kMapping, wanted.ticket, std::move(invocation), resolved.by_calls());
  }
}

}  // namespace runnel
