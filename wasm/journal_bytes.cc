#include "wasm/journal_bytes.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include "wasm/exports.h"

namespace runnel {
namespace {

// Numbers stay far below 2^53, so that a double holds them.
void Append(const JournalEntry& entry, std::string& out) {
  RunnelJournalEntry laid_out{};
  laid_out.position = static_cast<double>(entry.position);
  laid_out.at = static_cast<double>(entry.at.milliseconds);
  laid_out.stream = static_cast<double>(entry.stream.value);
  laid_out.shard = static_cast<double>(entry.shard.index);
  laid_out.first_index = static_cast<double>(entry.first_index);
  laid_out.last_index = static_cast<double>(entry.last_index);
  laid_out.kind = static_cast<std::uint32_t>(entry.kind);
  laid_out.count = entry.count;
  laid_out.key_id_size = static_cast<std::uint32_t>(entry.key_id.size());
  laid_out.name_size = static_cast<std::uint32_t>(entry.name.size());
  laid_out.bytes_size = static_cast<std::uint32_t>(entry.bytes.size());
  laid_out.size = static_cast<std::uint32_t>(sizeof laid_out + entry.key_id.size() +
                                             entry.name.size() + entry.bytes.size());
  out.append(reinterpret_cast<const char*>(&laid_out), sizeof laid_out);
  out.append(entry.key_id).append(entry.name).append(entry.bytes);
}

std::string TakeText(std::string_view& rest, std::size_t size) {
  std::string text(rest.substr(0, size));
  rest.remove_prefix(size);
  return text;
}

// Takes the first entry of `stored`; false: its sizes are those of no entry.
bool TakeEntry(std::string_view& stored, JournalEntry& entry) {
  RunnelJournalEntry laid_out{};
  if (stored.size() < sizeof laid_out) return false;
  std::memcpy(&laid_out, stored.data(), sizeof laid_out);
  const std::uint64_t texts =
      std::uint64_t{laid_out.key_id_size} + laid_out.name_size + laid_out.bytes_size;
  if (laid_out.size > stored.size() || laid_out.size != sizeof laid_out + texts) return false;
  stored.remove_prefix(sizeof laid_out);
  entry.kind = static_cast<JournalEntry::Kind>(laid_out.kind);
  entry.position = static_cast<JournalPosition>(laid_out.position);
  entry.at = {static_cast<std::int64_t>(laid_out.at)};
  entry.stream = {static_cast<std::uint64_t>(laid_out.stream)};
  entry.shard.index = static_cast<decltype(entry.shard.index)>(laid_out.shard);
  entry.first_index = static_cast<std::uint64_t>(laid_out.first_index);
  entry.last_index = static_cast<std::uint64_t>(laid_out.last_index);
  entry.count = laid_out.count;
  entry.key_id = TakeText(stored, laid_out.key_id_size);
  entry.name = TakeText(stored, laid_out.name_size);
  entry.bytes = TakeText(stored, laid_out.bytes_size);
  return true;
}

}  // namespace

std::string JournalBytes::Commit(const std::vector<JournalEntry>& entries) {
  for (const JournalEntry& entry : entries) Append(entry, committed_);
  return {};
}

std::string JournalBytes::Commit(const JournalCheckpoint& checkpoint) {
  return Commit(checkpoint.changes);
}

std::string JournalBytes::Replay(const Take& take) {
  std::string_view rest = stored_;
  while (!rest.empty()) {
    JournalEntry entry;
    if (!TakeEntry(rest, entry)) return "An entry of the journal is cut off.";
    if (std::string fault = take(entry); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace runnel
