#include "core/inspect/stream_view.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/api/settings.h"
#include "core/inspect/hot_keys.h"
#include "core/inspect/lag.h"
#include "core/inspect/poller_views.h"
#include "core/inspect/statistics.h"
#include "core/model/limits.h"
#include "core/state/state.h"

namespace runnel {
namespace {

std::int64_t Number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

FlowView ViewOf(const Flow& flow, Timestamp now) {
  const RateWindow::PerSecond rate = flow.window.At(now);
  return {rate.count, rate.bytes, Number(flow.total.records), Number(flow.total.bytes)};
}

FlowView ViewOf(const FlowTally& total) {
  return {0, 0, Number(total.records), Number(total.bytes)};
}

void AddRate(const Flow& flow, Timestamp now, FlowView& view) {
  const RateWindow::PerSecond rate = flow.window.At(now);
  view.records_per_second += rate.count;
  view.bytes_per_second += rate.bytes;
}

CallsView ViewOf(const CallTally& tally) {
  return {Number(tally.calls), Number(tally.succeeded), Number(tally.records),
          Number(tally.bytes), Number(tally.timed),     Number(tally.microseconds)};
}

QuotaView QuotaOf(const Stream& stream, const Shard& shard, Timestamp now) {
  if (!shard.throughput) return {};
  const ShardThroughput& spent = *shard.throughput;
  return {spent.write_bytes.Used(limits::WriteBytesRate(stream.record_size_max_kib), now),
          spent.write_records.Used(limits::kWriteRecords, now),
          spent.read_bytes.Used(limits::kReadBytes, now),
          spent.read_calls.Used(limits::kReadCalls, now)};
}

ShardView ViewOf(const Shard& shard, const Stream& stream, const ShardStatistics& statistics,
                 bool limits_hold, Timestamp now, ViewWish wish) {
  ShardView view;
  view.shard_id = shard.id.ToString();
  if (shard.parent) view.parent_shard_id = shard.parent->ToString();
  if (shard.adjacent_parent) view.adjacent_parent_shard_id = shard.adjacent_parent->ToString();
  view.starting_hash_key = shard.range.starting.ToString();
  view.ending_hash_key = shard.range.ending.ToString();
  view.opened_millis = shard.opened_at.milliseconds;
  if (shard.closed_at) view.closed_millis = shard.closed_at->milliseconds;
  view.records = Number(shard.log.record_count());
  view.bytes = Number(shard.log.record_bytes());
  if (!shard.log.empty()) view.oldest_arrival_millis = shard.log.OldestArrival().milliseconds;
  view.incoming = ViewOf(statistics.incoming, now);
  view.outgoing = ViewOf(statistics.outgoing, now);
  view.throttled_writes = Number(statistics.throttled_writes);
  view.throttled_reads = Number(statistics.throttled_reads);
  view.iterator_age_millis = statistics.iterator_age.milliseconds;
  if (limits_hold) view.quota_used = QuotaOf(stream, shard, now);
  for (const ShardReader& reader : statistics.readers) {
    view.readers.push_back({reader.last_call.milliseconds, Number(reader.calls),
                            LagAt(stream, shard, reader.position, now)});
  }
  if (wish.hot_keys) view.hot_keys = HotKeysOf(shard.log, now);
  return view;
}

ConsumerView ViewOf(const Consumer& consumer, const StreamStatistics& statistics) {
  ConsumerView view;
  view.consumer_name = consumer.arn.consumer.text();
  view.consumer_arn = consumer.arn.ToString();
  view.status = ToText(consumer.status);
  view.created_millis = consumer.created_at.milliseconds;
  const auto counted = statistics.consumers.find(consumer.uid);
  if (counted == statistics.consumers.end()) return view;
  view.subscribe = ViewOf(counted->second.subscribe);
  view.rate_exceeded = Number(counted->second.rate_exceeded);
  view.events = ViewOf(counted->second.events);
  view.behind_millis = counted->second.behind.milliseconds;
  return view;
}

void AddSubscriptions(const Shard& shard, const Stream& stream, const State& state, Timestamp now,
                      StreamView& view) {
  for (const SubscriptionId id : shard.subscriptions) {
    const Subscription& subscription = *state.FindSubscription(id);
    view.subscriptions.push_back({subscription.consumer_arn.consumer.text(), shard.id.ToString(),
                                  subscription.opened_at.milliseconds,
                                  subscription.ends.milliseconds,
                                  LagAt(stream, shard, subscription.position, now)});
  }
}

void AddShards(const Stream& stream, const State& state, const StreamStatistics& statistics,
               Timestamp now, ViewWish wish, StreamView& view) {
  for (const auto& shard : stream.shards) {
    if (!shard) continue;
    ++(shard->open() ? view.open_shards : view.closed_shards);
    view.records += Number(shard->log.record_count());
    view.bytes += Number(shard->log.record_bytes());
    const ShardStatistics& counted = statistics.Of(shard->id);
    AddRate(counted.incoming, now, view.incoming);
    AddRate(counted.outgoing, now, view.outgoing);
    AddSubscriptions(*shard, stream, state, now, view);
    if (wish.shards) {
      view.shards.push_back(ViewOf(*shard, stream, counted, view.limits_hold, now, wish));
    }
  }
}

}  // namespace

StreamView ViewOf(const Stream& stream, const State& state, const Statistics& all,
                  const Settings& settings, Timestamp now, ViewWish wish) {
  const StreamStatistics& statistics = all.Of(stream.uid);
  StreamView view;
  view.account_id = stream.account().text();
  view.region = stream.arn.scope.region.text();
  view.stream_name = stream.name().text();
  view.stream_arn = stream.arn.ToString();
  view.status = ToText(stream.status);
  view.mode = ToText(stream.mode);
  view.created_millis = stream.created_at.milliseconds;
  view.retention_hours = stream.retention_hours;
  if (stream.encryption.enabled()) view.key_id = stream.encryption.key_id;
  view.limits_hold = stream.limits_enforced.value_or(settings.enforce_rate_quotas);
  view.shard_level_metrics = stream.metrics.Names();
  view.incoming = ViewOf(statistics.incoming);
  view.outgoing = ViewOf(statistics.outgoing);
  view.put_record = ViewOf(statistics.put_record);
  view.put_records = ViewOf(statistics.put_records);
  view.get_records = ViewOf(statistics.get_records);
  view.refused_records = Number(statistics.refused_records);
  view.throttled_records = Number(statistics.throttled_records);
  view.throttled_writes = Number(statistics.throttled_writes);
  view.throttled_reads = Number(statistics.throttled_reads);
  view.iterator_age_millis = statistics.iterator_age.milliseconds;
  for (const auto& [name, consumer] : stream.consumers) {
    view.consumers.push_back(ViewOf(*consumer, statistics));
  }
  AddShards(stream, state, statistics, now, wish, view);
  if (wish.shards) view.pollers = PollersOf(stream, state, now);
  return view;
}

std::vector<StreamView> ViewAll(const State& state, const Statistics& statistics,
                                const Settings& settings, Timestamp now, ViewWish wish) {
  std::vector<StreamView> views;
  for (const auto& [scope, account] : state.accounts()) {
    for (const auto& [name, stream] : account.streams) {
      views.push_back(ViewOf(*stream, state, statistics, settings, now, wish));
    }
  }
  return views;
}

}  // namespace runnel
