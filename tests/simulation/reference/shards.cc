// Streams that come and go, and their shards (kinesis-api 4.2, 4.3, 4.11 to 4.13, 5.2, 6, 10).
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "tests/simulation/reference/reference.h"

namespace runnel::simulation {
namespace {

using Change = ReferenceStream::Change;
using Status = ReferenceStream::Status;

constexpr int kOnDemandShards = 4;
constexpr int kStreamsChangingMax = 5;

}  // namespace

std::string ReferenceShard::IdOf(int index) {
  char text[32];
  std::snprintf(text, sizeof text, "shardId-%012d", index);
  return text;
}

std::string ReferenceShard::Id() const { return IdOf(index); }

const ReferenceShard* ReferenceStream::Find(int index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= shards.size()) return nullptr;
  const ReferenceShard& shard = shards[static_cast<std::size_t>(index)];
  return Expired(shard) ? nullptr : &shard;
}

ReferenceShard* ReferenceStream::Find(int index) {
  return const_cast<ReferenceShard*>(std::as_const(*this).Find(index));
}

int ReferenceStream::OpenShards() const { return static_cast<int>(OpenInOrder().size()); }

std::vector<int> ReferenceStream::OpenInOrder() const {
  std::vector<int> open;
  for (const ReferenceShard& shard : shards) {
    if (!shard.closed) open.push_back(shard.index);
  }
  std::sort(open.begin(), open.end(), [this](int a, int b) {
    return shards[static_cast<std::size_t>(a)].first < shards[static_cast<std::size_t>(b)].first;
  });
  return open;
}

ReferenceShard& ReferenceStream::Route(HashKey hash_key) {
  for (ReferenceShard& shard : shards) {
    if (!shard.closed && shard.first <= hash_key && hash_key <= shard.last) return shard;
  }
  throw std::logic_error("the open shards of the reference leave a gap");
}

void Reference::AdvanceTo(Millis now) {
  now_ = now;
  DoWhatIsDue();
}

void Reference::Reset() {
  streams_.clear();
  channels_.clear();
  key_states_.clear();
  calls_.clear();
  faults_.clear();
  mappings_.clear();
  commitment_ = {};
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
    std::erase_if(stream.consumers, [this](const auto& named) {
      return named.second.status == ReferenceConsumer::Status::kDeleting &&
             named.second.due <= now_;
    });
    for (auto& [name, consumer] : stream.consumers) {
      const bool creating = consumer.status == ReferenceConsumer::Status::kCreating;
      if (creating && consumer.due <= now_) consumer.status = ReferenceConsumer::Status::kActive;
    }
    ++entry;
  }
  std::erase_if(channels_, [this](const auto& named) {
    return named.second.status == ReferenceChannel::Status::kDeleting && named.second.due <= now_;
  });
  for (auto& [name, channel] : channels_) {
    const bool changing = channel.status != ReferenceChannel::Status::kDeleting;
    if (!changing || channel.due > now_) continue;
    if (channel.status == ReferenceChannel::Status::kCreating) BeginChannel(channel);
    channel.status = ReferenceChannel::Status::kActive;
  }
}

namespace {

// Replaces shards of a stream by others, all at one time.
class Replacement {
 public:
  Replacement(ReferenceStream& stream, Millis at) : stream_(stream), at_(at) {}

  void Open(HashKey first, HashKey last, int parent, int adjacent) {
    ReferenceShard shard;
    shard.index = static_cast<int>(stream_.shards.size());
    shard.first = first;
    shard.last = last;
    shard.parent = parent;
    shard.adjacent_parent = adjacent;
    shard.opened = at_;
    for (const int of : {parent, adjacent}) {
      if (of >= 0) stream_.shards[static_cast<std::size_t>(of)].children.push_back(shard.index);
    }
    stream_.shards.push_back(std::move(shard));
  }
  void Split(int index, HashKey at) {
    const auto [first, last] = Close(index);
    Open(first, at - 1, index, -1);
    Open(at, last, index, -1);
  }
  void SplitInTheMiddle(int index) {
    const ReferenceShard& shard = stream_.shards[static_cast<std::size_t>(index)];
    if (shard.first == shard.last) return;
    // start + (end - start + 1) / 2, where end - start + 1 may be 2^128.
    const HashKey width = shard.last - shard.first;
    Split(index, shard.first + width / 2 + width % 2);
  }
  void Merge(int lower, int upper) {
    const HashKey first = Close(lower).first;
    const HashKey last = Close(upper).second;
    Open(first, last, lower, upper);
  }
  // As UpdateShardCount does it: each is split once, or neighbours are merged from the start of the
  // key space on, until there are so many (kinesis-api 6.3).
  void Reshard(std::size_t target) {
    while (stream_.OpenInOrder().size() < target) {
      for (const int index : stream_.OpenInOrder()) SplitInTheMiddle(index);
    }
    for (auto open = stream_.OpenInOrder(); open.size() > target; open = stream_.OpenInOrder()) {
      const std::size_t merges = std::min(open.size() - target, open.size() / 2);
      for (std::size_t i = 0; i < merges; ++i) Merge(open[2 * i], open[2 * i + 1]);
    }
  }

