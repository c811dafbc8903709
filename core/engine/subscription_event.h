// What one open SubscribeToShard response says next.
// Source: kinesis-api 8.3 to 8.5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/settings.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/faults/fault_draws.h"
#include "core/inspect/call_notes.h"
#include "core/operations/record_list.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

struct SubscribeToShardEvent {
  RecordList records;
  std::optional<std::string> continuation_sequence_number;
  std::optional<std::int64_t> millis_behind_latest;
  std::optional<std::vector<ChildShardOutput>> child_shards;
};

// One turn of a subscription. A value: encoded without the state.
struct SubscriptionTurn {
  std::optional<SubscribeToShardEvent> event;
  std::optional<Error> exception;  // told in the stream, which then ends
  bool ended = false;
  bool more = false;
  bool hang_up = false;           // an injected fault: the connection ends without another word
  EventNotes notes;               // of the event
  std::vector<Mutation> changes;  // to be applied for the turn to count as taken

  // Fetches records that are not in memory. If they cannot be read, the subscription ends with an
  // exception that says so.
  void Encode(std::string& out);
};

// `faults` may be null.
SubscriptionTurn TakeTurn(const State& state, const Settings& settings, SubscriptionId id,
                          Timestamp now, FaultDraws* faults);

}  // namespace runnel
