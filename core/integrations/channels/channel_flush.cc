#include "core/integrations/channels/channel_flush.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/integrations/channels/channel_objects.h"

namespace runnel {
namespace {

constexpr std::size_t kAnyCount = std::numeric_limits<std::size_t>::max();
// What nobody else can read any more is delivered too.
constexpr Timestamp kEver{std::numeric_limits<std::int64_t>::min()};

constexpr std::int32_t kRetryDoublings = 6;
constexpr std::int64_t kRetrySecondsMax = 60;

Duration RetryDelay(std::int32_t failed_writes) {
  const std::int64_t seconds = std::int64_t{1} << std::min(failed_writes, kRetryDoublings);
  return Duration::Seconds(std::min(seconds, kRetrySecondsMax));
}

ChannelFlush FlushOf(const Stream& stream, const Channel& channel, std::size_t bytes_max,
                     Timestamp at) {
  ChannelFlush flush{at, {}};
  std::size_t room = bytes_max;
  stream.ForEachKeptShard([&](const Shard& shard) {
    if (room == 0) return;
    const RecordRun run = shard.log.Read(channel.NextOf(shard.id), kEver, kAnyCount, room);
    if (run.count == 0) return;
    // A run has one record at least, even if that is too large for what room there is left.
    const bool fits = run.bytes <= room || flush.ends.empty();
    if (fits) flush.ends[shard.id] = run.next;
    room = fits && !run.more ? room - std::min(room, run.bytes) : 0;
  });
  return flush;
}

std::vector<FlushedShard> TakeShards(const Stream& stream, const Channel& channel) {
  std::vector<FlushedShard> taken;
  for (const auto& [id, end] : channel.flush->ends) {
    const Shard* const shard = stream.FindKeptShard(id);
    RUNNEL_CHECK(shard != nullptr);
    const ShardPosition from = channel.NextOf(id);
    RecordRun run = shard->log.Read(from, kEver, kAnyCount, kAnyCount);
    run.KeepBefore(end, from);
    taken.push_back({id, shard->created_seconds, std::move(run.slices)});
  }
  return taken;
}

ChannelTally TallyNowhere(const Stream& stream, const Channel& channel, const ChannelFlush& flush) {
  ChannelTally tally;
  for (const auto& [shard, end] : flush.ends) {
    const RecordLog& log = stream.FindKeptShard(shard)->log;
    tally.records += log.CountFrom(channel.NextOf(shard)) - log.CountFrom(end);
  }
  return tally;
}

}  // namespace

std::vector<Mutation> StartChannel(const State& state, const Channel& channel) {
  ChannelStarted started{channel.uid, {}};
  const Stream* const stream = state.FindStream(channel.stream);
  RUNNEL_CHECK(stream != nullptr);
  stream->ForEachKeptShard(
      [&started](const Shard& shard) { started.delivered[shard.id] = shard.log.end(); });
  return {ChannelActivated{channel.uid}, std::move(started)};
}

std::vector<Mutation> BeginFlush(const State& state, const Settings& settings,
                                 const Channel& channel, Timestamp at) {
  const bool nowhere = settings.channel_deliveries == ChannelDeliveries::kNowhere;
  if (channel.flush && nowhere) return EndFlushNowhere(state, channel, at);
  if (channel.flush) return {ChannelFlushRetried{channel.uid}};
  const Stream* const stream = state.FindStream(channel.stream);
  RUNNEL_CHECK(stream != nullptr);
  ChannelFlush flush =
      FlushOf(*stream, channel, static_cast<std::size_t>(settings.channel_object_bytes), at);
  if (flush.ends.empty()) return {};
  std::vector<Mutation> changes = {ChannelFlushBegan{channel.uid, flush}};
  if (nowhere) {
    changes.push_back(ChannelDelivered{channel.uid, at, TallyNowhere(*stream, channel, flush), {}});
  }
  return changes;
}

ChannelDelivery DeliveryOf(const State& state, const Settings& settings, const Channel& channel) {
  ChannelDelivery delivery{channel.uid.value, channel.flush_count,
                           BucketOf(*channel.configuration.s3->storage->bucket_arn), nullptr};
  if (channel.flush->ends.empty()) return delivery;
  const Stream* const stream = state.FindStream(channel.stream);
  RUNNEL_CHECK(stream != nullptr);
  delivery.make = [plan = ObjectPlan::Of(channel, settings),
                   shards = TakeShards(*stream, channel)] { return MakeObjects(plan, shards); };
  return delivery;
}

std::vector<Mutation> EndFlush(const State& state, const Settings& settings, const Channel& channel,
                               const ChannelTally& tally, const std::string& failure,
                               Timestamp now) {
  if (!channel.started) {
    if (failure.empty()) return StartChannel(state, channel);
    return {ChannelFailed{channel.uid, failure}};
  }
  if (failure.empty()) {
    const ObjectPlan plan = ObjectPlan::Of(channel, settings);
    std::string key = tally.records > 0 ? plan.Key() : plan.DeadLetterKey();
    return {ChannelDelivered{channel.uid, now, tally, std::move(key)}};
  }
  if (channel.failed_writes + 1 >= settings.channel_write_attempts) {
    return {ChannelFailed{channel.uid, failure}};
  }
  return {ChannelWriteFailed{channel.uid, failure, now + RetryDelay(channel.failed_writes)}};
}

std::vector<Mutation> EndFlushNowhere(const State& state, const Channel& channel, Timestamp now) {
  if (!channel.started) return StartChannel(state, channel);
  const Stream* const stream = state.FindStream(channel.stream);
  RUNNEL_CHECK(stream != nullptr);
  return {ChannelDelivered{channel.uid, now, TallyNowhere(*stream, channel, *channel.flush), {}}};
}

}  // namespace runnel
