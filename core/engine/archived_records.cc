#include "core/engine/archived_records.h"

#include <vector>

#include "core/state/record_block.h"

namespace runnel {
namespace {

std::size_t BytesOf(const RecordChunk& chunk) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < chunk.count(); ++i) bytes += chunk.BytesAt(i);
  return bytes;
}

// Puts records where another chunk says that they belong.
class Refill {
 public:
  explicit Refill(const RecordChunk& released)
      : released_(released),
        resident_(std::make_shared<RecordChunk>(
            RecordChunk::CapacityFor(BytesOf(released), released.count()))) {}

  void Take(const RestoredRecord& record) {
    PassOver(record.index);
    const std::size_t place = resident_->count();
    if (place == released_.count()) return;
    const ShardPosition position = released_.PositionAt(place);
    if (record.index != position.index) return;
    const std::size_t size = record.data.size() + record.partition_key.size();
    if (record.at != released_.ArrivalAt(place) || size != released_.BytesAt(place)) return;
    resident_->Append({position, record.at, record.partition_key, record.data, record.encrypted});
  }

  // Null: some are missing.
  std::shared_ptr<const RecordChunk> Finish() const {
    return resident_->count() == released_.count() ? resident_ : nullptr;
  }

 private:
  // The oldest may be gone for their age, with the blocks that they were in; their places stay
  // empty, and whoever wants one of them finds it too small.
  void PassOver(std::uint64_t first_index) {
    while (gone_ == resident_->count() && gone_ < released_.count() &&
           released_.PositionAt(gone_).index < first_index) {
      const bool encrypted = released_.EncryptedAt(gone_);
      resident_->Append(
          {released_.PositionAt(gone_), released_.ArrivalAt(gone_), {}, {}, encrypted});
      ++gone_;
    }
  }

  const RecordChunk& released_;
  const std::shared_ptr<RecordChunk> resident_;
  std::size_t gone_ = 0;
};

}  // namespace

std::shared_ptr<const RecordChunk> ArchivedRecords::Load(StreamUid stream, ShardId shard,
                                                         const RecordChunk& chunk) const {
  Refill refill(chunk);
  std::vector<RestoredRecord> records;
  bool sound = true;
  const std::string failure =
      archive_->Read(stream, shard, chunk.PositionAt(0).index,
                     chunk.PositionAt(chunk.count() - 1).index, [&](std::string_view block) {
                       sound = sound && ReadRecordBlock(block, records);
                       if (!sound) return;
                       for (const RestoredRecord& record : records) refill.Take(record);
                     });
  return failure.empty() && sound ? refill.Finish() : nullptr;
}

}  // namespace runnel
