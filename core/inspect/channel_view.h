// How channels fare, as plain values at one moment.
// Source: kinesis-api-45 3.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace runnel {

struct Channel;
class State;
struct Settings;

// Times are milliseconds since the epoch, by the emulator's clock.
struct ChannelView {
  std::string account_id;
  std::string region;
  std::string channel_name;
  std::string channel_id;
  std::string channel_arn;
  std::string_view status;
  std::optional<std::string> status_reason;
  std::string stream_name;
  std::string_view destination;  // S3 or S3_TABLES
  std::string destination_arn;   // of the bucket or table bucket
  std::string_view note;         // who writes its objects, in words
  std::int64_t undelivered_records = 0;
  std::int64_t undelivered_bytes = 0;
  std::int64_t oldest_age_millis = 0;           // of undelivered records; 0: there are none
  std::optional<std::int64_t> next_due_millis;  // absent: nothing is to be written
  bool being_written = false;
  std::int64_t objects = 0;  // since the channel was created
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  std::int64_t dead_letters = 0;
  std::optional<std::string> last_key;
  std::int32_t failed_writes = 0;  // in succession
  std::optional<std::string> last_error;
};

// Every channel, by account, region and name.
std::vector<ChannelView> ViewChannels(const State& state, const Settings& settings, Timestamp now);

}  // namespace runnel
