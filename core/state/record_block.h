// Records of one shard as bytes, for journals and snapshots. A block holds records in their order:
// for each the distance of its sequence index and of its arrival from the record before, what it
// is, its partition key and its data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/byte_stream.h"
#include "core/state/mutation.h"

namespace runnel {

class RecordBlockWriter {
 public:
  // REQUIRES: the index is above that of the record before.
  void Add(const RestoredRecord& record);

  // Records of so many bytes, keys included, are about to be added.
  void Expect(std::size_t count, std::size_t bytes) { out_.Expect(bytes + count * kOverheadBytes); }

  std::size_t size() const { return out_.size(); }
  std::uint32_t count() const { return count_; }
  // Of the first and the last record. REQUIRES: count() > 0.
  std::uint64_t first_index() const { return first_index_; }
  std::uint64_t last_index() const { return last_index_; }
  Timestamp last_at() const { return last_at_; }
  std::string Take() { return out_.Take(); }

 private:
  // What a record takes beside its bytes, at most nearly always.
  static constexpr std::size_t kOverheadBytes = 12;

  ByteWriter out_;
  std::uint32_t count_ = 0;
  std::uint64_t first_index_ = 0;
  std::uint64_t last_index_ = 0;
  Timestamp last_at_;
};

// The records of a block, viewing its bytes. False for bytes that no RecordBlockWriter wrote.
bool ReadRecordBlock(std::string_view block, std::vector<RestoredRecord>& records);

}  // namespace runnel
