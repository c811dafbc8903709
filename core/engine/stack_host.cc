#include "core/engine/stack_host.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/uuid.h"
#include "core/integrations/cloudformation/stack_step.h"

namespace runnel {
namespace {

// How long a stack waits for what has no time of its own.
constexpr Duration kPatience = Duration::Milliseconds(100);

// When something happens next by itself, other than to stacks. Of what is due at once, stacks come
// last.
Timestamp NextChange(const State& state, Timestamp now) {
  Timestamp next = now + kPatience;
  for (const auto& [key, due] : state.timers().all()) {
    if (key.kind != TimerKind::kStack) next = std::min(next, std::max(due, now));
  }
  return next;
}

}  // namespace

void StackHost::Advance(StackUid uid, Timestamp now) {
  const Stack* const present = state_.FindStack(uid);
  RUNNEL_CHECK(present != nullptr);
  if (present->deleted()) return commit_({StackForgotten{uid}});
  Stack stack = *present;
  stack.events.clear();
  stack.due.reset();
  scope_ = stack.scope;
  cloudformation::StackStep step(*this, state_, stack, now);
  if (step.Run()) stack.due = NextChange(state_, now);
  commit_({StackPut{std::move(stack)}, StackEventsAdded{uid, step.TakeEvents()}});
}

std::string StackHost::RandomSuffix() {
  constexpr std::string_view kCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  constexpr int kSize = 12;
  std::string suffix;
  for (int i = 0; i < kSize; ++i) suffix += kCharacters[random_.Next() % kCharacters.size()];
  return suffix;
}

std::string StackHost::RandomUuid() { return runnel::RandomUuid(random_); }

}  // namespace runnel
