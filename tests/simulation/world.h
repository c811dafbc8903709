// The emulator under test with all that surrounds it: a clock that only the run moves, a journal
// that fails when told to, clients. What it answers is compared with what the reference says.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/engine/emulator.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/reference.h"
#include "tests/unit/engine/memory_journal.h"

namespace runnel::simulation {

// The emulator did what it must not.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Answer {
  std::string error;  // the code; empty: success
  boost::json::value json;
};

class World {
 public:
  explicit World(std::uint64_t seed);

  Dice dice;
  Reference reference;

  // Calls an operation and makes its effect durable. Throws Violation if the code of the error is
  // not `expected`. While the journal is broken nothing is acknowledged: see `acknowledged`.
  Answer Call(std::string_view operation, const boost::json::value& input,
              const std::string& expected);
  // Throws Violation with the latest calls if it does not hold.
  void Check(bool holds, std::string_view what) const;

  void Advance(Millis by);
  // The process dies, and another one goes on from the journal. Subscriptions and iterators of
  // before go on as Kinesis has them.
  void Restart();
  // What is called from now on is lost, as if the machine had died before the journal had it, until
  // LoseUnwritten: then the emulator and the reference are as they were.
  void StopWriting();
  void LoseUnwritten();
  bool writes() const { return !saved_; }
  // The journal is rewritten as a checkpoint.
  void Checkpoint();

  std::uint64_t calls() const { return calls_; }
  // Of all that was answered.
  std::uint64_t digest() const { return digest_; }

 private:
  class ManualClock : public Clock {
   public:
    Timestamp Now() override { return now; }
    Timestamp now{2'000'000'000'000};
  };

  void Write();
  void Start();

  Settings settings_;
  std::uint64_t emulator_seed_;
  ManualClock clock_;
  MemoryJournal journal_;
  std::unique_ptr<Emulator> emulator_;
  std::optional<Reference> saved_;
  std::deque<std::string> trace_;
  std::uint64_t calls_ = 0;
  std::uint64_t digest_ = 14'695'981'039'346'656'037u;
};

}  // namespace runnel::simulation
