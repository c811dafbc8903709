// Where the host keeps records that are durable, to be read again when memory no longer has them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/model/names.h"

namespace runnel {

// Reads while a Journal writes: a committed entry can be read from then on. Any thread may read at
// any time.
class RecordArchive {
 public:
  virtual ~RecordArchive() = default;

  // Gives the blocks (the bytes of JournalEntry::Kind::kRecords) that together hold the shard's
  // records with sequence indexes from `first_index` to `last_index`, in order; they may hold more.
  // Returns what went wrong, in words; empty: nothing. That blocks are missing is not told.
  using Take = std::function<void(std::string_view block)>;
  virtual std::string Read(StreamUid stream, ShardId shard, std::uint64_t first_index,
                           std::uint64_t last_index, const Take& take) = 0;
};

}  // namespace runnel
