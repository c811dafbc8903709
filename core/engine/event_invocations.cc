#include "core/engine/event_invocations.h"

#include <algorithm>

namespace runnel {
namespace {

// DEVIATION: one minute, and then two.
constexpr Duration kRetryDelay = Duration::Seconds(1);

}  // namespace

std::uint64_t EventInvocations::Open(const WantedInvocation& wanted, Timestamp now) {
  open_.emplace(++last_ticket_, Entry{wanted, now, 0, std::nullopt});
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
  open.due = due;
}

std::optional<Timestamp> EventInvocations::NextDue() const {
  std::optional<Timestamp> next;
  for (const auto& [ticket, open] : open_) {
    if (open.due && (!next || *open.due < *next)) next = open.due;
  }
  return next;
}

std::vector<EventInvocations::Due> EventInvocations::TakeDue(Timestamp now) {
  std::vector<Due> taken;
  for (auto& [ticket, open] : open_) {
    if (!open.due || *open.due > now) continue;
    open.due.reset();
    taken.push_back({ticket, open.wanted.invocation, open.wanted.by_calls});
  }
  return taken;
}

}  // namespace runnel
