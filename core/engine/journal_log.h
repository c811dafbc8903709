// What has happened and is not durable yet: mutations turned into the entries of a journal.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/ports/journal.h"
#include "core/state/mutation.h"
#include "core/state/record_block.h"
#include "core/state/state.h"

namespace runnel {

class JournalLog {
 public:
  // Off: nothing is kept, and nothing costs more than a branch.
  explicit JournalLog(bool on) : on_(on) {}

  // To be called with the state as it is before the mutation is applied.
  void Add(const Mutation& mutation, const State& state, Timestamp now) {
    if (on_) AddEntries(mutation, state, now);
  }
  void AddChange(std::string_view name, std::string bytes, Timestamp now);

  bool on() const { return on_; }
  // Of the newest entry.
  JournalPosition last() const { return last_; }
  // Positions go on after this one.
  void Continue(JournalPosition position) { last_ = std::max(last_, position); }
  // What was added since the last call.
  std::vector<JournalEntry> Take();
  // Forgets what was not taken.
  void Drop();

 private:
  using BlockKey = std::pair<StreamUid, ShardId>;

  void AddEntries(const Mutation& mutation, const State& state, Timestamp now);
  void AddRecords(const RecordsAppended& appended, const State& state);
  void AddState(const State& state, Timestamp now);
  void AddTrim(const RecordsTrimmed& trimmed);
  void AddStreamGone(StreamUid stream, Timestamp now);
  void AddCleared(Timestamp now);
  JournalEntry& AddEntry(JournalEntry::Kind kind, Timestamp at);

  const bool on_;
  JournalPosition last_ = 0;
  std::vector<JournalEntry> entries_;
  // Blocks that still grow, and the entries that they will be the bytes of.
  struct OpenBlock {
    std::size_t entry = 0;
    RecordBlockWriter records;
  };
  void Close(OpenBlock& block);
  std::map<BlockKey, OpenBlock> open_blocks_;
};

}  // namespace runnel
