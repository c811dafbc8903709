#include "core/engine/record_budget.h"

namespace runnel {
namespace {

// Runs are kept apart only if they are of some size: there may be very many small ones.
constexpr std::size_t kRunBytesMin = 256 * 1024;

}  // namespace

void RecordBudget::Begin(std::shared_ptr<RecordArchive> archive, std::size_t bytes_max) {
  source_ = std::make_shared<ArchivedRecords>(std::move(archive));
  bytes_max_ = bytes_max;
}

void RecordBudget::Note(const std::vector<JournalEntry>& entries) {
  if (source_ == nullptr) return;
  for (const JournalEntry& entry : entries) {
    if (entry.kind == JournalEntry::Kind::kRecords) {
      under_way_.push_back({{entry.stream, entry.shard}, entry.last_index, entry.bytes.size()});
    } else if (entry.kind == JournalEntry::Kind::kStreamGone) {
      std::erase_if(latest_, [&](const auto& item) { return item.first.first == entry.stream; });
    } else if (entry.kind == JournalEntry::Kind::kCleared) {
      Forget();
    }
  }
}

void RecordBudget::Committed() {
  for (const Run& run : under_way_) Add(run);
  under_way_.clear();
}

void RecordBudget::NoteDurable(const JournalEntry& entry) {
  if (source_ == nullptr || entry.kind != JournalEntry::Kind::kRecords) return;
  Add({{entry.stream, entry.shard}, entry.last_index, entry.bytes.size()});
}

void RecordBudget::Forget() {
  under_way_.clear();
  oldest_.clear();
  latest_.clear();
}

void RecordBudget::Add(const Run& run) {
  Run& latest = latest_[run.place];
  latest.place = run.place;
  latest.last_index = run.last_index;
  latest.bytes += run.bytes;
  if (latest.bytes < kRunBytesMin) return;
  oldest_.push_back(latest);
  latest_.erase(run.place);
}

void RecordBudget::Apply(State& state) {
  if (source_ == nullptr) return;
  while (state.record_memory() > bytes_max_ && !oldest_.empty()) {
    Release(oldest_.front(), state);
    oldest_.pop_front();
  }
  while (state.record_memory() > bytes_max_ && !latest_.empty()) {
    Release(latest_.begin()->second, state);
    latest_.erase(latest_.begin());
  }
}

void RecordBudget::Release(const Run& run, State& state) const {
  const auto& [uid, shard] = run.place;
  const Stream* const stream = state.FindStream(uid);
  if (stream == nullptr || stream->FindKeptShard(shard) == nullptr) return;  // gone meanwhile
  state.Apply(RecordsReleased{uid, shard, run.last_index, source_});
}

}  // namespace runnel
