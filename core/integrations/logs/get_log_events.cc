// Source: integrations 5.1.
#include <algorithm>

#include "core/integrations/logs/log_errors.h"
#include "core/integrations/logs/log_page.h"
#include "core/integrations/logs/log_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::int32_t kPageDefault = 10'000;

struct GetLogEventsInput {
  std::optional<std::string> group;
  std::optional<std::string> identifier;
  std::optional<std::string> stream;
  std::optional<std::int64_t> start_time;
  std::optional<std::int64_t> end_time;
  std::optional<std::string> next_token;
  std::optional<std::int32_t> limit;
  std::optional<bool> start_from_head;
};
constexpr Member kInput[] = {
    Field<&GetLogEventsInput::group>("logGroupName", log_shapes::kGroup),
    Field<&GetLogEventsInput::identifier>("logGroupIdentifier", log_shapes::kIdentifier),
    Field<&GetLogEventsInput::stream>("logStreamName", log_shapes::kStream).Required(),
    Field<&GetLogEventsInput::start_time>("startTime", log_shapes::kTime),
    Field<&GetLogEventsInput::end_time>("endTime", log_shapes::kTime),
    Field<&GetLogEventsInput::next_token>("nextToken", shapes::kText),
    Field<&GetLogEventsInput::limit>("limit", log_shapes::kEventLimit),
    Field<&GetLogEventsInput::start_from_head>("startFromHead", shapes::kBoolean),
};

struct OutputLogEvent {
  std::int64_t timestamp = 0;
  std::string message;
  std::int64_t ingestion = 0;
};
constexpr Member kEventMembers[] = {
    Field<&OutputLogEvent::timestamp>("timestamp", shapes::kLong),
    Field<&OutputLogEvent::message>("message", shapes::kText),
    Field<&OutputLogEvent::ingestion>("ingestionTime", shapes::kLong),
};
constexpr Shape kEvent = StructureShape(kEventMembers);
constexpr Shape kEvents = ListShape<OutputLogEvent>(kEvent);

struct GetLogEventsOutput {
  std::vector<OutputLogEvent> events;
  std::string forward_token;
  std::string backward_token;
};
constexpr Member kOutput[] = {
    Field<&GetLogEventsOutput::events>("events", kEvents),
    Field<&GetLogEventsOutput::forward_token>("nextForwardToken", shapes::kText),
    Field<&GetLogEventsOutput::backward_token>("nextBackwardToken", shapes::kText),
};

// "f/<56 digits>/s": events after that position; "b/…": those before.
struct Token {
  bool forward = false;
  LogPosition position;

  std::string Text() const { return (forward ? "f/" : "b/") + position.Text() + "/s"; }
  static std::optional<Token> Parse(std::string_view text) {
    const bool forward = text.starts_with("f/");
    if ((!forward && !text.starts_with("b/")) || !text.ends_with("/s")) return std::nullopt;
    const auto position = LogPosition::Parse(text.substr(2, text.size() - 4));
    if (!position) return std::nullopt;
    return Token{forward, *position};
  }
};

// Those of the page, oldest first.
std::vector<const LogEvent*> TakePage(std::vector<const LogEvent*> events, bool from_front,
                                      std::int32_t limit) {
  if (!from_front) std::reverse(events.begin(), events.end());
  LogPageRoom room(static_cast<std::size_t>(limit));
  const auto end = std::find_if(events.begin(), events.end(),
                                [&](const LogEvent* event) { return !room.Take(*event); });
  events.erase(end, events.end());
  if (!from_front) std::reverse(events.begin(), events.end());
  return events;
}

Result<GetLogEventsOutput> GetLogEvents(Context& context, const GetLogEventsInput& input) {
  const auto name = LogGroupNameOf(input.group, input.identifier);
  if (!name) return name.error();
  const auto group = FindLogGroup(context, *name);
  if (!group) return group.error();
  const auto stream = (*group)->streams.find(*input.stream);
  if (stream == (*group)->streams.end()) return error::LogStreamNotFound();
  std::optional<Token> token;
  if (input.next_token && !(token = Token::Parse(*input.next_token))) {
    return error::LogTokenInvalid();
  }
  std::vector<const LogEvent*> events;
  for (const LogEvent& event : stream->second.events) {
    const std::int64_t at = event.timestamp.milliseconds;
    if (at < input.start_time.value_or(0) || (input.end_time && at >= *input.end_time)) continue;
    if (LogEventExpired(**group, event, context.now)) continue;
    const LogPosition position = LogPosition::Of(event);
    const bool beyond =
        !token || (token->forward ? position > token->position : position < token->position);
    if (beyond) events.push_back(&event);
  }
  const bool from_front = token ? token->forward : input.start_from_head.value_or(false);
  events = TakePage(std::move(events), from_front, input.limit.value_or(kPageDefault));
  const LogPosition here = token ? token->position : LogPosition{};
  GetLogEventsOutput output;
  output.forward_token =
      Token{true, events.empty() ? here : LogPosition::Of(*events.back())}.Text();
  output.backward_token =
      Token{false, events.empty() ? here : LogPosition::Of(*events.front())}.Text();
  for (const LogEvent* const event : events) {
    output.events.push_back(
        {event->timestamp.milliseconds, event->message, event->ingestion.milliseconds});
  }
  return output;
}

}  // namespace

extern constexpr Operation kGetLogEvents =
    DefineOperation<GetLogEventsInput, GetLogEventsOutput, GetLogEvents>("GetLogEvents", kInput,
                                                                         kOutput);

}  // namespace runnel
