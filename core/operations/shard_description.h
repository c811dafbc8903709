// A shard as DescribeStream and ListShards show it.
// Source: kinesis-api 2.2, 4.4.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/operations/record_list.h"

namespace runnel {

struct SequenceNumberRangeOutput {
  std::optional<std::string> starting_sequence_number;
  std::optional<std::string> ending_sequence_number;
};
inline constexpr Member kSequenceNumberRangeMembers[] = {
    Field<&SequenceNumberRangeOutput::starting_sequence_number>("StartingSequenceNumber",
                                                                shapes::kSequenceNumber)
        .Required(),
    Field<&SequenceNumberRangeOutput::ending_sequence_number>("EndingSequenceNumber",
                                                              shapes::kSequenceNumber),
};
inline constexpr Shape kSequenceNumberRangeShape = StructureShape(kSequenceNumberRangeMembers);

struct ShardOutput {
  std::optional<std::string> shard_id;
  std::optional<std::string> parent_shard_id;
  std::optional<std::string> adjacent_parent_shard_id;
  std::optional<HashKeyRangeOutput> hash_key_range;
  std::optional<SequenceNumberRangeOutput> sequence_number_range;

  static ShardOutput Of(const Shard& shard);
};
inline constexpr Member kShardMembers[] = {
    Field<&ShardOutput::shard_id>("ShardId", shapes::kShardId).Required(),
    Field<&ShardOutput::parent_shard_id>("ParentShardId", shapes::kShardId),
    Field<&ShardOutput::adjacent_parent_shard_id>("AdjacentParentShardId", shapes::kShardId),
    Field<&ShardOutput::hash_key_range>("HashKeyRange", kHashKeyRangeShape).Required(),
    Field<&ShardOutput::sequence_number_range>("SequenceNumberRange", kSequenceNumberRangeShape)
        .Required(),
};
inline constexpr Shape kShardShape = StructureShape(kShardMembers);
inline constexpr Shape kShardList = ListShape<ShardOutput>(kShardShape);

}  // namespace runnel
