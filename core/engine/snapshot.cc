#include "core/engine/snapshot.h"

#include "core/base/crc32.h"
#include "core/base/little_endian.h"
#include "core/state/record_block.h"

namespace runnel {
namespace {

constexpr std::string_view kMagic = "RUNNELSN";
constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kBlockBytes = 256 * 1024;
// No entry is larger: a record of 10 MiB, and room.
constexpr std::uint64_t kEntryBytesMax = 64 * 1024 * 1024;

std::string ChecksumOf(std::string_view bytes) {
  std::string checksum(kChecksumBytes, '\0');
  StoreLittle32(Crc32(bytes), checksum.data());
  return checksum;
}

std::string EncodeEntry(const JournalEntry& entry) {
  ByteWriter out;
  const bool records = entry.kind == JournalEntry::Kind::kRecords;
  out.Unsigned(records ? 1 : 0);
  out.Signed(entry.at.milliseconds);
  if (records) {
    out.Unsigned(entry.stream.value);
    out.Signed(entry.shard.index);
    out.Unsigned(entry.first_index);
    out.Unsigned(entry.last_index);
    out.Unsigned(entry.count);
    out.Text(entry.key_id);
  } else {
    out.Text(entry.name);
  }
  out.Text(entry.bytes);
  return out.Take();
}

bool DecodeEntry(std::string_view bytes, JournalEntry& entry) {
  ByteReader in(bytes);
  const bool records = in.Unsigned() == 1;
  entry.kind = records ? JournalEntry::Kind::kRecords : JournalEntry::Kind::kChange;
  entry.at = {in.Signed()};
  if (records) {
    entry.stream = {in.Unsigned()};
    entry.shard = {static_cast<std::int32_t>(in.Signed())};
    entry.first_index = in.Unsigned();
    entry.last_index = in.Unsigned();
    entry.count = static_cast<std::uint32_t>(in.Unsigned());
    entry.key_id = in.Text();
  } else {
    entry.name = in.Text();
  }
  entry.bytes = in.Text();
  return in.ok() && in.remaining() == 0;
}

}  // namespace

RecordExport::RecordExport(const State& state) {
  constexpr auto kAll = static_cast<std::size_t>(-1);
  constexpr Timestamp kEver{std::numeric_limits<std::int64_t>::min()};
  for (const auto& [scope, account] : state.accounts()) {
    for (const auto& [name, stream] : account.streams) {
      stream->ForEachKeptShard([&, stream = stream](const Shard& shard) {
        if (shard.log.empty()) return;
        shards_.push_back({stream->uid, shard.id, stream->encryption.key_id,
                           shard.log.Read({}, kEver, kAll, kAll).slices});
      });
    }
  }
}

bool RecordExport::Next(JournalEntry& entry) {
  while (shard_ < shards_.size() && slice_ == shards_[shard_].slices.size()) {
    ++shard_;
    slice_ = record_ = 0;
  }
  if (shard_ == shards_.size()) return false;
  ShardRecords& shard = shards_[shard_];
  RecordBlockWriter block;
  while (slice_ < shard.slices.size() && block.size() < kBlockBytes) {
    RecordSlice& slice = shard.slices[slice_];
    if (failed_ = !slice.Load(); failed_) return false;
    const StoredRecord record = slice.chunk->At(slice.first + record_);
    block.Add({record.position.index, record.arrival, record.encrypted, record.partition_key,
               record.data});
    if (++record_ == slice.count) {
      slice.chunk.reset();  // it may have been loaded for this
      ++slice_;
      record_ = 0;
    }
  }
  entry = {};
  entry.kind = JournalEntry::Kind::kRecords;
  entry.stream = shard.stream;
  entry.shard = shard.shard;
  entry.key_id = shard.key_id;
  entry.at = block.last_at();
  entry.first_index = block.first_index();
  entry.last_index = block.last_index();
  entry.count = block.count();
  entry.bytes = block.Take();
  return true;
}

std::string SnapshotWriter::Next(std::size_t bytes) {
  std::string part;
  if (!begun_) {
    ByteWriter header;
    header.Raw(kMagic);
    header.Unsigned(kVersion);
    part = header.Take();
    begun_ = true;
  }
  JournalEntry entry;
  while (part.size() < bytes) {
    if (change_ < changes_.size()) {
      Add(changes_[change_++], part);
    } else if (records_.Next(entry)) {
      Add(entry, part);
    } else if (records_.failed()) {
      break;
    } else {
      ByteWriter end;
      end.Unsigned(0);
      end.Unsigned(count_);
      end.Raw(ChecksumOf(checksums_));
      part += end.bytes();
      finished_ = true;
      break;
    }
  }
  return part;
}

void SnapshotWriter::Add(const JournalEntry& entry, std::string& part) {
  const std::string bytes = EncodeEntry(entry);
  const std::string checksum = ChecksumOf(bytes);
  ByteWriter out;
  out.Text(bytes);
  out.Raw(checksum);
  part += out.bytes();
  checksums_ += checksum;
  ++count_;
}

std::string SnapshotReader::Feed(std::string_view part, const Take& take) {
  pending_ += part;
  if (!header_read_) {
    if (const std::string wrong = ReadHeader(); !wrong.empty() || !header_read_) return wrong;
  }
  std::size_t consumed = 0;
  JournalEntry entry;
  while (!complete_) {
    const std::string_view rest = std::string_view(pending_).substr(consumed);
    ByteReader in(rest);
    const std::uint64_t size = in.Unsigned();
    if (!in.ok()) break;  // the length is not there yet
    if (size == 0) return ReadEnd(consumed);
    if (size > kEntryBytesMax) return "it is damaged: an entry is too long";
    if (in.remaining() < size + kChecksumBytes) break;
    const std::string_view bytes = in.Raw(size);
    const std::string_view checksum = in.Raw(kChecksumBytes);
    if (ChecksumOf(bytes) != checksum || !DecodeEntry(bytes, entry)) {
      return "it is damaged: entry " + std::to_string(count_ + 1) + " is not what was written";
    }
    if (std::string wrong = take(entry); !wrong.empty()) return wrong;
    checksums_ += checksum;
    ++count_;
    consumed = pending_.size() - in.remaining();
  }
  pending_.erase(0, consumed);
  if (complete_ && !pending_.empty()) return "something comes after its end";
  return {};
}

std::string SnapshotReader::ReadHeader() {
  const std::size_t compared = std::min(pending_.size(), kMagic.size());
  if (std::string_view(pending_).substr(0, compared) != kMagic.substr(0, compared)) {
    return "it is not a snapshot of Runnel";
  }
  if (pending_.size() <= kMagic.size()) return {};
  ByteReader in(std::string_view(pending_).substr(kMagic.size()));
  const std::uint64_t version = in.Unsigned();
  if (!in.ok()) return {};
  if (version > kVersion) {
    return "a newer version of Runnel wrote it, in format " + std::to_string(version) +
           ", and this one reads formats up to " + std::to_string(kVersion);
  }
  pending_.erase(0, pending_.size() - in.remaining());
  header_read_ = true;
  return {};
}

std::string SnapshotReader::ReadEnd(std::size_t consumed) {
  const std::string_view rest = std::string_view(pending_).substr(consumed);
  ByteReader in(rest);
  in.Unsigned();
  const std::uint64_t count = in.Unsigned();
  const std::string_view checksum = in.Raw(kChecksumBytes);
  if (!in.ok()) {
    pending_.erase(0, consumed);
    return {};
  }
  if (count != count_ || ChecksumOf(checksums_) != checksum) {
    return "it is damaged: entries are missing";
  }
  if (in.remaining() != 0) return "something comes after its end";
  complete_ = true;
  pending_.clear();
  return {};
}

}  // namespace runnel
