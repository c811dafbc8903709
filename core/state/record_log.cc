#include "core/state/record_log.h"

#include <algorithm>
#include <cstring>

#include "core/base/check.h"

namespace runnel {
namespace {

// Chunks start small, so that many idle shards cost little, and double up to this size.
constexpr std::size_t kChunkBytesMin = 4 * 1024;
constexpr std::size_t kChunkBytesMax = 1024 * 1024;

constexpr std::uint16_t kNoKey = 0xffff;
constexpr std::uint32_t kEncryptedBit = 0x80000000;

}  // namespace

// Written at the back of the chunk, the first entry last.
struct RecordChunk::Entry {
  std::uint32_t offset;
  std::uint32_t data_size;  // and kEncryptedBit
  std::uint64_t index;
  std::uint32_t seconds;  // after base_.seconds
  std::uint32_t arrival;  // milliseconds after base_arrival_
  std::uint16_t key_size;
  std::uint16_t unused;

  static constexpr std::size_t kSize = 28;
};

RecordChunk::RecordChunk(std::size_t capacity_bytes)
    : capacity_(capacity_bytes), bytes_(new char[capacity_bytes]) {}

RecordChunk::RecordChunk(const RecordChunk& resident, RecordOrigin origin)
    : origin_(std::move(origin)),
      capacity_(resident.count_ * Entry::kSize),
      bytes_(new char[capacity_]),
      count_(resident.count_),
      base_(resident.base_),
      base_arrival_(resident.base_arrival_) {
  std::memcpy(bytes_.get(), resident.bytes_.get() + resident.capacity_ - capacity_, capacity_);
}

std::size_t RecordChunk::CapacityFor(std::size_t data_and_key_bytes, std::size_t count) {
  return data_and_key_bytes + count * Entry::kSize;
}

std::size_t RecordChunk::MemoryBytes() const {
  return resident() ? used_ + count_ * Entry::kSize : 0;
}

bool RecordChunk::Append(const StoredRecord& record) {
  if (!resident()) return false;
  const std::size_t size = record.data.size() + record.partition_key.size();
  if (used_ + size + (count_ + 1) * Entry::kSize > capacity_) return false;
  if (count_ == 0) {
    base_ = record.position;
    base_arrival_ = record.arrival;
  }
  const std::int64_t seconds = record.position.seconds - base_.seconds;
  const std::int64_t arrival = (record.arrival - base_arrival_).milliseconds;
  // A chunk spans at most 49 days, which a retention of a year can exceed: start another then.
  if (seconds < 0 || seconds > UINT32_MAX || arrival < 0 || arrival > UINT32_MAX) return false;
  Entry entry{static_cast<std::uint32_t>(used_),
              static_cast<std::uint32_t>(record.data.size()),
              record.position.index,
              static_cast<std::uint32_t>(seconds),
              static_cast<std::uint32_t>(arrival),
              kNoKey,
              0};
  if (record.encrypted) entry.data_size |= kEncryptedBit;
  if (record.partition_key.data() != nullptr) {
    entry.key_size = static_cast<std::uint16_t>(record.partition_key.size());
  }
  char* const front = bytes_.get() + used_;
  if (!record.data.empty()) std::memcpy(front, record.data.data(), record.data.size());
  if (!record.partition_key.empty()) {
    std::memcpy(front + record.data.size(), record.partition_key.data(),
                record.partition_key.size());
  }
  char* const back = bytes_.get() + capacity_ - (count_ + 1) * Entry::kSize;
  std::memcpy(back, &entry, Entry::kSize);
  used_ += size;
  ++count_;
  return true;
}

RecordChunk::Entry RecordChunk::ReadEntry(std::size_t index) const {
  Entry entry;
  std::memcpy(&entry, bytes_.get() + capacity_ - (index + 1) * Entry::kSize, Entry::kSize);
  return entry;
}

StoredRecord RecordChunk::At(std::size_t index) const {
  RUNNEL_CHECK(resident());
  const Entry entry = ReadEntry(index);
  const std::size_t data_size = entry.data_size & ~kEncryptedBit;
  const char* const front = bytes_.get() + entry.offset;
  StoredRecord record;
  record.position = {entry.index, base_.seconds + entry.seconds};
  record.arrival = base_arrival_ + Duration::Milliseconds(entry.arrival);
  record.data = std::string_view(front, data_size);
  if (entry.key_size != kNoKey) {
    record.partition_key = std::string_view(front + data_size, entry.key_size);
  }
  record.encrypted = (entry.data_size & kEncryptedBit) != 0;
  return record;
}

ShardPosition RecordChunk::PositionAt(std::size_t index) const {
  const Entry entry = ReadEntry(index);
  return {entry.index, base_.seconds + entry.seconds};
}

Timestamp RecordChunk::ArrivalAt(std::size_t index) const {
  return base_arrival_ + Duration::Milliseconds(ReadEntry(index).arrival);
}

bool RecordChunk::EncryptedAt(std::size_t index) const {
  return (ReadEntry(index).data_size & kEncryptedBit) != 0;
}

std::size_t RecordChunk::BytesAt(std::size_t index) const {
  const Entry entry = ReadEntry(index);
  return (entry.data_size & ~kEncryptedBit) + (entry.key_size == kNoKey ? 0 : entry.key_size);
}

bool RecordSlice::Load() {
  if (chunk->resident()) return true;
  const RecordOrigin& origin = chunk->origin();
  auto loaded = origin.source->Load(origin.stream, origin.shard, *chunk);
  if (loaded == nullptr) return false;
  // Older ones may be gone, but not those that are wanted.
  for (std::size_t i = first; i < first + count; ++i) {
    if (loaded->BytesAt(i) != chunk->BytesAt(i)) return false;
  }
  chunk = std::move(loaded);
  return true;
}

void RecordLog::Append(const StoredRecord& record) {
  RUNNEL_CHECK(record.position >= end_);
  Store(record);
  end_ = record.position.Next();
}

void RecordLog::Restore(const StoredRecord& record) {
  RUNNEL_CHECK(chunks_.empty() ||
               record.position > chunks_.back()->PositionAt(chunks_.back()->count() - 1));
  Store(record);
  RaiseEnd(record.position.Next());
}

void RecordLog::Store(const StoredRecord& record) {
  // Times are found by binary search.
  RUNNEL_CHECK(chunks_.empty() ||
               record.arrival >= chunks_.back()->ArrivalAt(chunks_.back()->count() - 1));
  const std::size_t size = record.data.size() + record.partition_key.size();
  if (chunks_.empty() || !chunks_.back()->Append(record)) {
    const std::size_t doubled = kChunkBytesMin << std::min<std::size_t>(chunks_.size(), 8);
    const std::size_t capacity =
        std::max(std::min(doubled, kChunkBytesMax), RecordChunk::CapacityFor(size, 1));
    chunks_.push_back(std::make_shared<RecordChunk>(capacity));
    RUNNEL_CHECK(chunks_.back()->Append(record));
  }
  ++record_count_;
  record_bytes_ += size;
  memory_bytes_ += RecordChunk::CapacityFor(size, 1);
}

template <class Before>
RecordLog::Place RecordLog::LowerBound(Before before) const {
  // The chunk: the first whose last record is not before.
  const auto chunk = std::partition_point(
      chunks_.begin(), chunks_.end(),
      [&](const auto& candidate) { return before(*candidate, candidate->count() - 1); });
  const auto chunk_index = static_cast<std::size_t>(chunk - chunks_.begin());
  if (chunk == chunks_.end()) return {chunk_index, 0};
  std::size_t low = chunk_index == 0 ? first_index_ : 0;
  std::size_t high = (*chunk)->count() - 1;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (before(**chunk, middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return {chunk_index, low};
}

RecordRun RecordLog::Read(ShardPosition from, Timestamp horizon, std::size_t count_max,
                          std::size_t bytes_max) const {
  RecordRun run;
  run.next = from;
  Place place = LowerBound([&](const RecordChunk& chunk, std::size_t index) {
    return chunk.PositionAt(index) < from || chunk.ArrivalAt(index) < horizon;
  });
  std::size_t bytes = 0;
  for (; place.chunk < chunks_.size(); ++place.chunk, place.index = 0) {
    const auto& chunk = chunks_[place.chunk];
    std::size_t index = place.index;
    while (index < chunk->count() && run.count < count_max) {
      const std::size_t size = chunk->BytesAt(index);
      if (run.count > 0 && bytes + size > bytes_max) break;
      bytes += size;
      ++run.count;
      ++index;
    }
    if (index > place.index) {
      run.slices.push_back({chunk, place.index, index - place.index});
      run.next = chunk->PositionAt(index - 1).Next();
      run.last_arrival = chunk->ArrivalAt(index - 1);
    }
    if (index < chunk->count()) {
      run.more = true;
      break;
    }
  }
  run.bytes = bytes;
  return run;
}

bool RecordRun::KeepBefore(ShardPosition bound, ShardPosition from) {
  bool left_out = false;
  while (!slices.empty()) {
    RecordSlice& last = slices.back();
    const std::size_t index = last.first + last.count - 1;
    if (last.chunk->PositionAt(index) < bound) {
      if (left_out) {
        next = last.chunk->PositionAt(index).Next();
        last_arrival = last.chunk->ArrivalAt(index);
      }
      break;
    }
    left_out = true;
    --count;
    bytes -= last.chunk->BytesAt(index);
    if (--last.count == 0) slices.pop_back();
  }
  if (slices.empty()) next = from;
  more |= left_out;
  return left_out;
}

ShardPosition RecordLog::FirstAtOrAfter(Timestamp time) const {
  const Place place = LowerBound(
      [&](const RecordChunk& chunk, std::size_t index) { return chunk.ArrivalAt(index) < time; });
  return place.chunk == chunks_.size() ? end_ : chunks_[place.chunk]->PositionAt(place.index);
}

std::size_t RecordLog::CountFrom(ShardPosition from) const {
  std::size_t count = 0;
  for (std::size_t i = chunks_.size(); i-- > 0;) {
    const RecordChunk& chunk = *chunks_[i];
    std::size_t low = i == 0 ? first_index_ : 0;
    const std::size_t first = low;
    std::size_t high = chunk.count();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (chunk.PositionAt(middle) < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    count += chunk.count() - low;
    if (low > first) break;
  }
  return count;
}

std::size_t RecordLog::BytesFrom(ShardPosition from) const {
  std::size_t bytes = 0;
  Place place = LowerBound(
      [&](const RecordChunk& chunk, std::size_t index) { return chunk.PositionAt(index) < from; });
  for (; place.chunk < chunks_.size(); ++place.chunk, place.index = 0) {
    const RecordChunk& chunk = *chunks_[place.chunk];
    for (; place.index < chunk.count(); ++place.index) bytes += chunk.BytesAt(place.index);
  }
  return bytes;
}

std::optional<Timestamp> RecordLog::ArrivalFrom(ShardPosition from) const {
  const Place place = LowerBound(
      [&](const RecordChunk& chunk, std::size_t index) { return chunk.PositionAt(index) < from; });
  if (place.chunk == chunks_.size()) return std::nullopt;
  return chunks_[place.chunk]->ArrivalAt(place.index);
}

ShardPosition RecordLog::FromNewest(std::size_t following) const {
  for (std::size_t i = chunks_.size(); i-- > 0;) {
    const std::size_t first = i == 0 ? first_index_ : 0;
    const std::size_t held = chunks_[i]->count() - first;
    if (following < held) return chunks_[i]->PositionAt(chunks_[i]->count() - 1 - following);
    following -= held;
  }
  return chunks_.empty() ? end_ : chunks_.front()->PositionAt(first_index_);
}

void RecordLog::TrimBefore(Timestamp horizon) {
  while (!chunks_.empty()) {
    const RecordChunk& chunk = *chunks_.front();
    while (first_index_ < chunk.count() && chunk.ArrivalAt(first_index_) < horizon) {
      --record_count_;
      record_bytes_ -= chunk.BytesAt(first_index_);
      ++first_index_;
    }
    if (first_index_ < chunk.count()) return;
    memory_bytes_ -= chunk.MemoryBytes();
    chunks_.pop_front();
    if (released_chunks_ > 0) --released_chunks_;
    first_index_ = 0;
  }
}

void RecordLog::ReleaseThrough(std::uint64_t last_index, const RecordOrigin& origin) {
  for (; released_chunks_ < chunks_.size(); ++released_chunks_) {
    std::shared_ptr<RecordChunk>& chunk = chunks_[released_chunks_];
    if (chunk->PositionAt(chunk->count() - 1).index > last_index) return;
    memory_bytes_ -= chunk->MemoryBytes();
    chunk = std::make_shared<RecordChunk>(*chunk, origin);
  }
}

Timestamp RecordLog::OldestArrival() const {
  RUNNEL_CHECK(!chunks_.empty());
  return chunks_.front()->ArrivalAt(first_index_);
}

}  // namespace runnel
