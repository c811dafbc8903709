// A journal in memory, as a test wants it: it keeps what is committed, and fails when told to.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/ports/journal.h"
#include "core/ports/record_archive.h"

namespace runnel {

class MemoryJournal final : public Journal, public RecordArchive {
 public:
  std::string Read(StreamUid stream, ShardId shard, std::uint64_t first_index,
                   std::uint64_t last_index, const RecordArchive::Take& take) override {
    ++read_count;
    if (!failure.empty()) return failure;
    for (const auto& [place, entry] : records_) {
      const bool inside = entry.last_index >= first_index && entry.first_index <= last_index;
      if (entry.stream == stream && entry.shard == shard && inside) take(entry.bytes);
    }
    return {};
  }

  std::string Commit(const std::vector<JournalEntry>& entries) override {
    if (!failure.empty()) return failure;
    if (!commit_failure.empty()) return commit_failure;
    for (const JournalEntry& entry : entries) Take(entry);
    return {};
  }

  std::string Commit(const JournalCheckpoint& checkpoint) override {
    if (!failure.empty()) return failure;
    changes_.erase(changes_.begin(), changes_.upper_bound(checkpoint.position));
    checkpoint_ = checkpoint.changes;
    return {};
  }

  std::string Replay(const Journal::Take& take) override {
    std::string refusal;
    const auto give = [&](const JournalEntry& entry) {
      if (refusal.empty()) refusal = take(entry);
    };
    for (const JournalEntry& entry : checkpoint_) give(entry);
    for (const auto& [position, entry] : changes_) give(entry);
    for (const auto& [place, entry] : records_) give(entry);
    return refusal;
  }

  std::size_t change_count() const { return changes_.size(); }
  std::size_t block_count() const { return records_.size(); }

  std::string failure;         // of every commit and read of the archive, if it is not empty
  std::string commit_failure;  // of commits alone
  int read_count = 0;          // of the archive

 private:
  void Take(const JournalEntry& entry) {
    switch (entry.kind) {
      case JournalEntry::Kind::kChange:
        changes_[entry.position] = entry;
        return;
      case JournalEntry::Kind::kRecords:
        records_[{entry.stream, entry.shard, entry.first_index}] = entry;
        return;
      case JournalEntry::Kind::kTrim:
        std::erase_if(records_, [&](const auto& kept) {
          return kept.second.stream == entry.stream && kept.second.shard == entry.shard &&
                 kept.second.at < entry.at;
        });
        return;
      case JournalEntry::Kind::kStreamGone:
        std::erase_if(records_,
                      [&](const auto& kept) { return kept.second.stream == entry.stream; });
        return;
      case JournalEntry::Kind::kCleared:
        checkpoint_.clear();
        changes_.clear();
        records_.clear();
        return;
    }
  }

  std::vector<JournalEntry> checkpoint_;
  std::map<JournalPosition, JournalEntry> changes_;
  std::map<std::tuple<StreamUid, ShardId, std::uint64_t>, JournalEntry> records_;
};

}  // namespace runnel
