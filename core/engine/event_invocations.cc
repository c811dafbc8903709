#include "core/engine/event_invocations.h"

#include <algorithm>

namespace runnel {
namespace {

// DEVIATION: one minute, and then two.
constexpr Duration kRetryDelay = Duration::Seconds(1);

}  // namespace

std::vector<Mutation> EventInvocations::End(const QueuedEvent& event, InvocationOutcome::Kind kind,
                                            Timestamp now) {
  using Kind = InvocationOutcome::Kind;
  // What was not run for want of room is no fault of the function's.
  const std::int32_t failures = event.failures + (kind == Kind::kFunctionError ? 1 : 0);
  const Timestamp due =
      now + Duration::Milliseconds(kRetryDelay.milliseconds * std::max(failures, 1));
  if (kind == Kind::kReturned || failures > event.retries_max || due > event.until) {
    return {EventEnded{event.id}};
  }
  by_due_.emplace(due, event.id);
  if (failures == event.failures) return {};
  return {EventFailed{event.id}};
}

std::optional<Timestamp> EventInvocations::NextDue() const {
  if (by_due_.empty()) return std::nullopt;
  return by_due_.begin()->first;
}

std::vector<std::uint64_t> EventInvocations::TakeDue(Timestamp now) {
  std::vector<std::uint64_t> taken;
  while (!by_due_.empty() && by_due_.begin()->first <= now) {
    taken.push_back(by_due_.begin()->second);
    by_due_.erase(by_due_.begin());
  }
  return taken;
}

void EventInvocations::Restart(const State& state) {
  by_due_.clear();
  for (const auto& [id, event] : state.queued_events()) {
    by_due_.emplace(event.since, id);
    last_id_ = std::max(last_id_, id);
  }
}

}  // namespace runnel
