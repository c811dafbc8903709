// Changes of stacks.
#include "core/base/check.h"
#include "core/state/state.h"

namespace runnel {

const Stack* State::FindStack(StackUid uid) const {
  const auto entry = stacks_.find(uid.value);
  return entry == stacks_.end() ? nullptr : &entry->second;
}

const Stack* State::FindStack(const Scope& scope, std::string_view name_or_id) const {
  for (const auto& [uid, stack] : stacks_) {
    if (stack.scope != scope) continue;
    if (stack.id == name_or_id || (stack.name == name_or_id && !stack.deleted())) return &stack;
  }
  return nullptr;
}

void State::On(const StackPut& m) {
  Stack& stack = stacks_[m.stack.uid.value];
  std::vector<StackEvent> events = std::move(stack.events);
  stack = m.stack;
  stack.events = std::move(events);
  const TimerKey key{TimerKind::kStack, stack.uid.value};
  if (stack.due) {
    timers_.Arm(key, *stack.due);
  } else {
    timers_.Disarm(key);
  }
}

void State::On(const StackEventsAdded& m) {
  const auto entry = stacks_.find(m.uid.value);
  RUNNEL_CHECK(entry != stacks_.end());
  auto& events = entry->second.events;
  events.insert(events.end(), m.events.begin(), m.events.end());
}

void State::On(const StackForgotten& m) {
  timers_.Disarm({TimerKind::kStack, m.uid.value});
  stacks_.erase(m.uid.value);
}

}  // namespace runnel
