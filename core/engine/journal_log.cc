#include "core/engine/journal_log.h"

#include "core/base/check.h"
#include "core/engine/snapshot.h"
#include "core/state/mutation_codec.h"
#include "core/state/state_image.h"

namespace runnel {
namespace {

// A block is what is read at once when its records are needed again.
constexpr std::size_t kBlockBytesMax = 1024 * 1024;

// What falls to one shard if records are spread evenly.
struct Share {
  std::size_t count = 0;
  std::size_t bytes = 0;
};

Share ShareOf(const RecordsAppended& appended, std::size_t shards) {
  Share share{appended.records.size(), 0};
  for (const NewRecord& record : appended.records) {
    share.bytes += record.partition_key.size() + record.data.size();
  }
  return {share.count / shards + 1, share.bytes / shards + 1};
}

}  // namespace

void JournalLog::AddEntries(const Mutation& mutation, const State& state, Timestamp now) {
  if (const auto* const appended = std::get_if<RecordsAppended>(&mutation)) {
    return AddRecords(*appended, state);
  }
  if (std::holds_alternative<StateCleared>(mutation)) return AddCleared(now);
  if (const auto* const replaced = std::get_if<StateReplaced>(&mutation)) {
    AddCleared(now);
    return AddState(*replaced->by, now);
  }
  if (auto encoded = EncodeMutation(mutation)) {
    AddChange(encoded->name, std::move(encoded->bytes), now);
  }
  if (const auto* const trimmed = std::get_if<RecordsTrimmed>(&mutation)) AddTrim(*trimmed);
  if (const auto* const deleted = std::get_if<StreamDeleted>(&mutation)) {
    AddStreamGone(deleted->uid, now);
  }
}

JournalEntry& JournalLog::AddEntry(JournalEntry::Kind kind, Timestamp at) {
  JournalEntry& entry = entries_.emplace_back();
  entry.kind = kind;
  entry.position = ++last_;
  entry.at = at;
  return entry;
}

void JournalLog::AddChange(std::string_view name, std::string bytes, Timestamp now) {
  if (!on_) return;
  JournalEntry& entry = AddEntry(JournalEntry::Kind::kChange, now);
  entry.name = name;
  entry.bytes = std::move(bytes);
}

void JournalLog::AddRecords(const RecordsAppended& appended, const State& state) {
  const Stream* const stream = state.FindStream(appended.uid);
  RUNNEL_CHECK(stream != nullptr);
  const Share share = ShareOf(appended, stream->open_shards.size());
  for (const NewRecord& record : appended.records) {
    const BlockKey key{appended.uid, record.shard};
    auto block = open_blocks_.find(key);
    if (block != open_blocks_.end()) {
      const JournalEntry& entry = entries_[block->second.entry];
      if (entry.key_id != stream->encryption.key_id ||
          block->second.records.size() >= kBlockBytesMax) {
        Close(block->second);
        open_blocks_.erase(block);
        block = open_blocks_.end();
      }
    }
    if (block == open_blocks_.end()) {
      JournalEntry& entry = AddEntry(JournalEntry::Kind::kRecords, appended.at);
      entry.stream = appended.uid;
      entry.shard = record.shard;
      entry.key_id = stream->encryption.key_id;
      block = open_blocks_.emplace(key, OpenBlock{entries_.size() - 1, {}}).first;
      block->second.records.Expect(share.count, share.bytes);
    }
    block->second.records.Add(
        {record.index, appended.at, appended.encrypted, record.partition_key, record.data});
  }
  // Who waits for these records waits for a position of its own, even if the block began before.
  ++last_;
}

void JournalLog::AddState(const State& state, Timestamp now) {
  for (const Mutation& mutation : ImageOf(state)) {
    EncodedMutation encoded = *EncodeMutation(mutation);
    AddChange(encoded.name, std::move(encoded.bytes), now);
  }
  RecordExport records(state);
  for (JournalEntry entry; records.Next(entry);) {
    entry.position = ++last_;
    entries_.push_back(std::move(entry));
  }
  RUNNEL_CHECK(!records.failed());  // nothing has left memory yet
}

void JournalLog::AddTrim(const RecordsTrimmed& trimmed) {
  JournalEntry& entry = AddEntry(JournalEntry::Kind::kTrim, trimmed.horizon);
  entry.stream = trimmed.uid;
  entry.shard = trimmed.shard;
}

void JournalLog::AddStreamGone(StreamUid stream, Timestamp now) {
  AddEntry(JournalEntry::Kind::kStreamGone, now).stream = stream;
}

void JournalLog::AddCleared(Timestamp now) {
  Drop();
  AddEntry(JournalEntry::Kind::kCleared, now);
}

void JournalLog::Close(OpenBlock& block) {
  JournalEntry& entry = entries_[block.entry];
  entry.at = block.records.last_at();
  entry.first_index = block.records.first_index();
  entry.last_index = block.records.last_index();
  entry.count = block.records.count();
  entry.bytes = block.records.Take();
}

std::vector<JournalEntry> JournalLog::Take() {
  for (auto& [key, block] : open_blocks_) Close(block);
  open_blocks_.clear();
  std::vector<JournalEntry> taken;
  taken.swap(entries_);
  return taken;
}

void JournalLog::Drop() {
  open_blocks_.clear();
  entries_.clear();
}

}  // namespace runnel
