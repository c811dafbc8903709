// Event source mappings: a stream whose records a function is invoked with, as values.
// Source: integrations 1.2, 1.4.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/pipe.h"
#include "core/model/sequence_number.h"

namespace runnel {

// One mapping. Zero names none.
struct MappingUid {
  std::uint64_t value = 0;
  friend auto operator<=>(const MappingUid&, const MappingUid&) = default;
};

enum class MappingState : std::uint8_t {
  kCreating,
  kEnabling,
  kEnabled,
  kDisabling,
  kDisabled,
  kUpdating,
  kDeleting,
};
std::string_view ToText(MappingState state);

enum class MappingStart : std::uint8_t { kTrimHorizon, kLatest, kAtTimestamp };
// As the API spells them, in the order of the enumeration.
inline constexpr std::array<std::string_view, 3> kMappingStarts = {"TRIM_HORIZON", "LATEST",
                                                                   "AT_TIMESTAMP"};

// What can be chosen about a mapping, every default filled in.
struct MappingConfiguration {
  std::string event_source_arn;  // of a stream or a consumer, as it was given
  std::string function_arn;      // with the version or alias, if one was named
  MappingStart start = MappingStart::kTrimHorizon;
  std::optional<Timestamp> start_timestamp;
  std::int32_t batch_size = 100;
  std::int32_t batching_window_seconds = 0;
  std::int32_t parallelization_factor = 1;
  std::int32_t record_age_seconds = -1;  // -1: until the stream forgets the record
  std::int32_t retry_attempts = -1;      // -1: without end
  bool bisects = false;
  std::int32_t tumbling_window_seconds = 0;  // 0: none
  bool reports_item_failures = false;
  std::string on_failure_destination;  // an ARN; empty: none
  std::vector<std::string> filter_patterns;
  std::optional<std::string> kms_key_arn;
  std::vector<std::string> metrics;
  // It is a pipe of EventBridge: what it hands over is shaped and sent as this says, and its
  // function is the pipe itself.
  std::optional<PipeSettings> pipe;
};

// A tumbling window that a lane is in, with what the function keeps in it.
struct TumblingWindow {
  Timestamp start;
  Timestamp end;
  std::string state = "{}";  // JSON
  friend bool operator==(const TumblingWindow&, const TumblingWindow&) = default;
};

// How far a lane has come: where its first record that is not done with can be at the earliest.
struct LanePosition {
  ShardPosition next;
  std::optional<TumblingWindow> window;
  friend bool operator==(const LanePosition&, const LanePosition&) = default;
};

// How far a mapping has come in one shard.
struct ShardProgress {
  // One, or as many as the shard's records are spread over by their partition keys.
  std::vector<LanePosition> lanes;
  bool done = false;  // the shard is closed, and all of it is done with
  friend bool operator==(const ShardProgress&, const ShardProgress&) = default;
};

// AWS: what a mapping says of the batch it handled last (1.4).
inline constexpr std::string_view kNoRecordsProcessed = "No records processed";
inline constexpr std::string_view kBatchProcessed = "OK";
inline constexpr std::string_view kFunctionCallFailed = "PROBLEM: Function call failed";

}  // namespace runnel
