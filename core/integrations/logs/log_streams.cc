// CreateLogStream, DeleteLogStream, DescribeLogStreams.
// Source: integrations 5.1.
#include <algorithm>

#include "core/integrations/logs/log_errors.h"
#include "core/integrations/logs/log_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::int32_t kPageDefault = 50;
// AWS: of no meaning any more, and always there.
constexpr const char* kSequenceToken = "49039859602200000000000000000000000000000000000000000001";

struct NamedLogStreamInput {
  std::optional<std::string> group;
  std::optional<std::string> stream;
};
constexpr Member kNamedInput[] = {
    Field<&NamedLogStreamInput::group>("logGroupName", log_shapes::kGroup).Required(),
    Field<&NamedLogStreamInput::stream>("logStreamName", log_shapes::kStream).Required(),
};

Result<NoOutput> CreateLogStream(Context& context, const NamedLogStreamInput& input) {
  const auto group = FindLogGroup(context, *input.group);
  if (!group) return group.error();
  if ((*group)->streams.count(*input.stream) > 0) return error::LogStreamExists();
  context.logs->MakeStream(**group, *input.stream, context.now);
  return NoOutput{};
}

Result<NoOutput> DeleteLogStream(Context& context, const NamedLogStreamInput& input) {
  const auto group = FindLogGroup(context, *input.group);
  if (!group) return group.error();
  if (!context.logs->DeleteStream(**group, *input.stream)) return error::LogStreamNotFound();
  return NoOutput{};
}

struct DescribeLogStreamsInput {
  std::optional<std::string> group;
  std::optional<std::string> identifier;
  std::optional<std::string> prefix;
  std::optional<std::string> order_by;
  std::optional<bool> descending;
  std::optional<std::int32_t> limit;
  std::optional<std::string> next_token;
};
constexpr std::array<std::string_view, 2> kOrders = {"LogStreamName", "LastEventTime"};
constexpr Shape kOrder = EnumShape(kOrders);
constexpr Member kDescribeInput[] = {
    Field<&DescribeLogStreamsInput::group>("logGroupName", log_shapes::kGroup),
    Field<&DescribeLogStreamsInput::identifier>("logGroupIdentifier", log_shapes::kIdentifier),
    Field<&DescribeLogStreamsInput::prefix>("logStreamNamePrefix", log_shapes::kStream),
    Field<&DescribeLogStreamsInput::order_by>("orderBy", kOrder),
    Field<&DescribeLogStreamsInput::descending>("descending", shapes::kBoolean),
    Field<&DescribeLogStreamsInput::limit>("limit", log_shapes::kDescribeLimit),
    Field<&DescribeLogStreamsInput::next_token>("nextToken", shapes::kText),
};

struct DescribedLogStream {
  std::string name;
  std::int64_t created = 0;
  std::optional<std::int64_t> first_event;
  std::optional<std::int64_t> last_event;
  std::optional<std::int64_t> last_ingestion;
  std::string token;
  std::string arn;
  std::int64_t bytes = 0;
};
constexpr Member kStreamMembers[] = {
    Field<&DescribedLogStream::name>("logStreamName", shapes::kText),
    Field<&DescribedLogStream::created>("creationTime", shapes::kLong),
    Field<&DescribedLogStream::first_event>("firstEventTimestamp", shapes::kLong),
    Field<&DescribedLogStream::last_event>("lastEventTimestamp", shapes::kLong),
    Field<&DescribedLogStream::last_ingestion>("lastIngestionTime", shapes::kLong),
    Field<&DescribedLogStream::token>("uploadSequenceToken", shapes::kText),
    Field<&DescribedLogStream::arn>("arn", shapes::kText),
    Field<&DescribedLogStream::bytes>("storedBytes", shapes::kLong),
};
constexpr Shape kStream = StructureShape(kStreamMembers);
constexpr Shape kStreams = ListShape<DescribedLogStream>(kStream);

struct DescribeLogStreamsOutput {
  std::vector<DescribedLogStream> streams;
  std::optional<std::string> next_token;
};
constexpr Member kDescribeOutput[] = {
    Field<&DescribeLogStreamsOutput::streams>("logStreams", kStreams),
    Field<&DescribeLogStreamsOutput::next_token>("nextToken", shapes::kText),
};

DescribedLogStream Describe(const std::string& group_arn, const std::string& name,
                            const LogStream& stream) {
  DescribedLogStream described;
  described.name = name;
  described.created = stream.created.milliseconds;
  if (!stream.events.empty()) {
    described.first_event = stream.events.front().timestamp.milliseconds;
    described.last_event = stream.events.back().timestamp.milliseconds;
    described.last_ingestion = stream.events.back().ingestion.milliseconds;
  }
  described.token = kSequenceToken;
  described.arn = group_arn + ":log-stream:" + name;
  described.bytes = static_cast<std::int64_t>(stream.bytes);
  return described;
}

Result<DescribeLogStreamsOutput> DescribeLogStreams(Context& context,
                                                    const DescribeLogStreamsInput& input) {
  const auto name = LogGroupNameOf(input.group, input.identifier);
  if (!name) return name.error();
  const bool by_time = input.order_by == "LastEventTime";
  if (by_time && input.prefix) return error::LogOrderAndPrefix();
  const auto group = FindLogGroup(context, *name);
  if (!group) return group.error();
  std::vector<DescribedLogStream> all;
  for (const auto& [stream, value] : (*group)->streams) {
    if (input.prefix && !stream.starts_with(*input.prefix)) continue;
    all.push_back(Describe(LogGroupArn(context.caller, *name), stream, value));
  }
  if (by_time) {
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return a.last_event.value_or(a.created) < b.last_event.value_or(b.created);
    });
  }
  if (input.descending.value_or(false)) std::reverse(all.begin(), all.end());
  // A token is the name of the stream that comes next.
  auto next = all.begin();
  if (input.next_token) {
    next = std::find_if(all.begin(), all.end(),
                        [&](const auto& one) { return one.name == *input.next_token; });
    if (next == all.end()) return error::LogTokenInvalid();
  }
  const auto limit = static_cast<std::size_t>(input.limit.value_or(kPageDefault));
  DescribeLogStreamsOutput output;
  for (; next != all.end() && output.streams.size() < limit; ++next) {
    output.streams.push_back(std::move(*next));
  }
  if (next != all.end()) output.next_token = next->name;
  return output;
}

}  // namespace

extern constexpr Operation kCreateLogStream =
    DefineOperation<NamedLogStreamInput, CreateLogStream>("CreateLogStream", kNamedInput);
extern constexpr Operation kDeleteLogStream =
    DefineOperation<NamedLogStreamInput, DeleteLogStream>("DeleteLogStream", kNamedInput);
extern constexpr Operation kDescribeLogStreams =
    DefineOperation<DescribeLogStreamsInput, DescribeLogStreamsOutput, DescribeLogStreams>(
        "DescribeLogStreams", kDescribeInput, kDescribeOutput);

}  // namespace runnel
