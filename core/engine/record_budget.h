// Keeps the bytes of durable records in memory within a budget: the oldest leave it first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "core/engine/archived_records.h"
#include "core/ports/journal.h"
#include "core/state/state.h"

namespace runnel {

class RecordBudget {
 public:
  // Before this, everything stays in memory.
  void Begin(std::shared_ptr<RecordArchive> archive, std::size_t bytes_max);

  // To be told of the entries of each batch that a journal is about to commit,
  void Note(const std::vector<JournalEntry>& entries);
  // and when it has. After a failure, Forget is called instead.
  void Committed();
  // Of an entry that is durable already.
  void NoteDurable(const JournalEntry& entry);
  void Forget();

  // Makes records leave memory if those of the state take too much of it.
  void Apply(State& state);

 private:
  using Place = std::pair<StreamUid, ShardId>;
  // Records of one shard, up to the index, that can leave memory.
  struct Run {
    Place place;
    std::uint64_t last_index = 0;
    std::size_t bytes = 0;
  };

  void Add(const Run& run);
  void Release(const Run& run, State& state) const;

  std::size_t bytes_max_ = 0;
  std::shared_ptr<const ArchivedRecords> source_;  // null: not begun
  std::vector<Run> under_way_;                     // in the batch being committed
  std::deque<Run> oldest_;                         // the oldest first
  std::map<Place, Run> latest_;                    // not enough yet to be worth a place there
};

}  // namespace runnel
