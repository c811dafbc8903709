#include "native-server/journal/record_row.h"

#include <libdeflate.h>

namespace runnel {

std::int64_t RowChecksum(std::string_view block) {
  return static_cast<std::int64_t>(libdeflate_crc32(0, block.data(), block.size()));
}

std::string RecordRowContext(StreamUid stream, ShardId shard, std::uint64_t first_index) {
  return std::to_string(stream.value) + "/" + std::to_string(shard.index) + "/" +
         std::to_string(first_index);
}

std::string DamagedRecordRow(ShardId shard, std::uint64_t first_index) {
  return "records of " + shard.ToString() + " from sequence index " + std::to_string(first_index) +
         " are damaged";
}

}  // namespace runnel
