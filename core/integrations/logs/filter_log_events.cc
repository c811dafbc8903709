// Source: integrations 5.1, 5.2.
#include <algorithm>

#include "core/integrations/logs/log_errors.h"
#include "core/integrations/logs/log_page.h"
#include "core/integrations/logs/log_pattern.h"
#include "core/integrations/logs/log_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::int32_t kPageDefault = 10'000;

struct FilterLogEventsInput {
  std::optional<std::string> group;
  std::optional<std::string> identifier;
  std::optional<std::vector<std::string>> streams;
  std::optional<std::string> stream_prefix;
  std::optional<std::int64_t> start_time;
  std::optional<std::int64_t> end_time;
  std::optional<std::string> pattern;
  std::optional<std::string> next_token;
  std::optional<std::int32_t> limit;
  std::optional<bool> start_from_head;
};
constexpr Shape kPattern = StringShape(0, 1024);
constexpr Member kInput[] = {
    Field<&FilterLogEventsInput::group>("logGroupName", log_shapes::kGroup),
    Field<&FilterLogEventsInput::identifier>("logGroupIdentifier", log_shapes::kIdentifier),
    Field<&FilterLogEventsInput::streams>("logStreamNames", log_shapes::kStreams),
    Field<&FilterLogEventsInput::stream_prefix>("logStreamNamePrefix", log_shapes::kStream),
    Field<&FilterLogEventsInput::start_time>("startTime", log_shapes::kTime),
    Field<&FilterLogEventsInput::end_time>("endTime", log_shapes::kTime),
    Field<&FilterLogEventsInput::pattern>("filterPattern", kPattern),
    Field<&FilterLogEventsInput::next_token>("nextToken", shapes::kText),
    Field<&FilterLogEventsInput::limit>("limit", log_shapes::kEventLimit),
    Field<&FilterLogEventsInput::start_from_head>("startFromHead", shapes::kBoolean),
};

struct FilteredLogEvent {
  std::string stream;
  std::int64_t timestamp = 0;
  std::string message;
  std::int64_t ingestion = 0;
  std::string id;
};
constexpr Member kEventMembers[] = {
    Field<&FilteredLogEvent::stream>("logStreamName", shapes::kText),
    Field<&FilteredLogEvent::timestamp>("timestamp", shapes::kLong),
    Field<&FilteredLogEvent::message>("message", shapes::kText),
    Field<&FilteredLogEvent::ingestion>("ingestionTime", shapes::kLong),
    Field<&FilteredLogEvent::id>("eventId", shapes::kText),
};
constexpr Shape kEvent = StructureShape(kEventMembers);
constexpr Shape kEvents = ListShape<FilteredLogEvent>(kEvent);

struct FilterLogEventsOutput {
  std::vector<FilteredLogEvent> events;
  std::vector<std::string> searched;  // AWS: always empty
  std::optional<std::string> next_token;
};
constexpr Shape kSearched = ListShape<std::string>(shapes::kText);
constexpr Member kOutput[] = {
    Field<&FilterLogEventsOutput::events>("events", kEvents),
    Field<&FilterLogEventsOutput::searched>("searchedLogStreams", kSearched),
    Field<&FilterLogEventsOutput::next_token>("nextToken", shapes::kText),
};

struct Found {
  const std::string* stream;
  const LogEvent* event;
};

// What the input asks for, in no order. Ends early when the budget is exceeded.
std::vector<Found> FindEvents(const LogGroup& group, const FilterLogEventsInput& input,
                              const LogPattern& pattern, Timestamp now, LogRegexBudget& budget) {
  std::vector<Found> found;
  for (const auto& [name, stream] : group.streams) {
    if (input.stream_prefix && !name.starts_with(*input.stream_prefix)) continue;
    if (input.streams &&
        std::find(input.streams->begin(), input.streams->end(), name) == input.streams->end()) {
      continue;
    }
    for (const LogEvent& event : stream.events) {
      const std::int64_t at = event.timestamp.milliseconds;
      if (at < input.start_time.value_or(0) || (input.end_time && at > *input.end_time)) continue;
      if (LogEventExpired(group, event, now)) continue;
      const bool matches = pattern.Matches(event.message, budget);
      if (budget.exceeded) return found;
      if (!matches) continue;
      found.push_back({&name, &event});
    }
  }
  return found;
}

Result<FilterLogEventsOutput> FilterLogEvents(Context& context, const FilterLogEventsInput& input) {
  const auto name = LogGroupNameOf(input.group, input.identifier);
  if (!name) return name.error();
  if (input.streams && input.stream_prefix) return error::LogStreamNamesAndPrefix();
  std::string fault;
  const auto pattern = LogPattern::Parse(input.pattern.value_or(""), fault);
  if (!pattern) return error::LogFilterInvalid(fault);
  std::optional<LogPosition> after;
  if (input.next_token && !(after = LogPosition::Parse(*input.next_token))) {
    return error::LogTokenInvalid();
  }
  const auto group = FindLogGroup(context, *name);
  if (!group) return group.error();
  for (const std::string& stream : input.streams.value_or(std::vector<std::string>())) {
    if ((*group)->streams.count(stream) == 0) return error::LogStreamNotFound();
  }
  LogRegexBudget budget;
  std::vector<Found> found = FindEvents(**group, input, *pattern, context.now, budget);
  if (budget.exceeded) {
    return error::LogFilterInvalid(
        "its regular expressions take too long with these events. Simpler ones, or fewer events, "
        "by startTime, endTime or logStreamNames, may do.");
  }
  const bool forward = input.start_from_head.value_or(true);
  std::sort(found.begin(), found.end(), [forward](const Found& a, const Found& b) {
    const LogPosition first = LogPosition::Of(*a.event);
    const LogPosition second = LogPosition::Of(*b.event);
    return forward ? first < second : second < first;
  });
  FilterLogEventsOutput output;
  LogPageRoom room(static_cast<std::size_t>(input.limit.value_or(kPageDefault)));
  LogPosition last;
  for (const Found& one : found) {
    const LogPosition position = LogPosition::Of(*one.event);
    const bool given = after && (forward ? position <= *after : position >= *after);
    if (given) continue;
    if (!room.Take(*one.event)) {
      output.next_token = last.Text();
      break;
    }
    last = position;
    output.events.push_back({*one.stream, one.event->timestamp.milliseconds, one.event->message,
                             one.event->ingestion.milliseconds, LogEventId(*one.event)});
  }
  return output;
}

}  // namespace

extern constexpr Operation kFilterLogEvents =
    DefineOperation<FilterLogEventsInput, FilterLogEventsOutput, FilterLogEvents>("FilterLogEvents",
                                                                                  kInput, kOutput);

}  // namespace runnel
