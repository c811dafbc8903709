// Source: integrations 5.1.
#include "core/integrations/logs/log_errors.h"
#include "core/integrations/logs/log_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

// AWS: what is further from now is not taken.
constexpr Duration kFutureMax = Duration::Hours(2);
constexpr Duration kPastMax = Duration::Hours(14 * 24);

struct InputLogEvent {
  std::optional<std::int64_t> timestamp;
  std::optional<std::string> message;
};
constexpr Shape kMessage = StringShape(1, 1'048'576);
constexpr Member kEventMembers[] = {
    Field<&InputLogEvent::timestamp>("timestamp", log_shapes::kTime).Required(),
    Field<&InputLogEvent::message>("message", kMessage).Required(),
};
constexpr Shape kEvent = StructureShape(kEventMembers);
constexpr Shape kEvents = ListShape<InputLogEvent>(kEvent, 1, 10'000);

struct PutLogEventsInput {
  std::optional<std::string> group;
  std::optional<std::string> stream;
  std::optional<std::vector<InputLogEvent>> events;
};
constexpr Member kInput[] = {
    Field<&PutLogEventsInput::group>("logGroupName", log_shapes::kGroup).Required(),
    Field<&PutLogEventsInput::stream>("logStreamName", log_shapes::kStream).Required(),
    Field<&PutLogEventsInput::events>("logEvents", kEvents).Required(),
};

struct RejectedLogEvents {
  std::optional<std::int32_t> too_new_start;
  std::optional<std::int32_t> too_old_end;
  std::optional<std::int32_t> expired_end;
};
constexpr Member kRejectedMembers[] = {
    Field<&RejectedLogEvents::too_new_start>("tooNewLogEventStartIndex", shapes::kInteger),
    Field<&RejectedLogEvents::too_old_end>("tooOldLogEventEndIndex", shapes::kInteger),
    Field<&RejectedLogEvents::expired_end>("expiredLogEventEndIndex", shapes::kInteger),
};
constexpr Shape kRejected = StructureShape(kRejectedMembers);

struct PutLogEventsOutput {
  std::string next_token;
  std::optional<RejectedLogEvents> rejected;
};
constexpr Member kOutput[] = {
    Field<&PutLogEventsOutput::next_token>("nextSequenceToken", shapes::kText),
    Field<&PutLogEventsOutput::rejected>("rejectedLogEventsInfo", kRejected),
};

Result<PutLogEventsOutput> PutLogEvents(Context& context, const PutLogEventsInput& input) {
  const auto group = FindLogGroup(context, *input.group);
  if (!group) return group.error();
  if ((*group)->streams.count(*input.stream) == 0) return error::LogStreamNotFound();
  std::vector<LogStore::NewEvent> taken;
  RejectedLogEvents rejected;
  std::int32_t index = 0;
  Timestamp last;
  for (const InputLogEvent& event : *input.events) {
    const Timestamp at{*event.timestamp};
    if (at < last) return error::LogEventsOutOfOrder();
    last = at;
    const bool expired = LogEventExpired(**group, LogEvent{0, at, at, {}}, context.now);
    if (at > context.now + kFutureMax) {
      if (!rejected.too_new_start) rejected.too_new_start = index;
    } else if (at < context.now - kPastMax) {
      rejected.too_old_end = index + 1;
    } else if (expired) {
      rejected.expired_end = index + 1;
    } else {
      taken.push_back({at, *event.message});
    }
    ++index;
  }
  context.logs->Append(context.caller, *input.group, *input.stream, std::move(taken), context.now);
  PutLogEventsOutput output;
  output.next_token = "49039859602200000000000000000000000000000000000000000001";
  if (rejected.too_new_start || rejected.too_old_end || rejected.expired_end) {
    output.rejected = rejected;
  }
  return output;
}

}  // namespace

extern constexpr Operation kPutLogEvents =
    DefineOperation<PutLogEventsInput, PutLogEventsOutput, PutLogEvents>("PutLogEvents", kInput,
                                                                         kOutput);

}  // namespace runnel
