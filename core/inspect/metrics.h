// What CloudWatch shows of Kinesis, in the text format of Prometheus.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/inspect/channel_view.h"
#include "core/inspect/stream_view.h"

namespace runnel {

struct FaultRuleView {
  std::string rule_id;
  std::int64_t matched = 0;
  std::int64_t fired = 0;
};

struct MetricsView {
  Timestamp now;
  std::vector<StreamView> streams;
  std::vector<ChannelView> channels;
  std::vector<FaultRuleView> fault_rules;
};

// A metric is named after CloudWatch's: IncomingBytes of a stream is aws_kinesis_incoming_bytes,
// GetRecords.IteratorAgeMilliseconds aws_kinesis_get_records_iterator_age_milliseconds, and those
// of shards, which are there as far as the stream's enhanced monitoring has them, begin with
// aws_kinesis_shard_. What CloudWatch sums up over a period is a counter and ends in _total.
// Source: kinesis-api 7.5, 9.3; Prometheus text format 0.0.4.
std::string PrometheusText(const MetricsView& view);

}  // namespace runnel
