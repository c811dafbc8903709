// State::Apply for streams, their shards and records.
#include <algorithm>

#include "core/base/check.h"
#include "core/state/state.h"

namespace runnel {

void State::On(const StreamCreated& m) {
  RUNNEL_CHECK(m.uid == next_stream_uid());
  Account& account = accounts_[m.arn.scope];
  auto& place = account.streams[m.arn.stream.text()];
  RUNNEL_CHECK(place == nullptr);
  auto stream = std::make_unique<Stream>();
  stream->uid = m.uid;
  stream->arn = m.arn;
  stream->created_at = m.at;
  stream->mode = m.mode;
  stream->record_size_max_kib = m.record_size_max_kib;
  stream->distribution = m.distribution;
  stream->warm_throughput = m.warm_throughput;
  stream->tags = m.tags;
  stream->pending = PendingCreation{m.shard_count};
  place = stream.get();
  account.usage += AccountUsage::Of(*stream);
  streams_.emplace(m.uid.value, std::move(stream));
  last_stream_uid_ = m.uid.value;
  timers_.Arm({TimerKind::kStream, m.uid.value}, m.due);
}

void State::On(const StreamChangeStarted& m) {
  Stream& stream = StreamOf(m.uid);
  const bool deletion = std::holds_alternative<PendingDeletion>(m.change);
  RUNNEL_CHECK(deletion || stream.status == StreamStatus::kActive);
  const UsageUpdate update(UsageOf(stream), stream);
  stream.status = deletion ? StreamStatus::kDeleting : StreamStatus::kUpdating;
  stream.pending = m.change;
  timers_.Arm({TimerKind::kStream, m.uid.value}, m.due);
}

void State::On(const StreamSettingsChanged& m) {
  Stream& stream = StreamOf(m.uid);
  const UsageUpdate update(UsageOf(stream), stream);
  const StreamSettingsChange& change = m.change;
  if (change.mode) {
    stream.mode = *change.mode;
    if (stream.mode == StreamMode::kProvisioned) stream.warm_throughput.reset();
  }
  if (change.encryption) stream.encryption = *change.encryption;
  if (change.metrics) stream.metrics = *change.metrics;
  if (change.record_size_max_kib) stream.record_size_max_kib = *change.record_size_max_kib;
  if (change.warm_throughput) stream.warm_throughput = *change.warm_throughput;
  if (change.distribution) stream.distribution = *change.distribution;
  if (change.retention_hours) {
    stream.gone_before = stream.TrimHorizon(m.at);
    stream.retention_hours = *change.retention_hours;
    stream.ForEachKeptShard([&](const Shard& shard) { ArmRetention(stream, shard); });
  }
}

void State::On(const KeyStateChanged& m) {
  if (m.state == KeyState::kEnabled) {
    key_states_.erase(m.key_id);
  } else {
    key_states_[m.key_id] = m.state;
  }
}

void State::On(const EncryptionPeriodBegan& m) {
  Stream& stream = StreamOf(m.uid);
  auto& periods = stream.encryption_periods;
  RUNNEL_CHECK(periods.empty() || periods.back().from <= m.period.from);
  periods.push_back(m.period);
  // A period has ended for good when all that arrived in it is gone.
  const Timestamp horizon = stream.TrimHorizon(m.period.from);
  const auto kept =
      std::find_if(periods.begin() + 1, periods.end(),
                   [&](const EncryptionPeriod& next) { return next.from >= horizon; });
  periods.erase(periods.begin(), kept - 1);
}

void State::On(const ShardsReplaced& m) {
  Stream& stream = StreamOf(m.uid);
  const UsageUpdate update(UsageOf(stream), stream);
  Uint128 closed_keys = 0;
  Uint128 opened_keys = 0;
  for (const ShardId id : m.closed) {
    const HashKeyRange& range = ShardOf(m.uid, id).range;
    closed_keys += range.ending.value - range.starting.value + 1;
    CloseShard(stream, id, m);
  }
  for (const NewShard& shard : m.opened) {
    opened_keys += shard.range.ending.value - shard.range.starting.value + 1;
  }
  // Modulo 2^128, so that the whole key space counts as nothing: right for a creation as well.
  RUNNEL_CHECK(closed_keys == opened_keys);
  OpenShards(stream, m);
}

void State::CloseShard(Stream& stream, ShardId id, const ShardsReplaced& m) {
  Shard& shard = ShardOf(stream.uid, id);
  RUNNEL_CHECK(shard.open());
  shard.closed_at = m.at;
  shard.closed_seconds = m.closed_seconds;
  ArmRetention(stream, shard);
  // The end of the shard is news to those who have read all of it.
  for (const SubscriptionId subscription : shard.subscriptions) {
    MarkReady(SubscriptionOf(subscription));
  }
}

void State::OpenShards(Stream& stream, const ShardsReplaced& m) {
  std::erase_if(stream.open_shards, [](const OpenShard& open) { return !open.shard->open(); });
  const auto old_count = static_cast<std::ptrdiff_t>(stream.open_shards.size());
  for (const NewShard& added : m.opened) {
    RUNNEL_CHECK(static_cast<std::size_t>(added.id.index) == stream.shards.size());
    auto shard = std::make_unique<Shard>();
    shard->id = added.id;
    shard->parent = added.parent;
    shard->adjacent_parent = added.adjacent_parent;
    shard->range = added.range;
    shard->opened_at = m.at;
    shard->created_seconds = m.created_seconds;
    for (const auto& parent : {added.parent, added.adjacent_parent}) {
      if (parent) ShardOf(stream.uid, *parent).children.push_back(added.id);
    }
    stream.open_shards.push_back({added.range.starting, shard.get()});
    stream.shards.push_back(std::move(shard));
  }
  const auto by_start = [](const OpenShard& a, const OpenShard& b) {
    return a.starting < b.starting;
  };
  const auto first_new = stream.open_shards.begin() + old_count;
  std::sort(first_new, stream.open_shards.end(), by_start);
  std::inplace_merge(stream.open_shards.begin(), first_new, stream.open_shards.end(), by_start);
  if (stream.next_auto_place >= stream.open_shards.size()) stream.next_auto_place = 0;
  const std::size_t groups = (stream.shards.size() + Stream::kShardsPerSequenceGroup - 1) /
                             Stream::kShardsPerSequenceGroup;
  stream.next_sequence_index.resize(groups, 1);
}

void State::On(const StreamActivated& m) {
  Stream& stream = StreamOf(m.uid);
  const UsageUpdate update(UsageOf(stream), stream);
  stream.status = StreamStatus::kActive;
  stream.pending.reset();
  timers_.Disarm({TimerKind::kStream, m.uid.value});
}

void State::On(const StreamDeleted& m) {
  Stream& stream = StreamOf(m.uid);
  stream.ForEachKeptShard([&](const Shard& shard) {
    record_memory_ -= shard.log.memory_bytes();
    EndSubscriptionsOf(shard, SubscriptionEnd::kStreamDeleted);
    timers_.Disarm({TimerKind::kRetention, m.uid.value, shard.id.index});
  });
  if (stream.limits_enforced == true) --streams_with_limits_;
  while (!stream.consumers.empty()) EraseConsumer(*stream.consumers.begin()->second);
  timers_.Disarm({TimerKind::kStream, m.uid.value});
  timers_.Disarm({TimerKind::kScaling, m.uid.value});
  UsageOf(stream) -= AccountUsage::Of(stream);
  accounts_[stream.arn.scope].streams.erase(stream.name().text());
  streams_.erase(m.uid.value);
}

void State::On(const DailyQuotaUsed& m) {
  auto& uses = StreamOf(m.uid).daily_uses[static_cast<std::size_t>(m.quota)];
  std::erase_if(uses, [&](Timestamp use) { return m.at - use >= Duration::Hours(24); });
  uses.push_back(m.at);
}

void State::On(const RecordsAppended& m) {
  Stream& stream = StreamOf(m.uid);
  for (const NewRecord& record : m.records) {
    Shard& shard = ShardOf(m.uid, record.shard);
    RUNNEL_CHECK(shard.open());
    auto& next_index = stream.next_sequence_index[static_cast<std::size_t>(
        record.shard.index / Stream::kShardsPerSequenceGroup)];
    RUNNEL_CHECK(record.index >= next_index);
    next_index = record.index + 1;
    const bool was_empty = shard.log.empty();
    const std::size_t before = shard.log.memory_bytes();
    shard.log.Append({{record.index, shard.RecordSeconds(m.at)},
                      m.at,
                      record.partition_key,
                      record.data,
                      m.encrypted});
    record_memory_ += shard.log.memory_bytes() - before;
    if (was_empty) ArmRetention(stream, shard);
    if (!stream.channels.empty()) {
      NoteForChannels(stream, shard, {record.index, shard.RecordSeconds(m.at)},
                      record.data.size() + record.partition_key.size(), m.at);
    }
    for (const SubscriptionId subscription : shard.subscriptions) {
      MarkReady(SubscriptionOf(subscription));
    }
  }
  if (m.next_auto_place) stream.next_auto_place = *m.next_auto_place;
}

void State::On(const RecordsTrimmed& m) {
  Shard& shard = ShardOf(m.uid, m.shard);
  record_memory_ -= shard.log.memory_bytes();
  shard.log.TrimBefore(m.horizon);
  record_memory_ += shard.log.memory_bytes();
  shard.trimmed_before = std::max(shard.trimmed_before, m.horizon);
  shard.log.RaiseEnd(m.end);
  ReserveIndexes(StreamOf(m.uid), m.shard, m.next_index);
  ArmRetention(StreamOf(m.uid), shard);
}

void State::On(const RecordsReleased& m) {
  RecordLog& log = ShardOf(m.uid, m.shard).log;
  record_memory_ -= log.memory_bytes();
  log.ReleaseThrough(m.last_index, {m.source, m.uid, m.shard});
  record_memory_ += log.memory_bytes();
}

void State::ReserveIndexes(Stream& stream, ShardId shard, std::uint64_t next_index) {
  auto& next = stream.next_sequence_index[static_cast<std::size_t>(
      shard.index / Stream::kShardsPerSequenceGroup)];
  next = std::max(next, next_index);
}

void State::On(const ShardWithdrawn& m) {
  Stream& stream = StreamOf(m.uid);
  RUNNEL_CHECK(stream.FindShard(m.shard) != nullptr);
  std::unique_ptr<Shard> shard = std::move(stream.shards[static_cast<std::size_t>(m.shard.index)]);
  RUNNEL_CHECK(!shard->open());
  EndReading(stream, *shard);
  shard->subscriptions.clear();
  const Shard& kept = *stream.withdrawn.emplace(m.shard, std::move(shard)).first->second;
  ArmRetention(stream, kept);
}

void State::On(const ShardExpired& m) {
  Stream& stream = StreamOf(m.uid);
  const Shard& shard = ShardOf(m.uid, m.shard);
  RUNNEL_CHECK(!shard.open() && shard.log.empty());
  timers_.Disarm({TimerKind::kRetention, m.uid.value, m.shard.index});
  if (stream.withdrawn.erase(m.shard) == 0) {
    EndReading(stream, shard);
    stream.shards[static_cast<std::size_t>(m.shard.index)].reset();
  }
  for (Channel* const channel : stream.channels) channel->delivered.erase(m.shard);
}

// The time of the shard is over.
void State::EndReading(const Stream& stream, const Shard& shard) {
  EndSubscriptionsOf(shard, SubscriptionEnd::kShardExpired);
  for (auto& [uid, mapping] : mappings_) {
    if (mapping.stream == stream.uid) mapping.shards.erase(shard.id);
  }
}

void State::ArmRetention(const Stream& stream, const Shard& shard) {
  const TimerKey key{TimerKind::kRetention, stream.uid.value, shard.id.index};
  const auto end_of = [&stream](Timestamp time) {
    return time < stream.gone_before ? time : time + Duration::Hours(stream.retention_hours);
  };
  Timestamp due = Timestamp::Max();
  // What a channel has still to deliver stays, although nobody else can read it any more.
  const auto held = UndeliveredSince(stream, shard);
  // Reads leave out what is too old by themselves, so memory may be given back in batches; that a
  // closed shard vanishes is seen, so its time is exact.
  if (!shard.log.empty() && held != shard.log.OldestArrival()) {
    due = end_of(shard.log.OldestArrival()) + Duration::Seconds(1);
  }
  const bool ends_later = held && stream.FindShard(shard.id) == nullptr;
  if (shard.closed_at && !ends_later) {
    due = std::min(due, end_of(*shard.closed_at) + Duration::Milliseconds(1));
  }
  if (due == Timestamp::Max()) {
    timers_.Disarm(key);
  } else {
    timers_.Arm(key, due);
  }
}

}  // namespace runnel
