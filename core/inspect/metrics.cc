#include "core/inspect/metrics.h"

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace runnel {
namespace {

using Label = std::pair<std::string_view, std::string_view>;

class Page {
 public:
  explicit Page(std::string& out) : out_(out) {}

  // Begins a metric; a counter's name ends in _total.
  void Begin(std::string_view name, std::string_view help) {
    name_ = name;
    const bool counter = name.ends_with("_total");
    out_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name);
    out_.append(counter ? " counter\n" : " gauge\n");
  }

  void Add(std::initializer_list<Label> labels, double value) {
    out_.append(name_);
    char separator = '{';
    for (const auto& [name, text] : labels) {
      out_ += separator;
      separator = ',';
      out_.append(name).append("=\"");
      for (const char c : text) {
        if (c == '\n') {
          out_ += "\\n";
          continue;
        }
        if (c == '"' || c == '\\') out_ += '\\';
        out_ += c;
      }
      out_ += '"';
    }
    if (labels.size() > 0) out_ += '}';
    char number[40];
    std::snprintf(number, sizeof number, " %.17g\n", value);
    out_ += number;
  }

 private:
  std::string& out_;
  std::string_view name_;
};

struct StreamMetric {
  std::string_view name;
  std::string_view help;
  double (*value)(const StreamView& stream);
};

double Count(std::int64_t value) { return static_cast<double>(value); }
double Millis(const CallsView& calls) { return Count(calls.microseconds) / 1000; }

constexpr StreamMetric kStreamMetrics[] = {
    {"aws_kinesis_incoming_bytes_total", "IncomingBytes: data and partition keys put",
     [](const StreamView& s) { return Count(s.incoming.bytes); }},
    {"aws_kinesis_incoming_records_total", "IncomingRecords: records put",
     [](const StreamView& s) { return Count(s.incoming.records); }},
    {"aws_kinesis_put_record_bytes_total", "PutRecord.Bytes",
     [](const StreamView& s) { return Count(s.put_record.bytes); }},
    {"aws_kinesis_put_record_success_total", "PutRecord.Success: calls that succeeded",
     [](const StreamView& s) { return Count(s.put_record.succeeded); }},
    {"aws_kinesis_put_record_calls_total", "The calls of which PutRecord.Success is a share",
     [](const StreamView& s) { return Count(s.put_record.calls); }},
    {"aws_kinesis_put_record_latency_milliseconds_total",
     "PutRecord.Latency, summed up; divide by the calls",
     [](const StreamView& s) { return Millis(s.put_record); }},
    {"aws_kinesis_put_records_bytes_total", "PutRecords.Bytes",
     [](const StreamView& s) { return Count(s.put_records.bytes); }},
    {"aws_kinesis_put_records_success_total",
     "PutRecords.Success: calls of which a record succeeded",
     [](const StreamView& s) { return Count(s.put_records.succeeded); }},
    {"aws_kinesis_put_records_calls_total", "The calls of which PutRecords.Success is a share",
     [](const StreamView& s) { return Count(s.put_records.calls); }},
    {"aws_kinesis_put_records_latency_milliseconds_total",
     "PutRecords.Latency, summed up; divide by the calls",
     [](const StreamView& s) { return Millis(s.put_records); }},
    {"aws_kinesis_put_records_total_records_total", "PutRecords.TotalRecords",
     [](const StreamView& s) { return Count(s.put_records.records + s.refused_records); }},
    {"aws_kinesis_put_records_successful_records_total", "PutRecords.SuccessfulRecords",
     [](const StreamView& s) { return Count(s.put_records.records); }},
    {"aws_kinesis_put_records_failed_records_total",
     "PutRecords.FailedRecords: refused for an internal failure",
     [](const StreamView& s) { return Count(s.refused_records - s.throttled_records); }},
    {"aws_kinesis_put_records_throttled_records_total",
     "PutRecords.ThrottledRecords: refused for being too much",
     [](const StreamView& s) { return Count(s.throttled_records); }},
    {"aws_kinesis_write_provisioned_throughput_exceeded_total",
     "WriteProvisionedThroughputExceeded: records refused for being too much",
     [](const StreamView& s) { return Count(s.throttled_writes); }},
    {"aws_kinesis_read_provisioned_throughput_exceeded_total",
     "ReadProvisionedThroughputExceeded: GetRecords calls refused for being too much",
     [](const StreamView& s) { return Count(s.throttled_reads); }},
    {"aws_kinesis_get_records_bytes_total", "GetRecords.Bytes",
     [](const StreamView& s) { return Count(s.get_records.bytes); }},
    {"aws_kinesis_get_records_records_total", "GetRecords.Records",
     [](const StreamView& s) { return Count(s.get_records.records); }},
    {"aws_kinesis_get_records_success_total", "GetRecords.Success: calls that succeeded",
     [](const StreamView& s) { return Count(s.get_records.succeeded); }},
    {"aws_kinesis_get_records_calls_total", "The calls of which GetRecords.Success is a share",
     [](const StreamView& s) { return Count(s.get_records.calls); }},
    {"aws_kinesis_get_records_latency_milliseconds_total",
     "GetRecords.Latency, summed up; divide by the calls",
     [](const StreamView& s) { return Millis(s.get_records); }},
    {"aws_kinesis_get_records_iterator_age_milliseconds",
     "GetRecords.IteratorAgeMilliseconds: how far the last GetRecords is behind the tip",
     [](const StreamView& s) { return Count(s.iterator_age_millis); }},
    {"runnel_stream_open_shards", "Open shards",
     [](const StreamView& s) { return Count(s.open_shards); }},
    {"runnel_stream_closed_shards", "Closed shards that still hold records or their lineage",
     [](const StreamView& s) { return Count(s.closed_shards); }},
    {"runnel_stream_held_records", "Records that can be read",
     [](const StreamView& s) { return Count(s.records); }},
    {"runnel_stream_held_bytes", "Data and partition keys of the records that can be read",
     [](const StreamView& s) { return Count(s.bytes); }},
    {"runnel_stream_subscriptions", "Open SubscribeToShard responses",
     [](const StreamView& s) { return Count(static_cast<std::int64_t>(s.subscriptions.size())); }},
};

struct ConsumerMetric {
  std::string_view name;
  std::string_view help;
  double (*value)(const ConsumerView& consumer);
};

constexpr ConsumerMetric kConsumerMetrics[] = {
    {"aws_kinesis_subscribe_to_shard_success_total", "SubscribeToShard.Success",
     [](const ConsumerView& c) { return Count(c.subscribe.succeeded); }},
    {"aws_kinesis_subscribe_to_shard_calls_total",
     "The calls of which SubscribeToShard.Success is a share",
     [](const ConsumerView& c) { return Count(c.subscribe.calls); }},
    {"aws_kinesis_subscribe_to_shard_rate_exceeded_total", "SubscribeToShard.RateExceeded",
     [](const ConsumerView& c) { return Count(c.rate_exceeded); }},
    {"aws_kinesis_subscribe_to_shard_event_bytes_total", "SubscribeToShardEvent.Bytes",
     [](const ConsumerView& c) { return Count(c.events.bytes); }},
    {"aws_kinesis_subscribe_to_shard_event_records_total", "SubscribeToShardEvent.Records",
     [](const ConsumerView& c) { return Count(c.events.records); }},
    {"aws_kinesis_subscribe_to_shard_event_success_total", "SubscribeToShardEvent.Success",
     [](const ConsumerView& c) { return Count(c.events.succeeded); }},
    {"aws_kinesis_subscribe_to_shard_event_millis_behind_latest",
     "SubscribeToShardEvent.MillisBehindLatest of the last event",
     [](const ConsumerView& c) { return Count(c.behind_millis); }},
};

struct ShardMetric {
  std::string_view cloudwatch;  // as EnableEnhancedMonitoring spells it
  std::string_view name;
  std::string_view help;
  double (*value)(const ShardView& shard);
};

constexpr ShardMetric kShardMetrics[] = {
    {"IncomingBytes", "aws_kinesis_shard_incoming_bytes_total", "IncomingBytes of a shard",
     [](const ShardView& s) { return Count(s.incoming.bytes); }},
    {"IncomingRecords", "aws_kinesis_shard_incoming_records_total", "IncomingRecords of a shard",
     [](const ShardView& s) { return Count(s.incoming.records); }},
    {"OutgoingBytes", "aws_kinesis_shard_outgoing_bytes_total", "OutgoingBytes of a shard",
     [](const ShardView& s) { return Count(s.outgoing.bytes); }},
    {"OutgoingRecords", "aws_kinesis_shard_outgoing_records_total", "OutgoingRecords of a shard",
     [](const ShardView& s) { return Count(s.outgoing.records); }},
    {"WriteProvisionedThroughputExceeded",
     "aws_kinesis_shard_write_provisioned_throughput_exceeded_total",
     "WriteProvisionedThroughputExceeded of a shard",
     [](const ShardView& s) { return Count(s.throttled_writes); }},
    {"ReadProvisionedThroughputExceeded",
     "aws_kinesis_shard_read_provisioned_throughput_exceeded_total",
     "ReadProvisionedThroughputExceeded of a shard",
     [](const ShardView& s) { return Count(s.throttled_reads); }},
    {"IteratorAgeMilliseconds", "aws_kinesis_shard_iterator_age_milliseconds",
     "IteratorAgeMilliseconds of a shard",
     [](const ShardView& s) { return Count(s.iterator_age_millis); }},
};

struct ChannelMetric {
  std::string_view name;
  std::string_view help;
  double (*value)(const ChannelView& channel);
};

constexpr ChannelMetric kChannelMetrics[] = {
    {"aws_kinesis_delivery_to_s3_successful_record_count_total",
     "DeliveryToS3.SuccessfulRecordCount", [](const ChannelView& c) { return Count(c.records); }},
    {"aws_kinesis_delivery_to_s3_failed_record_count_total",
     "DeliveryToS3.FailedRecordCount: dead letters",
     [](const ChannelView& c) { return Count(c.dead_letters); }},
    {"aws_kinesis_delivery_to_s3_data_freshness_seconds",
     "DeliveryToS3.DataFreshness: the age of the oldest record that is not delivered",
     [](const ChannelView& c) { return Count(c.oldest_age_millis) / 1000; }},
};

void AddChannelMetrics(const MetricsView& view, Page& page) {
  for (const ChannelMetric& metric : kChannelMetrics) {
    page.Begin(metric.name, metric.help);
    for (const ChannelView& channel : view.channels) {
      if (channel.destination != "S3") continue;
      page.Add({{"account_id", channel.account_id},
                {"region", channel.region},
                {"stream_name", channel.stream_name},
                {"channel_name", channel.channel_name},
                {"channel_id", channel.channel_id}},
               metric.value(channel));
    }
  }
}

bool Monitors(const StreamView& stream, std::string_view metric) {
  const auto& metrics = stream.shard_level_metrics;
  return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
}

void AddShardMetrics(const MetricsView& view, Page& page) {
  for (const ShardMetric& metric : kShardMetrics) {
    page.Begin(metric.name, metric.help);
    for (const StreamView& stream : view.streams) {
      if (!Monitors(stream, metric.cloudwatch)) continue;
      for (const ShardView& shard : stream.shards) {
        page.Add({{"account_id", stream.account_id},
                  {"region", stream.region},
                  {"stream_name", stream.stream_name},
                  {"shard_id", shard.shard_id}},
                 metric.value(shard));
      }
    }
  }
}

}  // namespace

