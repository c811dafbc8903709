#include "core/inspect/channel_view.h"

#include "core/api/settings.h"
#include "core/state/state.h"

namespace runnel {
namespace {

std::optional<std::string> Unless(bool empty, const std::string& text) {
  return empty ? std::nullopt : std::optional(text);
}

std::string_view NoteOf(const Channel& channel, const Settings& settings) {
  if (!channel.configuration.s3) {
    return "Nothing is written into tables: this channel has a control plane only.";
  }
  switch (settings.channel_deliveries) {
    case ChannelDeliveries::kNowhere:
      return "Records count as delivered, but no objects are written: start the server with "
             "--buckets.";
    case ChannelDeliveries::kByCalls:
      return "Whoever calls Runnel.TakeDelivery writes the objects.";
    case ChannelDeliveries::kHost:
      return "Objects are written into the folder of the bucket.";
  }
  return {};
}

ChannelView ViewOf(const Channel& channel, const State& state, const Settings& settings,
                   Timestamp now) {
  ChannelView view;
  view.account_id = channel.arn.scope.account.text();
  view.region = channel.arn.scope.region.text();
  view.channel_name = channel.name.text();
  view.channel_id = channel.arn.channel.text();
  view.channel_arn = channel.arn.ToString();
  view.status = ToText(channel.status);
  view.status_reason = Unless(channel.status_reason.empty(), channel.status_reason);
  view.stream_name = channel.stream_arn.stream.text();
  const ChannelConfiguration& configuration = channel.configuration;
  view.destination = configuration.s3 ? "S3" : "S3_TABLES";
  view.destination_arn = configuration.s3
                             ? *configuration.s3->storage->bucket_arn
                             : *configuration.s3_tables->tables->front().table_bucket_arn;
  view.note = NoteOf(channel, settings);
  view.undelivered_bytes = static_cast<std::int64_t>(channel.undelivered_bytes);
  const Stream* const stream = channel.delivers() ? state.FindStream(channel.stream) : nullptr;
  if (stream != nullptr) {
    std::size_t records = 0;
    stream->ForEachKeptShard(
        [&](const Shard& shard) { records += shard.log.CountFrom(channel.NextOf(shard.id)); });
    view.undelivered_records = static_cast<std::int64_t>(records);
  }
  if (const auto since = state.UndeliveredSince(channel)) {
    view.oldest_age_millis = (now - *since).milliseconds;
  }
  if (const auto due = state.timers().DueOf({TimerKind::kDelivery, channel.uid.value})) {
    view.next_due_millis = due->milliseconds;
  }
  view.being_written = channel.flush.has_value();
  view.objects = static_cast<std::int64_t>(channel.tally.objects);
  view.records = static_cast<std::int64_t>(channel.tally.records);
  view.bytes = static_cast<std::int64_t>(channel.tally.bytes);
  view.dead_letters = static_cast<std::int64_t>(channel.tally.dead_letters);
  view.last_key = Unless(channel.last_key.empty(), channel.last_key);
  view.failed_writes = channel.failed_writes;
  view.last_error = Unless(channel.last_error.empty(), channel.last_error);
  return view;
}

}  // namespace

std::vector<ChannelView> ViewChannels(const State& state, const Settings& settings, Timestamp now) {
  std::vector<ChannelView> views;
  for (const auto& [scope, account] : state.accounts()) {
    for (const auto& [name, channel] : account.channels) {
      views.push_back(ViewOf(*channel, state, settings, now));
    }
  }
  return views;
}

}  // namespace runnel
