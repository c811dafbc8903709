// Notes what calls did, for those who look on: counts by stream, and the latest calls one by one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/front_door.h"
#include "core/faults/fault_draws.h"
#include "core/inspect/activity.h"
#include "core/inspect/call_notes.h"
#include "core/inspect/statistics.h"
#include "core/state/state.h"

namespace runnel {

// The ids of the rules that struck, "a, b": those whose counts say so. `counts` have not been
// applied yet.
std::string StruckRules(const State& state, const std::vector<Mutation>& counts);

struct CallOutcome {
  const DecodedRequest& decoded;
  const Scope& caller;
  Timestamp now;
  const CallNotes& notes;
  const Result<void>& result;
  const CallFaults& faults;
  std::string_view fault_rules;  // those that struck
  bool looks_on = false;         // an operation of the emulator's own that changes nothing
  Timestamp host_now = {};
};

class CallRecorder {
 public:
  // Gives why the call was refused, or a part of it, in the emulator's terms; null if its error
  // says it all, or there is none.
  std::unique_ptr<std::string> Record(const CallOutcome& outcome);
  // Counts a call of the emulator's own, for a stack or a pipe: nobody else sees it.
  void NoteOwn(const CallNotes& notes, Timestamp now, const Result<void>& result);
  // To be called for every change, before it is applied to `state`.
  void Observe(const Mutation& mutation, const State& state);
  // How long it took.
  void NoteDuration(std::uint64_t microseconds);

  void Note(const EventNotes& notes, Timestamp now) { statistics_.Note(notes, now); }
  // Everything in `state` is about to be forgotten otherwise than by a change.
  void Clear(const State& state);
  const Statistics& statistics() const { return statistics_; }
  const Activity& activity() const { return activity_; }
  // To be filled in with what the call asked that was recorded last, and what it is answered; null:
  // nobody wants to know. Valid until the next call.
  CallBodies* BodiesOfLast();

 private:
  void AddEntry(const CallOutcome& outcome, const std::string* explanation);
  void Forget(const Stream& stream);

  Statistics statistics_;
  Activity activity_;
  bool entry_is_last_ = false;  // the latest entry is that of the call that was recorded last
};

}  // namespace runnel
