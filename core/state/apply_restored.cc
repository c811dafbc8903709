// State::Apply for what comes back from a journal or a snapshot.
#include <algorithm>

#include "core/base/check.h"
#include "core/state/state.h"

namespace runnel {
namespace {

std::unique_ptr<Shard> ShardFrom(const ShardImage& image) {
  auto shard = std::make_unique<Shard>();
  shard->id = image.id;
  shard->parent = image.parent;
  shard->adjacent_parent = image.adjacent_parent;
  shard->range = image.range;
  shard->opened_at = image.opened_at;
  shard->created_seconds = image.created_seconds;
  shard->closed_at = image.closed_at;
  shard->closed_seconds = image.closed_seconds;
  shard->children = image.children;
  shard->log.RaiseEnd(image.end);
  shard->trimmed_before = image.trimmed_before;
  return shard;
}

std::unique_ptr<Stream> StreamFrom(const StreamRestored& m) {
  auto stream = std::make_unique<Stream>();
  stream->uid = m.uid;
  stream->arn = m.arn;
  stream->status = m.status;
  stream->created_at = m.created_at;
  stream->mode = m.mode;
  stream->retention_hours = m.retention_hours;
  stream->record_size_max_kib = m.record_size_max_kib;
  stream->encryption = m.encryption;
  stream->metrics = m.metrics;
  stream->warm_throughput = m.warm_throughput;
  stream->distribution = m.distribution;
  stream->tags = m.tags;
  stream->policy = m.policy;
  stream->pending = m.pending;
  stream->daily_uses = m.daily_uses;
  stream->next_sequence_index = m.next_sequence_index;
  stream->limits_enforced = m.limits_enforced;
  stream->next_auto_place = static_cast<std::size_t>(m.next_auto_place);
  stream->gone_before = m.gone_before;
  for (const auto& image : m.shards) {
    auto& place = stream->shards.emplace_back(image ? ShardFrom(*image) : nullptr);
    if (!place) continue;
    if (place->open()) {
      stream->open_shards.push_back({place->range.starting, place.get()});
    } else if (image->withdrawn) {
      stream->withdrawn.emplace(image->id, std::move(place));
    }
  }
  std::sort(stream->open_shards.begin(), stream->open_shards.end(),
            [](const OpenShard& a, const OpenShard& b) { return a.starting < b.starting; });
  return stream;
}

}  // namespace

void State::On(const StreamRestored& m) {
  RUNNEL_CHECK(m.uid.value != 0 && !streams_.contains(m.uid.value));
  Account& account = accounts_[m.arn.scope];
  auto& place = account.streams[m.arn.stream.text()];
  RUNNEL_CHECK(place == nullptr);
  auto stream = StreamFrom(m);
  place = stream.get();
  account.usage += AccountUsage::Of(*stream);
  last_stream_uid_ = std::max(last_stream_uid_, m.uid.value);
  if (m.limits_enforced == true) ++streams_with_limits_;
  if (m.due) timers_.Arm({TimerKind::kStream, m.uid.value}, *m.due);
  stream->ForEachKeptShard([&](const Shard& shard) { ArmRetention(*stream, shard); });
  streams_.emplace(m.uid.value, std::move(stream));
}

void State::On(const ConsumerRestored& m) {
  const ConsumerUid uid = m.consumer.uid;
  RUNNEL_CHECK(uid.value != 0 && !consumers_.contains(uid.value));
  auto& place = StreamOf(m.consumer.stream).consumers[m.consumer.arn.consumer.text()];
  RUNNEL_CHECK(place == nullptr);
  auto consumer = std::make_unique<Consumer>(m.consumer);
  place = consumer.get();
  consumers_.emplace(uid.value, std::move(consumer));
  last_consumer_uid_ = std::max(last_consumer_uid_, uid.value);
  if (m.due) timers_.Arm({TimerKind::kConsumer, uid.value}, *m.due);
}

void State::On(const ChannelRestored& m) {
  const ChannelUid uid = m.channel.uid;
  RUNNEL_CHECK(uid.value != 0);
  auto channel = std::make_unique<Channel>(m.channel);
  channel->undelivered_bytes = 0;  // its records have not come yet
  AddChannel(std::move(channel));
  if (m.due) timers_.Arm({TimerKind::kChannel, uid.value}, *m.due);
}

void State::On(const IdsRestored& m) {
  last_stream_uid_ = std::max(last_stream_uid_, m.last_stream.value);
  last_consumer_uid_ = std::max(last_consumer_uid_, m.last_consumer.value);
  last_channel_uid_ = std::max(last_channel_uid_, m.last_channel.value);
  last_mapping_uid_ = std::max(last_mapping_uid_, m.last_mapping.value);
}

void State::On(const RecordsRestored& m) {
  const Stream* const known = FindStream(m.uid);
  if (known == nullptr || known->FindKeptShard(m.shard) == nullptr) return;
  Stream& stream = StreamOf(m.uid);
  Shard& shard = ShardOf(m.uid, m.shard);
  const std::size_t before = shard.log.memory_bytes();
  for (const RestoredRecord& record : m.records) {
    if (record.at < shard.trimmed_before) continue;
    shard.log.Restore({{record.index, shard.RecordSeconds(record.at)},
                       record.at,
                       record.partition_key,
                       record.data,
                       record.encrypted});
    NoteForChannels(stream, shard, {record.index, shard.RecordSeconds(record.at)},
                    record.data.size() + record.partition_key.size(), record.at);
  }
  record_memory_ += shard.log.memory_bytes() - before;
  if (m.records.empty()) return;
  ReserveIndexes(stream, m.shard, m.records.back().index + 1);
  ArmRetention(stream, shard);
}

}  // namespace runnel
