// What a function is invoked with for records of a stream.
// Source: integrations 2.1, 2.2.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/model/event_source_mapping.h"
#include "core/state/record_log.h"
#include "core/state/shard.h"

namespace runnel {

// AWS: the most that a synchronous invocation takes.
inline constexpr std::size_t kInvocationBytesMax = 6'291'456;

// Where records come from and who reads them, as events tell it.
struct EventOrigin {
  std::string source_arn;
  std::string region;
  std::string role_arn;  // whose rights the reader has
  bool flat = false;     // for a pipe: the members of "kinesis" stand among the others (3.5)
};

// Appends a record as an element of "Records". REQUIRES: the chunk of the record is resident.
void AppendRecordEvent(const EventOrigin& origin, const Shard& shard, const StoredRecord& record,
                       std::string& out);

// The whole event for a batch; `records` are elements with commas between them.
std::string BatchEvent(std::string_view records);

// The same in a tumbling window; `is_final`: the last for the window, `ended_early`: because its
// state had grown too large.
std::string WindowEvent(std::string_view records, const TumblingWindow& window,
                        const EventOrigin& origin, std::string_view shard_id, bool is_final,
                        bool ended_early);

}  // namespace runnel
