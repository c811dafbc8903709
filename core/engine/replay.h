// From the entries of a journal or a snapshot back to what an emulator knows.
#pragma once

#include <optional>
#include <string>

#include "core/engine/emulator_clock.h"
#include "core/engine/engine_changes.h"
#include "core/ports/journal.h"
#include "core/state/state.h"

namespace runnel {

// Takes entries in the order in which Journal::Replay gives them. Those of a snapshot can come from
// anybody, and are looked at before they are applied.
class Replay {
 public:
  enum class Source { kJournal, kSnapshot };
  // The state must be empty, but may have had subscriptions.
  explicit Replay(State& state, Source source = Source::kJournal)
      : state_(state), source_(source) {}

  // What is wrong with the entry, in words; empty: nothing.
  std::string Take(const JournalEntry& entry);
  // To be called at the end: what is wrong with the whole, in words; empty: nothing.
  std::string Finish() const;

  // Nullopt: the entries did not say.
  const std::optional<TokenKeyChosen>& token_key() const { return token_key_; }
  const std::optional<SettingsUpdated>& settings() const { return settings_; }
  const std::optional<ClockUpdated>& clock() const { return clock_; }
  // The latest time at which anything happened; absent: nothing did.
  std::optional<Timestamp> latest() const { return latest_; }
  JournalPosition last_position() const { return last_position_; }
  std::uint64_t change_count() const { return change_count_; }
  std::uint64_t record_count() const { return record_count_; }

 private:
  std::string TakeChange(const JournalEntry& entry);
  std::string TakeRecords(const JournalEntry& entry);

  State& state_;
  const Source source_;
  std::optional<TokenKeyChosen> token_key_;
  std::optional<SettingsUpdated> settings_;
  std::optional<ClockUpdated> clock_;
  std::optional<Timestamp> latest_;
  JournalPosition last_position_ = 0;
  std::uint64_t change_count_ = 0;
  std::uint64_t record_count_ = 0;
  RecordsRestored restored_;  // scratch
};

}  // namespace runnel
