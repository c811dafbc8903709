// A fault rule as a value: which calls it is about, what happens to them, and how often. The
// members are optional because they are what a client sends; core/faults/fault_rule_shape.h
// describes them and core/faults/fault_rule_check.h says which of them make sense together.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

enum class FaultAction : std::uint8_t {
  kError,                // the call is answered with an exception, and has no effect
  kFailRecords,          // records of a PutRecords fail one by one; a PutRecord fails
  kDelay,                // the answer comes late
  kDropBefore,           // the connection ends without an answer, and nothing has happened
  kDropAfter,            // the connection ends without an answer, and the call has had its effect
  kReshard,              // the stream is resharded, although nobody asked for it
  kRepeatRecords,        // what was delivered is delivered once more
  kHideRecords,          // records become visible late
  kEndSubscription,      // a SubscribeToShard ends, with an exception if one is named
  kDropSubscription,     // the connection of a SubscribeToShard ends
  kSilenceSubscription,  // a SubscribeToShard says nothing, not even a heartbeat
};
// As clients spell them, in the order of the enumeration.
inline constexpr std::array<std::string_view, 11> kFaultActions = {"ERROR",
                                                                   "FAIL_RECORDS",
                                                                   "DELAY",
                                                                   "DROP_BEFORE",
                                                                   "DROP_AFTER",
                                                                   "RESHARD",
                                                                   "REPEAT_RECORDS",
                                                                   "HIDE_RECORDS",
                                                                   "END_SUBSCRIPTION",
                                                                   "DROP_SUBSCRIPTION",
                                                                   "SILENCE_SUBSCRIPTION"};
// How a delay between two bounds is drawn.
inline constexpr std::array<std::string_view, 3> kDelayDistributions = {"FIXED", "UNIFORM",
                                                                        "HEAVY_TAIL"};

struct FaultRule {
  std::optional<std::string> rule_id;

  // Which calls. Texts may hold * and ?; absent: any.
  std::optional<std::vector<std::string>> operations;
  std::optional<std::string> stream_name;
  std::optional<std::string> shard_id;
  std::optional<std::string> consumer_name;
  std::optional<std::string> partition_key;
  std::optional<std::string> caller_account;

  // What happens.
  std::optional<std::string> action;  // one of kFaultActions
  std::optional<std::string> error_code;
  std::optional<std::string> error_message;
  std::optional<std::int64_t> delay_millis;
  std::optional<std::int64_t> delay_max_millis;
  std::optional<std::string> delay_distribution;  // one of kDelayDistributions
  std::optional<std::int32_t> shard_count;        // RESHARD: to so many; absent: one split
  // FAIL_RECORDS: one draw for each record (as without it), or one for all of a call.
  std::optional<bool> per_record;

  // How often. All that are given must agree; absent: always.
  std::optional<double> probability;
  std::optional<std::int64_t> every_nth;      // of the calls that match
  std::optional<std::int64_t> first_n;        // of the calls that match
  std::optional<std::int64_t> start_millis;   // from so long after the rule was added
  std::optional<std::int64_t> end_millis;     // until so long after it
  std::optional<std::int64_t> budget_tokens;  // a fault costs one
  std::optional<double> budget_refill_per_second;

  // Survives a restart of a server that keeps its state.
  std::optional<bool> durable;
};

// REQUIRES: the rule has one of kFaultActions.
constexpr FaultAction ActionOf(std::string_view text) {
  std::uint8_t index = 0;
  while (kFaultActions[index] != text) ++index;
  return static_cast<FaultAction>(index);
}

}  // namespace runnel
