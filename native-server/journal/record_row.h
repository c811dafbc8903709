// What the writer and the reader of the table `records` share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/ports/journal.h"

namespace runnel {

// The column `crc`: CRC-32 of the column `block`, and so for the other tables.
std::int64_t RowChecksum(std::string_view block);

// Ties sealed records to their place.
std::string RecordRowContext(StreamUid stream, ShardId shard, std::uint64_t first_index);

// Says that a row is not what was written.
std::string DamagedRecordRow(ShardId shard, std::uint64_t first_index);

}  // namespace runnel
