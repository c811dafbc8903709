// State::Apply for channels and what they deliver.
#include <algorithm>

#include "core/base/check.h"
#include "core/state/state.h"

namespace runnel {

void State::AddChannel(std::unique_ptr<Channel> channel) {
  auto& place = accounts_[channel->arn.scope].channels[channel->name.text()];
  RUNNEL_CHECK(place == nullptr && !channels_.contains(channel->uid.value));
  place = channel.get();
  last_channel_uid_ = std::max(last_channel_uid_, channel->uid.value);
  // A channel that is FAILED may outlive its stream.
  if (FindStream(channel->stream) != nullptr) {
    StreamOf(channel->stream).channels.push_back(channel.get());
  }
  channels_.emplace(channel->uid.value, std::move(channel));
}

void State::On(const ChannelCreated& m) {
  RUNNEL_CHECK(m.uid == next_channel_uid());
  auto channel = std::make_unique<Channel>();
  channel->uid = m.uid;
  channel->arn = m.arn;
  channel->name = m.name;
  channel->stream = m.stream;
  channel->stream_arn = m.stream_arn;
  channel->stream_created_at = m.stream_created_at;
  channel->created_at = m.at;
  channel->configuration = m.configuration;
  channel->tags = m.tags;
  AddChannel(std::move(channel));
  timers_.Arm({TimerKind::kChannel, m.uid.value}, m.due);
}

void State::On(const ChannelUpdateStarted& m) {
  Channel& channel = ChannelOf(m.uid);
  RUNNEL_CHECK(channel.status == ChannelStatus::kActive);
  channel.status = ChannelStatus::kUpdating;
  ChannelConfiguration& configuration = channel.configuration;
  if (m.data_freshness_in_seconds && configuration.s3) {
    configuration.s3->data_freshness_in_seconds = m.data_freshness_in_seconds;
    ArmDelivery(channel, Timestamp::Max());
  }
  if (m.data_freshness_in_seconds && configuration.s3_tables) {
    configuration.s3_tables->data_freshness_in_seconds = m.data_freshness_in_seconds;
  }
  if (m.logs) configuration.logs = *m.logs;
  timers_.Arm({TimerKind::kChannel, m.uid.value}, m.due);
}

void State::On(const ChannelActivated& m) {
  ChannelOf(m.uid).status = ChannelStatus::kActive;
  timers_.Disarm({TimerKind::kChannel, m.uid.value});
}

void State::On(const ChannelDeletionStarted& m) {
  Channel& channel = ChannelOf(m.uid);
  channel.status = ChannelStatus::kDeleting;
  EndDelivery(channel);
  timers_.Arm({TimerKind::kChannel, m.uid.value}, m.due);
}

void State::On(const ChannelDeleted& m) {
  const Channel& channel = ChannelOf(m.uid);
  timers_.Disarm({TimerKind::kChannel, m.uid.value});
  if (FindStream(channel.stream) != nullptr) {
    std::erase(StreamOf(channel.stream).channels, &channel);
  }
  accounts_[channel.arn.scope].channels.erase(channel.name.text());
  channels_.erase(m.uid.value);
}

void State::On(const ChannelStarted& m) {
  Channel& channel = ChannelOf(m.uid);
  channel.started = true;
  channel.delivered = m.delivered;
  channel.flush.reset();
}

void State::On(const ChannelFlushBegan& m) {
  Channel& channel = ChannelOf(m.uid);
  RUNNEL_CHECK(!channel.flush);
  channel.flush = m.flush;
  timers_.Disarm({TimerKind::kDelivery, m.uid.value});
  // It becomes ACTIVE or FAILED by what comes of the flush.
  if (!channel.started) timers_.Disarm({TimerKind::kChannel, m.uid.value});
}

void State::On(const ChannelFlushRetried& m) {
  timers_.Disarm({TimerKind::kDelivery, m.uid.value});
}

void State::On(const ChannelObjectSizeSet& m) {
  channel_object_bytes_ = m.bytes;
  for (const auto& [uid, channel] : channels_) {
    if (channel->delivers()) ArmDelivery(*channel, m.at);
  }
}

void State::On(const ChannelDelivered& m) {
  Channel& channel = ChannelOf(m.uid);
  RUNNEL_CHECK(channel.flush);
  for (const auto& [shard, end] : channel.flush->ends) channel.delivered[shard] = end;
  channel.flush.reset();
  ++channel.flush_count;
  channel.failed_writes = 0;
  if (!m.key.empty()) channel.last_key = m.key;
  channel.tally.objects += m.tally.objects;
  channel.tally.records += m.tally.records;
  channel.tally.bytes += m.tally.bytes;
  channel.tally.dead_letters += m.tally.dead_letters;
  channel.undelivered_bytes = 0;
  StreamOf(channel.stream).ForEachKeptShard([&channel](const Shard& shard) {
    channel.undelivered_bytes += shard.log.BytesFrom(channel.NextOf(shard.id));
  });
  ArmDelivery(channel, m.at);
  ReleaseRecords(channel);
}

void State::On(const ChannelWriteFailed& m) {
  Channel& channel = ChannelOf(m.uid);
  ++channel.failed_writes;
  channel.last_error = m.error;
  timers_.Arm({TimerKind::kDelivery, m.uid.value}, m.retry_at);
}

void State::On(const ChannelFailed& m) {
  Channel& channel = ChannelOf(m.uid);
  channel.status = ChannelStatus::kFailed;
  channel.status_reason = channel.last_error = m.reason;
  timers_.Disarm({TimerKind::kChannel, m.uid.value});
  EndDelivery(channel);
}

std::optional<Timestamp> State::UndeliveredSince(const Stream& stream, const Shard& shard) const {
  std::optional<Timestamp> since;
  for (const Channel* const channel : stream.channels) {
    if (!channel->delivers()) continue;
    const auto arrival = shard.log.ArrivalFrom(channel->NextOf(shard.id));
    if (arrival && (!since || *arrival < *since)) since = arrival;
  }
  return since;
}

std::optional<Timestamp> State::UndeliveredSince(const Channel& channel) const {
  std::optional<Timestamp> since;
  const Stream* const stream = channel.delivers() ? FindStream(channel.stream) : nullptr;
  if (stream == nullptr) return since;
  stream->ForEachKeptShard([&](const Shard& shard) {
    const auto arrival = shard.log.ArrivalFrom(channel.NextOf(shard.id));
    if (arrival && (!since || *arrival < *since)) since = arrival;
  });
  return since;
}

// A record was put, or came back.
void State::NoteForChannels(const Stream& stream, const Shard& shard, ShardPosition position,
                            std::size_t bytes, Timestamp at) {
  for (Channel* const channel : stream.channels) {
    if (!channel->delivers() || position < channel->NextOf(shard.id)) continue;
    channel->undelivered_bytes += bytes;
    const bool armed = timers_.IsArmed({TimerKind::kDelivery, channel->uid.value});
    if (!armed || channel->undelivered_bytes >= channel_object_bytes_) {
      ArmDelivery(*channel, at);
    }
  }
}

// `now`: when it is due if there is enough for an object.
void State::ArmDelivery(const Channel& channel, Timestamp now) {
  if (channel.flush) return;
  const TimerKey key{TimerKind::kDelivery, channel.uid.value};
  const auto since = UndeliveredSince(channel);
  if (!since) return timers_.Disarm(key);
  Timestamp due = *since + Duration::Seconds(*channel.configuration.s3->data_freshness_in_seconds);
  if (channel.undelivered_bytes >= channel_object_bytes_) due = std::min(due, now);
  timers_.Arm(key, due);
}

void State::EndDelivery(Channel& channel) {
  channel.flush.reset();
  channel.undelivered_bytes = 0;
  timers_.Disarm({TimerKind::kDelivery, channel.uid.value});
  ReleaseRecords(channel);
}

// What was kept for the channel alone may age out.
void State::ReleaseRecords(const Channel& channel) {
  const Stream* const stream = FindStream(channel.stream);
  if (stream == nullptr) return;
  stream->ForEachKeptShard([&](const Shard& shard) { ArmRetention(*stream, shard); });
}

}  // namespace runnel