std::string PrometheusText(const MetricsView& view) {
  std::string text;
  Page page(text);
  for (const StreamMetric& metric : kStreamMetrics) {
    page.Begin(metric.name, metric.help);
    for (const StreamView& stream : view.streams) {
      page.Add({{"account_id", stream.account_id},
                {"region", stream.region},
                {"stream_name", stream.stream_name}},
               metric.value(stream));
    }
  }
  for (const ConsumerMetric& metric : kConsumerMetrics) {
    page.Begin(metric.name, metric.help);
    for (const StreamView& stream : view.streams) {
      for (const ConsumerView& consumer : stream.consumers) {
        page.Add({{"account_id", stream.account_id},
                  {"region", stream.region},
                  {"stream_name", stream.stream_name},
                  {"consumer_name", consumer.consumer_name}},
                 metric.value(consumer));
      }
    }
  }
  AddShardMetrics(view, page);
  AddChannelMetrics(view, page);
  page.Begin("runnel_fault_rule_matched_total", "What a fault rule is about");
  for (const FaultRuleView& rule : view.fault_rules) {
    page.Add({{"rule_id", rule.rule_id}}, Count(rule.matched));
  }
  page.Begin("runnel_fault_rule_fired_total", "What a fault rule has struck");
  for (const FaultRuleView& rule : view.fault_rules) {
    page.Add({{"rule_id", rule.rule_id}}, Count(rule.fired));
  }
  page.Begin("runnel_clock_seconds", "The emulator's time, in seconds since the epoch");
  page.Add({}, Count(view.now.milliseconds) / 1000);
  return text;
}

}  // namespace runnel
