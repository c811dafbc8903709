// Records and child shards as GetRecords and SubscribeToShard give them.
// Source: kinesis-api 4.10, 6.5, 8.4.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shapes.h"
#include "core/base/result.h"
#include "core/state/record_log.h"
#include "core/state/shard.h"
#include "core/state/stream.h"

namespace runnel {

struct RecordOutput {
  std::string_view sequence_number;
  std::optional<Timestamp> approximate_arrival_timestamp;
  std::string_view data;
  std::string_view partition_key;
  std::string_view encryption_type;
};
inline constexpr Member kRecordMembers[] = {
    Field<&RecordOutput::sequence_number>("SequenceNumber", shapes::kSequenceNumber).Required(),
    Field<&RecordOutput::approximate_arrival_timestamp>("ApproximateArrivalTimestamp",
                                                        shapes::kTimestamp),
    Field<&RecordOutput::data>("Data", shapes::kData).Required(),
    Field<&RecordOutput::partition_key>("PartitionKey", shapes::kPartitionKey),
    Field<&RecordOutput::encryption_type>("EncryptionType", shapes::kEncryptionType),
};
inline constexpr Shape kRecordShape = StructureShape(kRecordMembers);

// Records of one shard, kept alive and rendered only when they are encoded.
class RecordList {
 public:
  static constexpr bool kRecordSequence = true;

  RecordList() = default;
  RecordList(const Shard& shard, const RecordRun& run)
      : slices_(run.slices), count_(run.count), bytes_(run.bytes), number_(shard.NumberAt({})) {}

  // Fetches records that are not in memory. To be called before ForEach.
  Result<void> Load();

  std::size_t size() const { return count_; }
  // Data is longest as base64; keys that have to be escaped can take more than is foreseen.
  std::size_t EncodedBytes() const { return bytes_ / 3 * 4 + count_ * kBytesBesideData; }
  template <class Visit>
  void ForEach(Visit visit) const {
    std::string number_text;
    for (const RecordSlice& slice : slices_) {
      for (std::size_t i = 0; i < slice.count; ++i) {
        const StoredRecord stored = slice.chunk->At(slice.first + i);
        SequenceNumber number = number_;
        number.position = stored.position;
        number_text.clear();
        number.AppendTo(number_text);
        RecordOutput record;
        record.sequence_number = number_text;
        record.approximate_arrival_timestamp = stored.arrival;
        record.data = stored.data;
        record.partition_key = stored.partition_key;
        if (stored.encrypted) record.encryption_type = "KMS";
        visit(record);
      }
    }
  }

 private:
  // Names, a sequence number, a time and a type of encryption as JSON, and the ends of base64.
  static constexpr std::size_t kBytesBesideData = 184;

  std::vector<RecordSlice> slices_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;  // of data and keys
  SequenceNumber number_;
};
inline constexpr Shape kRecordListShape = SequenceShape<RecordList>(kRecordShape);

struct HashKeyRangeOutput {
  std::optional<std::string> starting_hash_key;
  std::optional<std::string> ending_hash_key;

  static HashKeyRangeOutput Of(const HashKeyRange& range) {
    return {range.starting.ToString(), range.ending.ToString()};
  }
};
inline constexpr Member kHashKeyRangeMembers[] = {
    Field<&HashKeyRangeOutput::starting_hash_key>("StartingHashKey", shapes::kHashKey).Required(),
    Field<&HashKeyRangeOutput::ending_hash_key>("EndingHashKey", shapes::kHashKey).Required(),
};
inline constexpr Shape kHashKeyRangeShape = StructureShape(kHashKeyRangeMembers);

struct ChildShardOutput {
  std::optional<std::string> shard_id;
  std::optional<std::vector<std::string>> parent_shards;
  std::optional<HashKeyRangeOutput> hash_key_range;
};
inline constexpr Shape kShardIdList = ListShape<std::string>(shapes::kShardId);
inline constexpr Member kChildShardMembers[] = {
    Field<&ChildShardOutput::shard_id>("ShardId", shapes::kShardId).Required(),
    Field<&ChildShardOutput::parent_shards>("ParentShards", kShardIdList).Required(),
    Field<&ChildShardOutput::hash_key_range>("HashKeyRange", kHashKeyRangeShape).Required(),
};
inline constexpr Shape kChildShardShape = StructureShape(kChildShardMembers);
inline constexpr Shape kChildShardList = ListShape<ChildShardOutput>(kChildShardShape);

// The shards that took over from a closed one.
std::vector<ChildShardOutput> ChildShardsOf(const Stream& stream, const Shard& shard);

}  // namespace runnel
