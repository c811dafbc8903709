// What an emulator keeps beside its state: the key of its tokens, settings that were changed while
// it ran, and how its clock was moved. Journals and snapshots hold these as changes too.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/api/settings.h"
#include "core/base/sealed_text.h"
#include "core/engine/emulator_clock.h"

namespace runnel {

// Shard iterators and next tokens stay valid across a restart because their key does.
struct TokenKeyChosen {
  SealKey key{};
};

// The members of `settings` that `changed` has a bit for replace those that the host chose.
struct SettingsUpdated {
  Settings settings;
  std::uint64_t changed = 0;

  // What is different in `updated`.
  static SettingsUpdated Between(const Settings& start, const Settings& updated);
  void ApplyTo(Settings& settings) const;
};

struct ClockUpdated {
  EmulatorClock::Image clock;
};

using EngineChange = std::variant<TokenKeyChosen, SettingsUpdated, ClockUpdated>;

// "ClockUpdated", for people who look into a journal.
std::string_view NameOf(const EngineChange& change);
std::string EncodeEngineChange(const EngineChange& change);
// Nullopt for bytes that are something else, such as a mutation.
std::optional<EngineChange> DecodeEngineChange(std::string_view bytes);

}  // namespace runnel
