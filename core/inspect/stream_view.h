// The read model: what there is and how it fares, as plain values at one moment. What shows it (the
// command line, metrics, an inspector) needs nothing else of the emulator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace runnel {

class State;
class Statistics;
struct Settings;
class Stream;

// Times are milliseconds since the epoch, by the emulator's clock.

// Records that came in or went out.
struct FlowView {
  double records_per_second = 0;  // the mean of the last ten seconds
  double bytes_per_second = 0;
  std::int64_t records = 0;  // since the server began, or the stream was created
  std::int64_t bytes = 0;    // of data and keys
};

// How far behind the tip of its shard a reader is.
struct LagView {
  std::int64_t records = 0;
  std::int64_t millis = 0;  // how long ago the record arrived that it reads next; 0: there is none
  std::optional<std::string> next_sequence_number = {};  // of the record that it reads next
};

// An iterator in use.
struct ReaderView {
  std::int64_t last_call_millis = 0;
  std::int64_t calls = 0;
  LagView lag;
};

// A partition key with a large share of what a shard took lately.
struct HotKeyView {
  std::string partition_key;
  std::int64_t records = 0;  // of those looked at
  double share = 0;          // 0 to 1
};

// What is gone of the quotas per second, 0 to 1. Only of shards of streams on which they hold.
struct QuotaView {
  double write_bytes = 0;
  double write_records = 0;
  double read_bytes = 0;
  double read_calls = 0;
};

struct ShardView {
  std::string shard_id;
  std::optional<std::string> parent_shard_id;
  std::optional<std::string> adjacent_parent_shard_id;
  std::string starting_hash_key;
  std::string ending_hash_key;
  std::int64_t opened_millis = 0;
  std::optional<std::int64_t> closed_millis;  // absent: open
  std::int64_t records = 0;                   // held
  std::int64_t bytes = 0;
  std::optional<std::int64_t> oldest_arrival_millis;
  FlowView incoming;
  FlowView outgoing;
  std::int64_t throttled_writes = 0;
  std::int64_t throttled_reads = 0;
  std::int64_t iterator_age_millis = 0;  // as the last GetRecords was told
  std::optional<QuotaView> quota_used;
  std::vector<ReaderView> readers;
  std::vector<HotKeyView> hot_keys;  // only if asked for
};

struct SubscriptionView {
  std::string consumer_name;
  std::string shard_id;
  std::int64_t opened_millis = 0;
  std::int64_t ends_millis = 0;
  LagView lag;
};

// A lane of an event source mapping: what reads a shard, or the share of its records that partition
// keys give it.
struct PollerView {
  std::string uuid;  // of the mapping
  std::string function_arn;
  std::string_view state;
  std::string last_processing_result;
  std::string shard_id;
  std::int32_t lane = 0;
  bool finished = false;  // the shard is closed, and all of it has been handled
  // From what has not been handled: what is being handled is among it, and records of other lanes.
  LagView lag;
};

// Calls as CloudWatch counts them.
struct CallsView {
  std::int64_t calls = 0;
  std::int64_t succeeded = 0;
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  std::int64_t timed = 0;         // calls whose duration is known
  std::int64_t microseconds = 0;  // of those together
};

struct ConsumerView {
  std::string consumer_name;
  std::string consumer_arn;
  std::string_view status;
  std::int64_t created_millis = 0;
  CallsView subscribe;
  std::int64_t rate_exceeded = 0;
  CallsView events;
  std::int64_t behind_millis = 0;  // as the last event said
};

struct StreamView {
  std::string account_id;
  std::string region;
  std::string stream_name;
  std::string stream_arn;
  std::string_view status;
  std::string_view mode;
  std::int64_t created_millis = 0;
  std::int32_t retention_hours = 0;
  std::optional<std::string> key_id;  // absent: not encrypted
  bool limits_hold = false;           // of calls, records and bytes per second
  std::vector<std::string> shard_level_metrics;
  std::int32_t open_shards = 0;
  std::int32_t closed_shards = 0;
  std::int64_t records = 0;  // held
  std::int64_t bytes = 0;
  FlowView incoming;
  FlowView outgoing;
  CallsView put_record;
  CallsView put_records;
  CallsView get_records;
  std::int64_t refused_records = 0;  // of PutRecords, throttled ones among them
  std::int64_t throttled_records = 0;
  std::int64_t throttled_writes = 0;  // records of PutRecord and PutRecords
  std::int64_t throttled_reads = 0;
  std::int64_t iterator_age_millis = 0;
  std::vector<ConsumerView> consumers;
  std::vector<SubscriptionView> subscriptions;
  std::vector<PollerView> pollers;  // only with the shards
  std::vector<ShardView> shards;    // by number
};

struct ViewWish {
  bool shards = true;
  bool hot_keys = false;
};

// Reads some thousand records of the last seconds at most if hot keys are wished for; without them,
// what it costs does not depend on the number of records.
StreamView ViewOf(const Stream& stream, const State& state, const Statistics& statistics,
                  const Settings& settings, Timestamp now, ViewWish wish);

// Every stream, by account, region and name.
std::vector<StreamView> ViewAll(const State& state, const Statistics& statistics,
                                const Settings& settings, Timestamp now, ViewWish wish);

}  // namespace runnel
