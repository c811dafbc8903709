// The answer of SubscribeToShard: application/vnd.amazon.eventstream frames (kinesis-api 8.5).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace runnel::event_stream {

// Appends the frame that must come first: clients wait for it.
void AppendInitialResponse(std::string& out);

// Appends the frame that ends a subscription with an error.
void AppendException(const Error& error, std::string& out);

// A SubscribeToShardEvent whose payload, JSON, is written straight to its place:
//   EventFrame frame(out);
//   json::Write(shape, &event, out);
//   frame.Finish();
// Nothing else may be done to `out` in between. `out` may hold other frames before this one.
class EventFrame {
 public:
  explicit EventFrame(std::string& out);
  // Fills in lengths and checksums. To be called once.
  void Finish();

 private:
  std::string& out_;
  const std::size_t begin_;
};

}  // namespace runnel::event_stream
