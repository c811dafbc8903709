// What tests put into journals, and how they see what is in one.
#pragma once

#include <string>
#include <utility>

#include "core/ports/journal.h"

namespace runnel::test {

inline JournalEntry Change(JournalPosition position, std::string bytes) {
  JournalEntry entry;
  entry.position = position;
  entry.at = {1000};
  entry.name = "Something";
  entry.bytes = std::move(bytes);
  return entry;
}

inline JournalEntry Records(std::uint64_t stream, std::int32_t shard, std::uint64_t first,
                            Timestamp last, std::string bytes) {
  JournalEntry entry;
  entry.kind = JournalEntry::Kind::kRecords;
  entry.stream = {stream};
  entry.shard = {shard};
  entry.first_index = first;
  entry.last_index = first + 1;
  entry.count = 2;
  entry.at = last;
  entry.bytes = std::move(bytes);
  return entry;
}

// What a journal gives back, a word an entry.
inline std::string Contents(Journal& journal) {
  std::string contents;
  const std::string failure = journal.Replay([&](const JournalEntry& entry) {
    contents += (contents.empty() ? "" : " ") + entry.bytes;
    return std::string();
  });
  return failure.empty() ? contents : "failed: " + failure;
}

}  // namespace runnel::test
