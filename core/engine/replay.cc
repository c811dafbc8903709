#include "core/engine/replay.h"

#include <algorithm>

#include "core/engine/snapshot_entries.h"
#include "core/state/invariants.h"
#include "core/state/mutation_codec.h"
#include "core/state/record_block.h"

namespace runnel {

std::string Replay::Take(const JournalEntry& entry) {
  last_position_ = std::max(last_position_, entry.position);
  if (!latest_ || entry.at > *latest_) latest_ = entry.at;
  switch (entry.kind) {
    case JournalEntry::Kind::kChange:
      return TakeChange(entry);
    case JournalEntry::Kind::kRecords:
      return TakeRecords(entry);
    case JournalEntry::Kind::kTrim:
    case JournalEntry::Kind::kStreamGone:
    case JournalEntry::Kind::kCleared:
      break;
  }
  return "it holds an entry that tells what to forget, which is never kept";
}

std::string Replay::TakeChange(const JournalEntry& entry) {
  ++change_count_;
  if (auto change = DecodeEngineChange(entry.bytes)) {
    if (auto* const token_key = std::get_if<TokenKeyChosen>(&*change)) token_key_ = *token_key;
    if (auto* const settings = std::get_if<SettingsUpdated>(&*change)) settings_ = *settings;
    if (auto* const clock = std::get_if<ClockUpdated>(&*change)) clock_ = *clock;
    return {};
  }
  const auto mutation = DecodeMutation(entry.bytes);
  if (!mutation || (source_ == Source::kSnapshot && !IsOfSnapshot(*mutation, state_))) {
    return "the change " + entry.name + " at position " + std::to_string(entry.position) +
           " cannot be read: it is damaged, or a newer version wrote it";
  }
  state_.Apply(*mutation);
  return {};
}

std::string Replay::TakeRecords(const JournalEntry& entry) {
  restored_.uid = entry.stream;
  restored_.shard = entry.shard;
  if (!ReadRecordBlock(entry.bytes, restored_.records) ||
      (source_ == Source::kSnapshot && !AreOfSnapshot(restored_, state_))) {
    return "records of " + entry.shard.ToString() + " from sequence index " +
           std::to_string(entry.first_index) + " cannot be read: they are damaged";
  }
  record_count_ += restored_.records.size();
  state_.Apply(restored_);
  return {};
}

std::string Replay::Finish() const {
  const std::string violation = FindViolation(state_);
  return violation.empty() ? violation : "what it holds does not fit together: " + violation;
}

}  // namespace runnel
