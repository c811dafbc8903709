#include "core/engine/invocation_desk.h"

#include <algorithm>
#include <utility>

namespace runnel {

void InvocationDesk::Begin(Invoker invoker, std::uint64_t ticket, FunctionInvocation invocation,
                           bool by_calls) {
  invocation.id = ++last_id_;
  if (!by_calls) for_host_.push_back(invocation.id);
  open_.emplace(invocation.id, Open{invoker, ticket, by_calls ? Stage::kForCalls : Stage::kForHost,
                                    std::move(invocation)});
}

std::vector<FunctionInvocation> InvocationDesk::TakeForHost() {
  std::vector<FunctionInvocation> taken;
  for (const std::uint64_t id : std::exchange(for_host_, {})) {
    const auto entry = open_.find(id);
    if (entry == open_.end()) continue;
    Open& open = entry->second;
    open.stage = Stage::kTaken;
    taken.push_back(open.invocation);
    open.invocation.payload.clear();  // the host has it now
  }
  return taken;
}

void InvocationDesk::Withdraw(Invoker invoker, std::uint64_t ticket) {
  std::erase_if(open_, [&](const auto& entry) {
    const Open& open = entry.second;
    return open.stage != Stage::kTaken && open.invoker == invoker && open.ticket == ticket;
  });
}

void InvocationDesk::Clear() {
  open_.clear();
  for_host_.clear();
}

std::optional<FunctionInvocation> InvocationDesk::TakeNext(const Scope& scope,
                                                           std::string_view function_name) {
  const auto next = std::find_if(open_.begin(), open_.end(), [&](const auto& entry) {
    const Open& open = entry.second;
    return open.stage == Stage::kForCalls && open.invocation.scope == scope &&
           open.invocation.function_name == function_name;
  });
  if (next == open_.end()) return std::nullopt;
  next->second.stage = Stage::kTaken;
  return next->second.invocation;
}

std::optional<FunctionInvocation> InvocationDesk::TakeNextHttp() {
  const auto next = std::find_if(open_.begin(), open_.end(), IsHttpForCalls);
  if (next == open_.end()) return std::nullopt;
  next->second.stage = Stage::kTaken;
  return next->second.invocation;
}

bool InvocationDesk::HttpWaits() const {
  return std::any_of(open_.begin(), open_.end(), IsHttpForCalls);
}

std::optional<std::uint64_t> InvocationDesk::FindTaken(const Scope& scope,
                                                       std::string_view request_id) const {
  const auto taken = std::find_if(open_.begin(), open_.end(), [&](const auto& entry) {
    const Open& open = entry.second;
    return open.stage == Stage::kTaken && open.invocation.request_id == request_id &&
           (open.invocation.http || open.invocation.scope == scope);
  });
  if (taken == open_.end()) return std::nullopt;
  return taken->first;
}

std::optional<EndedInvocation> InvocationDesk::Complete(std::uint64_t id,
                                                        InvocationOutcome outcome) {
  const auto entry = open_.find(id);
  if (entry == open_.end()) return std::nullopt;
  Open open = std::move(entry->second);
  open_.erase(entry);
  return EndedInvocation{open.invoker, open.ticket, std::move(open.invocation), std::move(outcome)};
}

}  // namespace runnel