 private:
  std::pair<HashKey, HashKey> Close(int index) {
    ReferenceShard& shard = stream_.shards[static_cast<std::size_t>(index)];
    shard.closed = at_;
    return {shard.first, shard.last};
  }

  ReferenceStream& stream_;
  Millis at_;
};

void CreateShards(Replacement& replacement, int shard_count) {
  const auto count = static_cast<HashKey>(shard_count);
  // floor(2^128 / n), which a division of 2^128 - 1 misses by one where n divides 2^128.
  const HashKey step = ~HashKey{0} / count + ((~HashKey{0} % count) + 1 == count ? 1 : 0);
  for (HashKey i = 0; i < count; ++i) {
    replacement.Open(i * step, i + 1 == count ? ~HashKey{0} : (i + 1) * step - 1, -1, -1);
  }
}

void Settle(ReferenceStream& stream, const ReferenceSettingsChange& settings, Millis at) {
  if (settings.retention_hours) stream.retention_hours = *settings.retention_hours;
  if (settings.record_size_kib) stream.record_size_kib = *settings.record_size_kib;
  if (settings.metrics) stream.metrics = *settings.metrics;
  if (settings.on_demand) stream.on_demand = *settings.on_demand;
  if (!stream.on_demand) stream.warm.reset();
  if (settings.warm) stream.warm = settings.warm;
  if (!settings.key) return;
  stream.key = *settings.key;
  stream.keys.emplace_back(at, stream.key);
}

}  // namespace

void Reference::Finish(ReferenceStream& stream) {
  const Change change = stream.change;
  Replacement replacement(stream, change.due);
  switch (change.kind) {
    case Change::Kind::kCreate:
      CreateShards(replacement, change.shard_count);
      break;
    case Change::Kind::kSplit:
      replacement.Split(change.shard, change.at);
      break;
    case Change::Kind::kMerge:
      replacement.Merge(change.shard, change.adjacent);
      break;
    case Change::Kind::kReshard:
      replacement.Reshard(static_cast<std::size_t>(change.shard_count));
      break;
    case Change::Kind::kSettings:
      Settle(stream, change.settings, change.due);
      break;
    case Change::Kind::kDelete:
      break;
  }
  const bool replaced =
      change.kind != Change::Kind::kSettings && change.kind != Change::Kind::kDelete;
  if (replaced && stream.next_auto_place >= stream.OpenInOrder().size()) {
    stream.next_auto_place = 0;
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
    if (stream.on_demand) continue;
    count += stream.status == Status::kCreating ? stream.change.shard_count : stream.OpenShards();
  }
  return count;
}

int Reference::OnDemandStreams() const {
  return static_cast<int>(std::count_if(streams_.begin(), streams_.end(),
                                        [](const auto& named) { return named.second.on_demand; }));
}

bool Reference::MayChangeOneMore() const {
  const auto changing = std::count_if(streams_.begin(), streams_.end(), [](const auto& named) {
    return named.second.status == Status::kCreating || named.second.status == Status::kDeleting;
  });
  return Leaves(changing < kStreamsChangingMax, Limit::kStreamsChanging);
}

ReferenceStream* Reference::Find(const std::string& name) {
  const auto entry = streams_.find(name);
  return entry == streams_.end() ? nullptr : &entry->second;
}

const ReferenceStream* Reference::Find(const std::string& name) const {
  const auto entry = streams_.find(name);
  return entry == streams_.end() ? nullptr : &entry->second;
}

Expected Reference::FindActive(const std::string& name, ReferenceStream** stream) {
  *stream = Find(name);
  if (*stream == nullptr) return Expected::kStreamNotFound;
  return (*stream)->status == Status::kActive ? Expected::kSuccess : Expected::kStreamNotActive;
}

Expected Reference::CreateStream(const std::string& name, const Creation& creation) {
  if (const auto e = Count("CreateStream", name); e != Expected::kSuccess) return e;
  const bool on_demand = creation.on_demand.value_or(!creation.shard_count);
  if (!on_demand && !creation.shard_count) return Expected::kShardCountMissing;
  if (!on_demand && creation.auto_distribution) return Expected::kAutoOnProvisioned;
  if (creation.warm) {
    const auto e = CheckWarm(on_demand, *creation.warm);
    if (e != Expected::kSuccess) return e;
  }
  if (Find(name) != nullptr) return Expected::kStreamExists;
  if (settings_.limits && !MayChangeOneMore()) {
    return Expected::kStreamsChanging;
  }
  const int shard_count = on_demand ? kOnDemandShards : *creation.shard_count;
  if (on_demand && OnDemandStreams() + 1 > settings_.on_demand_limit) {
    return Expected::kOnDemandLimit;
  }
  if (!on_demand && CountedShards() + shard_count > settings_.shard_limit) {
    return Expected::kShardLimit;
  }
  if (const auto e = Strike("CreateStream", name); e != Expected::kSuccess) return e;
  Change change;
  change.kind = Change::Kind::kCreate;
  change.shard_count = shard_count;
  ReferenceStream& stream = streams_[name];
  stream.incarnation = ++incarnations_;
  stream.created = now_;
  stream.on_demand = on_demand;
  stream.auto_distribution = creation.auto_distribution;
  stream.record_size_kib = creation.record_size_kib.value_or(1024);
  if (creation.warm) stream.warm = WarmThroughput{*creation.warm, *creation.warm};
  stream.tags = creation.tags;
  Begin(stream, change, settings_.create_delay, Status::kCreating);
  return Expected::kSuccess;
}

