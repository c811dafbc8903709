// The emulator under test with all that surrounds it: a clock that only the run moves, a journal
// that fails when told to, clients. What it answers is compared with what the reference says.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/emulator.h"
#include "tests/simulation/coverage.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/event_stream.h"
#include "tests/simulation/reference/reference.h"
#include "tests/unit/engine/memory_journal.h"

namespace runnel::simulation {

// The emulator did what it must not.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The step cannot go on: the journal failed, the call was refused and nothing has happened.
struct StepAbandoned {};

struct Answer {
  std::string error;  // the code; empty: success
  std::string message;
  boost::json::value json;
  std::uint64_t subscription = 0;
  int status = 0;
};

// What a subscription had to say.
struct Heard {
  std::vector<EventMessage> messages;
  bool ended = false;
};

class World {
 public:
  World(std::uint64_t seed, Coverage& coverage, std::size_t trace_calls);

  Dice dice;
  Reference reference;
  // Time passes by minutes at most, so that more happens to what lives no longer than that.
  bool calm = false;

  // Calls an operation of Kinesis, or of the emulator's own, by "Runnel.…", and makes its effect
  // durable. Throws Violation if the answer is not the expected one.
  Answer Call(std::string_view operation, const boost::json::value& input, Expected expected);
  // A call of Lambda, "POST /2015-03-31/functions": any of its errors is `expected` by its code.
  Answer CallLambda(std::string_view line, const boost::json::value& input, Expected expected);
  // One without a body, of which only is wanted that the emulator does not fail itself.
  void CallAnyway(std::string_view line, std::string_view invocation_type = {});
  // Throws Violation with the latest calls if it does not hold.
  void Check(bool holds, std::string_view what) const;
  // The latest calls, a few lines each.
  std::string Trace() const;
  // A record of a PutRecords, or the last word of a subscription, by what it is an answer to.
  void CheckError(std::string_view what, std::string_view code, std::string_view message,
                  Expected expected);

  // Subscriptions that were named ready since they were last polled, or had more to say.
  bool IsReady(std::uint64_t subscription) const { return ready_.contains(subscription); }
  Heard Poll(std::uint64_t subscription);
  void Unsubscribe(std::uint64_t subscription);

  void Advance(Millis by);
  // Somebody sets the clock of the machine back: the emulator's time stands until the machine's has
  // caught up, step by step, or at once by any of the above and below that moves or needs it.
  void SetBack(Millis by);
  void AdvanceMachine(Millis by);
  // The process dies, and another one goes on from the journal. Iterators of before go on as
  // Kinesis has them; subscriptions and invocations that were under way are gone.
  void Restart();
  // What is called from now on is lost, as if the machine had died before the journal had it, until
  // LoseUnwritten: then the emulator and the reference are as they were.
  void StopWriting();
  void LoseUnwritten();
  bool writes() const { return !lost_; }
  // Throws Violation if a process that went on from the journal now would not know all that this
  // one knows.
  void CompareWithTwin();
  // The journal is rewritten as a checkpoint.
  void Checkpoint();
  // The next change of this step cannot be made durable.
  void BreakJournal();
  void MendJournal();
  // All that the emulator knows is exported, and taken over in the place of all that it knows.
  void ReplaceBySnapshot();
  // Everything is forgotten.
  void Reset();
  // Rises whenever connections and invocations were lost.
  std::uint64_t generation() const { return generation_; }

  std::uint64_t calls() const { return calls_; }
  // Of all that was answered.
  std::uint64_t digest() const { return digest_; }

 private:
  class ManualClock : public Clock {
   public:
    Timestamp Now() override { return now; }
    Timestamp now{2'000'000'000'000};
  };

  Answer Send(const Request& request, std::string_view what, std::optional<Expected> expected);
  void CatchUp();
  // What failed, in words; empty: nothing.
  std::string Write();
  // A commit failed: everything is as it was before the step.
  [[noreturn]] void Abandon();
  void Recover();
  void Start();
  void Note(std::string line);

  Settings settings_;
  std::uint64_t emulator_seed_;
  Coverage& coverage_;
  ManualClock clock_;
  MemoryJournal journal_;
  std::size_t record_memory_ = 0;  // beyond which records are read from the journal; zero: none are
  std::unique_ptr<Emulator> emulator_;
  std::optional<Reference> lost_;    // as it will be when what is not written is lost
  std::optional<Reference> before_;  // as it was before the call that will fail
  std::set<std::uint64_t> ready_;
  std::uint64_t generation_ = 0;
  std::size_t trace_calls_;
  std::deque<std::string> trace_;
  std::uint64_t calls_ = 0;
  std::uint64_t digest_ = 14'695'981'039'346'656'037u;
};

}  // namespace runnel::simulation
