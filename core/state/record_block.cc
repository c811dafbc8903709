#include "core/state/record_block.h"

#include "core/base/check.h"

namespace runnel {
namespace {

constexpr std::uint64_t kEncrypted = 1;
constexpr std::uint64_t kHasKey = 2;

}  // namespace

void RecordBlockWriter::Add(const RestoredRecord& record) {
  RUNNEL_CHECK(count_ == 0 || record.index > last_index_);
  if (count_ == 0) first_index_ = record.index;
  const bool has_key = record.partition_key.data() != nullptr;
  out_.Unsigned(record.index - last_index_);
  out_.Signed((record.at - last_at_).milliseconds);
  out_.Unsigned((record.encrypted ? kEncrypted : 0) | (has_key ? kHasKey : 0));
  if (has_key) out_.Text(record.partition_key);
  out_.Text(record.data);
  last_index_ = record.index;
  last_at_ = record.at;
  ++count_;
}

bool ReadRecordBlock(std::string_view block, std::vector<RestoredRecord>& records) {
  records.clear();
  ByteReader in(block);
  std::uint64_t index = 0;
  Timestamp at;
  while (in.remaining() > 0) {
    const std::uint64_t step = in.Unsigned();
    const Duration passed = Duration::Milliseconds(in.Signed());
    const std::uint64_t flags = in.Unsigned();
    if (!in.ok() || (step == 0 && !records.empty()) || index + step < index) return false;
    if (!records.empty() && passed < Duration{}) return false;
    const bool too_late = at.milliseconds > 0 &&
                          passed.milliseconds > Timestamp::Max().milliseconds - at.milliseconds;
    if (too_late) return false;
    RestoredRecord record;
    record.index = index += step;
    record.at = at = at + passed;
    record.encrypted = (flags & kEncrypted) != 0;
    if ((flags & kHasKey) != 0) record.partition_key = in.Text();
    record.data = in.Text();
    if (!in.ok()) return false;
    records.push_back(record);
  }
  return true;
}

}  // namespace runnel
