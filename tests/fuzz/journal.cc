// Entries of journals and whole snapshots, of any bytes: what is read as a change can be written
// and read again, and a snapshot that is cut anywhere is read as the whole of it is.
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "core/engine/engine_changes.h"
#include "core/engine/snapshot.h"
#include "core/state/mutation_codec.h"
#include "core/state/record_block.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

// An older version may have written what is written otherwise now, but that is stable.
void CheckChange(std::string_view bytes) {
  const auto mutation = DecodeMutation(bytes);
  if (!mutation) return;
  const auto written = EncodeMutation(*mutation);
  if (!written) return;
  const auto again = DecodeMutation(written->bytes);
  RUNNEL_CHECK(again && EncodeMutation(*again)->bytes == written->bytes);
}

void CheckEngineChange(std::string_view bytes) {
  const auto change = DecodeEngineChange(bytes);
  if (!change) return;
  const auto again = DecodeEngineChange(EncodeEngineChange(*change));
  RUNNEL_CHECK(again && EncodeEngineChange(*again) == EncodeEngineChange(*change));
}

// What a reader of the bytes, cut into parts of this size, says of them.
std::string Read(std::string_view bytes, std::size_t part) {
  SnapshotReader reader;
  std::string entries;
  std::string failure;
  while (!bytes.empty() && failure.empty()) {
    failure = reader.Feed(bytes.substr(0, part), [&entries](const JournalEntry& entry) {
      entries += entry.bytes;
      return std::string();
    });
    bytes.remove_prefix(bytes.size() < part ? bytes.size() : part);
  }
  return failure + (reader.complete() ? "complete" : "") + entries;
}

}  // namespace

void TryInput(std::string_view input) {
  CheckChange(input);
  CheckEngineChange(input);
  std::vector<RestoredRecord> records;
  ReadRecordBlock(input, records);
  RUNNEL_CHECK(Read(input, 7) == Read(input, input.size() + 1));
}

}  // namespace runnel::fuzz
