#include "core/engine/event_invocations.h"

#include <algorithm>

namespace runnel {
namespace {

// DEVIATION: one minute, and then two.
constexpr Duration kRetryDelay = Duration::Seconds(1);

}  // namespace

std::uint64_t EventInvocations::Open(const WantedInvocation& wanted, Timestamp now) {
  open_.emplace(++last_ticket_, Entry{wanted, now, 0});
  return last_ticket_;
}

void EventInvocations::End(const EndedInvocation& ended, Timestamp now) {
  const auto entry = open_.find(ended.ticket);
  if (entry == open_.end()) return;
  Entry& open = entry->second;
  using Kind = InvocationOutcome::Kind;
  const bool failed = ended.outcome.kind == Kind::kFunctionError;
  const bool over =
      ended.outcome.kind == Kind::kReturned || (failed && open.retries >= open.wanted.retries_max);
  // What was not run for want of room is no fault of the function's.
  if (failed) ++open.retries;
  const Timestamp due =
      now + Duration::Milliseconds(kRetryDelay.milliseconds * std::max(open.retries, 1));
  if (over || due - open.since > open.wanted.age_max) {
    open_.erase(entry);
    return;
  }
  by_due_.emplace(due, ended.ticket);
}

std::optional<Timestamp> EventInvocations::NextDue() const {
  if (by_due_.empty()) return std::nullopt;
  return by_due_.begin()->first;
}

std::vector<EventInvocations::Due> EventInvocations::TakeDue(Timestamp now) {
  std::vector<Due> taken;
  while (!by_due_.empty() && by_due_.begin()->first <= now) {
    const std::uint64_t ticket = by_due_.begin()->second;
    by_due_.erase(by_due_.begin());
    const WantedInvocation& wanted = open_.at(ticket).wanted;
    taken.push_back({ticket, wanted.invocation, wanted.by_calls});
  }
  return taken;
}

}  // namespace runnel
