#include "core/engine/function_runs.h"

#include <algorithm>
#include <utility>

#include "core/base/uuid.h"
#include "core/engine/pipe_sending.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/model/function_name.h"

namespace runnel {

FunctionRuns::FunctionRuns(const State& state, const Settings& settings, Prng& random,
                           ServiceCalls calls, Commit commit)
    : state_(state),
      settings_(settings),
      random_(random),
      calls_(std::move(calls)),
      commit_(std::move(commit)),
      pollers_([](const State& where, std::string_view arn) {
        return FindMappedFunction(where, arn);
      }) {}

void FunctionRuns::Observe(const Mutation& change) {
  pollers_.Observe(change, state_);
  for (const std::uint64_t ticket : pollers_.TakeDropped()) {
    desk_.Withdraw(Invoker::kMapping, ticket);
  }
  if (std::holds_alternative<FunctionDeleted>(change)) function_deleted_ = true;
}

void FunctionRuns::DoWhatIsDue(Timestamp now) {
  if (std::exchange(function_deleted_, false)) EndThoseWithoutFunction(now);
  for (const std::uint64_t id : event_invocations_.TakeDue(now)) TryEvent(id, now);
  EndOverdue(now);
  pollers_.BeginTurns(now);
  // Pipes may write to each other's streams without end: others are to have their turn.
  constexpr int kRoundsMax = 16;
  for (int round = 0; round < kRoundsMax; ++round) {
    while (pollers_.ready()) Do(pollers_.Take(state_, PollerDelays(), now, random_), now);
    if (put_off_.empty()) break;
    DoWhatWasPutOff(now);
  }
}

// What is reported of them later is of no interest.
void FunctionRuns::EndOverdue(Timestamp now) {
  const InvocationOutcome outcome{
      InvocationOutcome::Kind::kFunctionError, "Pipe execution took longer than 5 minutes", {}};
  for (const std::uint64_t ticket : pollers_.TakeOverdue(now)) {
    desk_.Withdraw(Invoker::kMapping, ticket);
    Do(pollers_.Complete(ticket, outcome, state_, PollerDelays(), now, random_), now);
  }
}

// No call can take them any more.
void FunctionRuns::EndThoseWithoutFunction(Timestamp now) {
  for (const std::uint64_t id : desk_.WithoutFunction(state_)) {
    End(id, {InvocationOutcome::Kind::kNotRun, "Function not found", {}}, now);
  }
}

std::optional<Timestamp> FunctionRuns::NextDue() const {
  if (!put_off_.empty() || function_deleted_) return Timestamp{};
  std::optional<Timestamp> due = pollers_.NextDue();
  const std::optional<Timestamp> retry = event_invocations_.NextDue();
  if (retry && (!due || *retry < *due)) due = retry;
  return due;
}

std::uint64_t FunctionRuns::BeginInvoke(WantedInvocation wanted, Timestamp now) {
  if (!wanted.call_waits) {
    QueueEvent(std::move(wanted), now);
    return 0;
  }
  const std::uint64_t ticket = waiting_calls_.Open(wanted.with_log);
  desk_.Begin(Invoker::kCall, ticket, std::move(wanted.invocation), wanted.by_calls);
  return ticket;
}

void FunctionRuns::QueueEvent(WantedInvocation wanted, Timestamp now) {
  FunctionInvocation& invocation = wanted.invocation;
  QueuedEvent event;
  event.id = event_invocations_.NextId();
  event.since = now;
  event.scope = invocation.scope;
  event.function_arn = invocation.invoked_arn;
  event.request_id = std::move(invocation.request_id);
  event.payload = std::move(invocation.payload);
  event.client_context = std::move(invocation.client_context);
  event.retries_max = wanted.retries_max;
  event.until = now + wanted.age_max;
  const std::uint64_t id = event.id;
  commit_({EventQueued{std::move(event)}});
  TryEvent(id, now);
}

void FunctionRuns::TryEvent(std::uint64_t id, Timestamp now) {
  const auto found = state_.queued_events().find(id);
  if (found == state_.queued_events().end()) return;
  const QueuedEvent& event = found->second;
  const auto name = FunctionName::Parse(event.function_arn, event.scope);
  const auto resolved = ResolveFunction(state_, *name, &random_);
  if (!resolved) return commit_({EventEnded{id}});  // it has been deleted meanwhile
  if (resolved->throttled()) return EndTry(id, InvocationOutcome::Kind::kThrottled, now);
  FunctionInvocation invocation = MakeInvocation(*resolved, event.payload);
  invocation.request_id = event.request_id;
  invocation.client_context = event.client_context;
  desk_.Begin(Invoker::kEvent, id, std::move(invocation), resolved->by_calls());
}

void FunctionRuns::End(std::uint64_t id, InvocationOutcome outcome, Timestamp now) {
  auto ended = desk_.Complete(id, std::move(outcome));
  if (!ended) return;
  switch (ended->invoker) {
    case Invoker::kCall:
      return waiting_calls_.End(ended->ticket, *std::move(ended));
    case Invoker::kEvent:
      return EndTry(ended->ticket, ended->outcome.kind, now);
    case Invoker::kTemplate:
      ended_fetches_.push_back({ended->ticket, std::move(ended->outcome)});
      return;
    case Invoker::kConnection:
      return EndToken(ended->invocation.invoked_arn, ended->outcome, now);
    case Invoker::kMapping:
      ForgetRefusedToken(*ended);
      return Do(
          pollers_.Complete(ended->ticket, ended->outcome, state_, PollerDelays(), now, random_),
          now);
  }
}

// The next request gets another.
void FunctionRuns::ForgetRefusedToken(const EndedInvocation& ended) {
  const bool refused = ended.outcome.kind == InvocationOutcome::Kind::kFunctionError;
  if (!refused || !ended.invocation.http) return;
  const ApiDestination* const destination = state_.FindApiDestination(ended.invocation.invoked_arn);
  if (destination == nullptr) return;
  const Connection* const connection = state_.FindConnection(destination->connection_arn);
  if (connection != nullptr) tokens_.Forget(*connection);
}

void FunctionRuns::EndTry(std::uint64_t id, InvocationOutcome::Kind kind, Timestamp now) {
  const auto found = state_.queued_events().find(id);
  if (found == state_.queued_events().end()) return;
  commit_(event_invocations_.End(found->second, kind, now));
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
  event_invocations_.Restart(state_);
  put_off_.clear();
  tokens_.Clear();
  without_token_.clear();
  ended_fetches_.clear();
  waiting_calls_.EndAll("the emulator has become another one meanwhile: call again");
  failures_taken_ = 0;
}

void FunctionRuns::Do(EventSourcePollers::Turn turn, Timestamp now) {
  commit_(turn.changes);
  for (PollerInvocation& wanted : turn.invocations) {
    if (wanted.sending) {
      Send(std::move(wanted), now);
      continue;
    }
    const auto name = FunctionName::Parse(wanted.function_arn, wanted.scope);
    const ResolvedFunction resolved = *ResolveFunction(state_, *name, &random_);
    if (resolved.throttled()) {
      Throttle(wanted.ticket, now);
      continue;
    }
    pollers_.NoteVersion(wanted.ticket, resolved.executed_version);
    FunctionInvocation invocation = MakeInvocation(resolved, std::move(wanted.payload));
    invocation.request_id = std::move(wanted.request_id);
    desk_.Begin(Invoker::kMapping, wanted.ticket, std::move(invocation), resolved.by_calls());
  }
}

// AWS: that is no try of the batch, which waits for the next one (2.4).
void FunctionRuns::Throttle(std::uint64_t ticket, Timestamp now) {
  const InvocationOutcome outcome{InvocationOutcome::Kind::kThrottled, {}, {}};
  Do(pollers_.Complete(ticket, outcome, state_, PollerDelays(), now, random_), now);
}

void FunctionRuns::Send(PollerInvocation wanted, Timestamp now) {
  if (wanted.sending->kind == pipes::PlaceKind::kFunction) {
    return SendToFunction(std::move(wanted), now);
  }
  const bool over_http = wanted.sending->kind == pipes::PlaceKind::kApiDestination;
  if (over_http && SendToDestination(wanted, now)) return;
  put_off_.push_back(std::move(wanted));
}

bool FunctionRuns::SendToDestination(PollerInvocation& wanted, Timestamp now) {
  if (settings_.http_calls == HttpCalls::kNobody) return false;
  auto call = DestinationCallOf(*wanted.sending, state_, settings_);
  if (!call) return false;
  if (call->lacks_token != nullptr) {
    auto token = tokens_.Find(*call->lacks_token, now);
    if (!token) {
      GetToken(*call->lacks_token, std::move(wanted));
      return true;
    }
    SetHeader(call->http, "Authorization", *std::move(token));
  }
  FunctionInvocation invocation;
  invocation.request_id = std::move(wanted.request_id);
  invocation.scope = wanted.scope;
  invocation.invoked_arn = wanted.sending->arn;
  invocation.payload = std::move(call->payload);
  invocation.http = std::move(call->http);
  desk_.Begin(Invoker::kMapping, wanted.ticket, std::move(invocation), http_by_calls());
  return true;
}

void FunctionRuns::GetToken(const Connection& connection, PollerInvocation wanted) {
  std::vector<PollerInvocation>& waiting = without_token_[connection.arn];
  waiting.push_back(std::move(wanted));
  if (waiting.size() > 1) return;
  FunctionInvocation invocation = TokenCallOf(connection);
  invocation.request_id = RandomUuid(random_);
  desk_.Begin(Invoker::kConnection, 0, std::move(invocation), http_by_calls());
}

void FunctionRuns::EndToken(const std::string& connection_arn, const InvocationOutcome& outcome,
                            Timestamp now) {
  auto waiting = without_token_.extract(connection_arn);
  if (!waiting) return;
  InvocationOutcome ended = outcome;
  if (ended.kind == InvocationOutcome::Kind::kReturned) {
    const Connection* const connection = state_.FindConnection(connection_arn);
    ended.payload = connection == nullptr ? "the connection has been deleted"
                                          : tokens_.Take(*connection, outcome.payload, now);
    if (!ended.payload.empty()) ended.kind = InvocationOutcome::Kind::kFunctionError;
  }
  for (PollerInvocation& wanted : waiting.mapped()) {
    if (ended.kind != InvocationOutcome::Kind::kReturned) {
      Do(pollers_.Complete(wanted.ticket, ended, state_, PollerDelays(), now, random_), now);
    } else if (pollers_.Awaits(wanted.ticket)) {
      Send(std::move(wanted), now);
    }
  }
}

void FunctionRuns::BeginFetch(std::uint64_t ticket, const Scope& scope, const std::string& url) {
  FunctionInvocation invocation;
  invocation.request_id = RandomUuid(random_);
  invocation.scope = scope;
  invocation.http = {"GET", url, {}};
  desk_.Begin(Invoker::kTemplate, ticket, std::move(invocation), http_by_calls());
}

void FunctionRuns::SendToFunction(PollerInvocation wanted, Timestamp now) {
  const auto name = FunctionName::Parse(wanted.sending->arn, wanted.scope);
  const auto resolved = name ? ResolveFunction(state_, *name, &random_) : std::nullopt;
  if (!resolved) {
    put_off_.push_back(std::move(wanted));
    return;
  }
  if (resolved->throttled() && wanted.sending->waits) return Throttle(wanted.ticket, now);
  FunctionInvocation invocation = MakeInvocation(*resolved, std::move(wanted.sending->payload));
  invocation.request_id = wanted.request_id;
  if (wanted.sending->waits) {
    return desk_.Begin(Invoker::kMapping, wanted.ticket, std::move(invocation),
                       resolved->by_calls());
  }
  WantedInvocation event;
  event.invocation = std::move(invocation);
  BeginInvoke(std::move(event), now);
  wanted.sending.reset();
  put_off_.push_back(std::move(wanted));
}

void FunctionRuns::DoWhatWasPutOff(Timestamp now) {
  for (PollerInvocation& wanted : std::exchange(put_off_, {})) {
    InvocationOutcome outcome;
    if (wanted.sending) {
      const bool unmade = wanted.sending->kind == pipes::PlaceKind::kApiDestination &&
                          settings_.http_calls == HttpCalls::kNobody;
      outcome = unmade
                    ? InvocationOutcome{InvocationOutcome::Kind::kNotRun, kNobodyMakesRequests, {}}
                    : OutcomeOf(*wanted.sending, wanted.scope, calls_, now);
    }
    Do(pollers_.Complete(wanted.ticket, outcome, state_, PollerDelays(), now, random_), now);
  }
}

}  // namespace runnel
