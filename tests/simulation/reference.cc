#include "tests/simulation/reference.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

namespace runnel::simulation {
namespace {

constexpr char kNotFound[] = "ResourceNotFoundException";
constexpr char kInUse[] = "ResourceInUseException";
constexpr char kInvalidArgument[] = "InvalidArgumentException";
constexpr char kLimitExceeded[] = "LimitExceededException";
constexpr Millis kHour = 3'600'000;

using Change = ReferenceStream::Change;
using Status = ReferenceStream::Status;

}  // namespace

std::string ReferenceShard::Id() const {
  char text[32];
  std::snprintf(text, sizeof text, "shardId-%012d", index);
  return text;
}

const ReferenceShard* ReferenceStream::Find(int index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= shards.size()) return nullptr;
  const ReferenceShard& shard = shards[static_cast<std::size_t>(index)];
  return Expired(shard) ? nullptr : &shard;
}

int ReferenceStream::OpenShards() const {
  return static_cast<int>(
      std::count_if(shards.begin(), shards.end(), [](const auto& shard) { return !shard.closed; }));
}

ReferenceShard& ReferenceStream::Route(HashKey hash_key) {
  for (ReferenceShard& shard : shards) {
    if (!shard.closed && shard.first <= hash_key && hash_key <= shard.last) return shard;
  }
  throw std::logic_error("the open shards of the reference leave a gap");
}

std::size_t ReferenceStream::FirstKept(const ReferenceShard& shard) const {
  const auto kept = std::find_if(shard.records.begin(), shard.records.end(),
                                 [this](const auto& record) { return record.arrival >= horizon; });
  return static_cast<std::size_t>(kept - shard.records.begin());
}

void Reference::AdvanceTo(Millis now) {
  now_ = now;
  DoWhatIsDue();
}

void Reference::DoWhatIsDue() {
  for (auto entry = streams_.begin(); entry != streams_.end();) {
    ReferenceStream& stream = entry->second;
    const bool due = stream.status != Status::kActive && stream.change.due <= now_;
    if (due && stream.status == Status::kDeleting) {
      entry = streams_.erase(entry);
      continue;
    }
    if (due) {
      // What was too old before it was done is gone for good.
      stream.horizon = std::max(stream.horizon, stream.change.due - stream.retention_hours * kHour);
      Finish(stream);
    }
    stream.horizon = std::max(stream.horizon, now_ - stream.retention_hours * kHour);
    ++entry;
  }
}

void Reference::Finish(ReferenceStream& stream) {
  const Change& change = stream.change;
  const auto open = [&stream](HashKey first, HashKey last, int parent, int adjacent) {
    ReferenceShard shard;
    shard.index = static_cast<int>(stream.shards.size());
    shard.first = first;
    shard.last = last;
    shard.parent = parent;
    shard.adjacent_parent = adjacent;
    for (const int of : {parent, adjacent}) {
      if (of >= 0) stream.shards[static_cast<std::size_t>(of)].children.push_back(shard.index);
    }
    stream.shards.push_back(std::move(shard));
  };
  const auto close = [&stream, &change](int index) {
    ReferenceShard& shard = stream.shards[static_cast<std::size_t>(index)];
    shard.closed = change.due;
    return std::pair(shard.first, shard.last);
  };
  switch (change.kind) {
    case Change::Kind::kCreate: {
      const HashKey count = static_cast<HashKey>(change.shard_count);
      // floor(2^128 / n), which a division of 2^128 - 1 misses by one where n divides 2^128.
      const HashKey step = ~HashKey{0} / count + ((~HashKey{0} % count) + 1 == count ? 1 : 0);
      for (HashKey i = 0; i < count; ++i) {
        open(i * step, i + 1 == count ? ~HashKey{0} : (i + 1) * step - 1, -1, -1);
      }
      break;
    }
    case Change::Kind::kSplit: {
      const auto [first, last] = close(change.shard);
      open(first, change.at - 1, change.shard, -1);
      open(change.at, last, change.shard, -1);
      break;
    }
    case Change::Kind::kMerge: {
      const HashKey first = close(change.shard).first;
      const HashKey last = close(change.adjacent).second;
      open(first, last, change.shard, change.adjacent);
      break;
    }
    case Change::Kind::kRetain:
      stream.retention_hours = change.hours;
      break;
    case Change::Kind::kDelete:
      break;
  }
  stream.status = Status::kActive;
}