Expected Reference::DeleteStream(const std::string& name, bool with_consumers) {
  if (const auto e = Count("DeleteStream", name); e != Expected::kSuccess) return e;
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return Expected::kStreamNotFound;
  if (stream->status == Status::kUpdating || stream->status == Status::kDeleting) {
    return Expected::kStreamNotActive;
  }
  if (!with_consumers && !stream->consumers.empty()) return Expected::kHasConsumers;
  if (HasChannel(*stream)) return Expected::kHasChannels;
  const bool one_more = settings_.limits && stream->status != Status::kCreating;
  if (one_more && !MayChangeOneMore()) return Expected::kStreamsChanging;
  if (const auto e = Strike("DeleteStream", name); e != Expected::kSuccess) return e;
  Change change;
  change.kind = Change::Kind::kDelete;
  for (auto& [consumer_name, consumer] : stream->consumers) {
    if (consumer.status == ReferenceConsumer::Status::kDeleting) continue;
    consumer.status = ReferenceConsumer::Status::kDeleting;
    consumer.due = now_ + settings_.delete_delay;
  }
  Begin(*stream, change, settings_.delete_delay, Status::kDeleting);
  return Expected::kSuccess;
}

Expected Reference::SplitShard(const std::string& name, int shard, HashKey at) {
  if (const auto e = Count("SplitShard", name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  if (stream->on_demand) return Expected::kStreamIsOnDemand;
  const ReferenceShard* const parent = stream->Find(shard);
  if (parent == nullptr) return Expected::kShardNotFound;
  if (CountedShards() + 1 > settings_.shard_limit) return Expected::kShardLimit;
  const bool inside = parent->first < at && at - parent->first > 1 && at < parent->last;
  if (!inside) return Expected::kSplitPoint;
  if (parent->closed) return Expected::kShardClosed;
  if (const auto e = Strike("SplitShard", name); e != Expected::kSuccess) return e;
  Change change;
  change.kind = Change::Kind::kSplit;
  change.shard = shard;
  change.at = at;
  Begin(*stream, change, settings_.update_delay, Status::kUpdating);
  return Expected::kSuccess;
}

Expected Reference::MergeShards(const std::string& name, int shard, int adjacent) {
  if (const auto e = Count("MergeShards", name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  if (stream->on_demand) return Expected::kStreamIsOnDemand;
  const ReferenceShard* const lower = stream->Find(shard);
  const ReferenceShard* const upper = stream->Find(adjacent);
  if (lower == nullptr || upper == nullptr) return Expected::kShardNotFound;
  const bool adjacent_ranges = lower->last != ~HashKey{0} && lower->last + 1 == upper->first;
  if (!adjacent_ranges) return Expected::kNotAdjacent;
  if (lower->closed || upper->closed) return Expected::kShardClosed;
  if (const auto e = Strike("MergeShards", name); e != Expected::kSuccess) return e;
  Change change;
  change.kind = Change::Kind::kMerge;
  change.shard = shard;
  change.adjacent = adjacent;
  Begin(*stream, change, settings_.update_delay, Status::kUpdating);
  return Expected::kSuccess;
}

Expected Reference::UpdateShardCount(const std::string& name, int target) {
  constexpr int kTargetMax = 10'000;
  constexpr std::size_t kPerDay = 10;
  if (const auto e = Count("UpdateShardCount", name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  if (stream->on_demand) return Expected::kStreamIsOnDemand;
  const int open = stream->OpenShards();
  const int elsewhere = CountedShards() - open;
  if (target > open && elsewhere + target > settings_.shard_limit) {
    return Expected::kTargetAboveLimit;
  }
  if (target > 2 * open) return Expected::kScaleUpTooFar;
  if (2 * target < open) return Expected::kScaleDownTooFar;
  if (DailyExhausted(*stream, ReferenceStream::kShardCounts, kPerDay)) {
    return Expected::kShardCountsPerDay;
  }
  if (target > kTargetMax) return Expected::kTargetAboveLimit;
  if (const auto e = Strike("UpdateShardCount", name); e != Expected::kSuccess) return e;
  if (target == open) return Expected::kSuccess;
  stream->daily[ReferenceStream::kShardCounts].push_back(now_);
  Change change;
  change.kind = Change::Kind::kReshard;
  change.shard_count = target;
  Begin(*stream, change, settings_.update_delay, Status::kUpdating);
  return Expected::kSuccess;
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

std::string Reference::ArnOf(const std::string& name) {
  return "arn:aws:kinesis:us-east-1:000000000000:stream/" + name;
}

}  // namespace runnel::simulation
