#include "core/operations/shard_description.h"

namespace runnel {

ShardOutput ShardOutput::Of(const Shard& shard) {
  ShardOutput output;
  output.shard_id = shard.id.ToString();
  if (shard.parent) output.parent_shard_id = shard.parent->ToString();
  if (shard.adjacent_parent) output.adjacent_parent_shard_id = shard.adjacent_parent->ToString();
  output.hash_key_range = HashKeyRangeOutput::Of(shard.range);
  SequenceNumberRangeOutput& numbers = output.sequence_number_range.emplace();
  numbers.starting_sequence_number = shard.StartingNumber().ToString();
  if (!shard.open()) numbers.ending_sequence_number = shard.EndingNumber().ToString();
  return output;
}

}  // namespace runnel