void Reference::Begin(ReferenceStream& stream, Change change, Millis delay, Status meanwhile) {
  change.due = now_ + delay;
  stream.change = change;
  stream.status = meanwhile;
  DoWhatIsDue();
}

int Reference::CountedShards() const {
  int count = 0;
  for (const auto& [name, stream] : streams_) {
    count += stream.status == Status::kCreating ? stream.change.shard_count : stream.OpenShards();
  }
  return count;
}

ReferenceStream* Reference::Find(const std::string& name) {
  const auto entry = streams_.find(name);
  return entry == streams_.end() ? nullptr : &entry->second;
}

const ReferenceStream* Reference::Find(const std::string& name) const {
  const auto entry = streams_.find(name);
  return entry == streams_.end() ? nullptr : &entry->second;
}

std::string Reference::CreateStream(const std::string& name, int shard_count) {
  if (Find(name) != nullptr) return kInUse;
  if (CountedShards() + shard_count > settings_.shard_limit) return kLimitExceeded;
  Change change;
  change.kind = Change::Kind::kCreate;
  change.shard_count = shard_count;
  ReferenceStream& stream = streams_[name];
  stream.incarnation = ++incarnations_;
  Begin(stream, change, settings_.create_delay, Status::kCreating);
  return {};
}

std::string Reference::DeleteStream(const std::string& name) {
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return kNotFound;
  if (stream->status == Status::kUpdating || stream->status == Status::kDeleting) return kInUse;
  Change change;
  change.kind = Change::Kind::kDelete;
  Begin(*stream, change, settings_.delete_delay, Status::kDeleting);
  return {};
}

std::string Reference::ChangeRetention(const std::string& name, int hours, bool increase) {
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return kNotFound;
  if (hours < 24 || hours > 8760) return kInvalidArgument;
  if (stream->status != Status::kActive) return kInUse;
  if (increase ? hours < stream->retention_hours : hours > stream->retention_hours) {
    return kInvalidArgument;
  }
  if (hours == stream->retention_hours) return {};
  Change change;
  change.kind = Change::Kind::kRetain;
  change.hours = hours;
  Begin(*stream, change, settings_.update_delay, Status::kUpdating);
  return {};
}

std::string Reference::SplitShard(const std::string& name, int shard, HashKey at) {
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return kNotFound;
  if (stream->status != Status::kActive) return kInUse;
  const ReferenceShard* const parent = stream->Find(shard);
  if (parent == nullptr) return kNotFound;
  if (CountedShards() + 1 > settings_.shard_limit) return kLimitExceeded;
  const bool inside = parent->first < at && at - parent->first > 1 && at < parent->last;
  if (!inside || parent->closed) return kInvalidArgument;
  Change change;
  change.kind = Change::Kind::kSplit;
  change.shard = shard;
  change.at = at;
  Begin(*stream, change, settings_.update_delay, Status::kUpdating);
  return {};
}

std::string Reference::MergeShards(const std::string& name, int shard, int adjacent) {
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return kNotFound;
  if (stream->status != Status::kActive) return kInUse;
  const ReferenceShard* const lower = stream->Find(shard);
  const ReferenceShard* const upper = stream->Find(adjacent);
  if (lower == nullptr || upper == nullptr) return kNotFound;
  const bool adjacent_ranges = lower->last != ~HashKey{0} && lower->last + 1 == upper->first;
  if (!adjacent_ranges || lower->closed || upper->closed) return kInvalidArgument;
  Change change;
  change.kind = Change::Kind::kMerge;
  change.shard = shard;
  change.adjacent = adjacent;
  Begin(*stream, change, settings_.update_delay, Status::kUpdating);
  return {};
}

std::string Reference::UseRecords(const std::string& name) const {
  const ReferenceStream* const stream = Find(name);
  return stream == nullptr || stream->shards.empty() ? kNotFound : "";
}

std::string Reference::UseShard(const std::string& name, int shard) const {
  const ReferenceStream* const stream = Find(name);
  return stream == nullptr || stream->Find(shard) == nullptr ? kNotFound : "";
}

HashKey Reference::HashOf(std::string_view partition_key) {
  std::array<unsigned char, 16> digest;
  EVP_Digest(partition_key.data(), partition_key.size(), digest.data(), nullptr, EVP_md5(),
             nullptr);
  HashKey hash = 0;
  for (const unsigned char byte : digest) hash = hash << 8 | byte;
  return hash;
}

std::string Reference::Decimal(HashKey number) {
  std::string text;
  do {
    text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
    number /= 10;
  } while (number != 0);
  return text;
}

}  // namespace runnel::simulation
