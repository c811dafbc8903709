#include "core/engine/invocation_desk.h"

#include <algorithm>
#include <utility>

namespace runnel {
namespace {

// As many that were taken are known after they were withdrawn.
constexpr std::size_t kWithdrawnMax = 1000;

}  // namespace

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
    taken.push_back(Give(entry->second));
  }
  return taken;
}

FunctionInvocation InvocationDesk::Give(Open& open) {
  open.stage = Stage::kTaken;
  std::string payload = std::exchange(open.invocation.payload, {});
  FunctionInvocation given = open.invocation;
  given.payload = std::move(payload);
  return given;
}

void InvocationDesk::Withdraw(Invoker invoker, std::uint64_t ticket) {
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const auto& entry) {
    return entry.second.invoker == invoker && entry.second.ticket == ticket;
  });
  if (found == open_.end()) return;
  if (found->second.stage != Stage::kTaken) {
    open_.erase(found);
    return;
  }
  withdrawn_.push_back(found->first);
  if (withdrawn_.size() <= kWithdrawnMax) return;
  open_.erase(withdrawn_.front());
  withdrawn_.pop_front();
}

std::vector<std::uint64_t> InvocationDesk::WithoutFunction(const State& state) const {
  std::vector<std::uint64_t> ids;
  for (const auto& [id, open] : open_) {
    const FunctionInvocation& invocation = open.invocation;
    if (open.stage != Stage::kForCalls || invocation.http) continue;
    if (state.FindFunction(invocation.scope, invocation.function_name) == nullptr) {
      ids.push_back(id);
    }
  }
  return ids;
}

void InvocationDesk::Clear() {
  open_.clear();
  for_host_.clear();
  withdrawn_.clear();
}

std::optional<FunctionInvocation> InvocationDesk::TakeNext(const Scope& scope,
                                                           std::string_view function_name) {
  const auto next = std::find_if(open_.begin(), open_.end(), [&](const auto& entry) {
    const Open& open = entry.second;
    return open.stage == Stage::kForCalls && open.invocation.scope == scope &&
           open.invocation.function_name == function_name;
  });
  if (next == open_.end()) return std::nullopt;
  return Give(next->second);
}

std::optional<FunctionInvocation> InvocationDesk::TakeNextHttp() {
  const auto next = std::find_if(open_.begin(), open_.end(), IsHttpForCalls);
  if (next == open_.end()) return std::nullopt;
  return Give(next->second);
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
