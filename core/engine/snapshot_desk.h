// The export and the import that are under way.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/engine/replay.h"
#include "core/engine/snapshot.h"
#include "core/operations/snapshot_parts.h"

namespace runnel {

class SnapshotDesk final : public SnapshotParts {
 public:
  // `changes` gives the entries that make everything of `state` but its records.
  SnapshotDesk(const State& state, std::function<std::vector<JournalEntry>()> changes)
      : state_(state), changes_(std::move(changes)) {}

  Part NextPart(bool first) override;
  std::string TakePart(std::string_view part, bool first, bool last) override;

  // A state that is being made, and the entries that make it.
  struct Import {
    std::shared_ptr<State> state = std::make_shared<State>();
    Replay replay{*state, Replay::Source::kSnapshot};
    SnapshotReader reader;
  };
  // The import whose last part was taken. REQUIRES: TakePart accepted it.
  std::unique_ptr<Import> TakeImport() { return std::move(import_); }

 private:
  const State& state_;
  const std::function<std::vector<JournalEntry>()> changes_;
  std::optional<SnapshotWriter> export_;
  std::unique_ptr<Import> import_;
};

}  // namespace runnel
