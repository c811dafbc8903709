// Source: kinesis-api 4.20.
#include "core/api/errors.h"
#include "core/model/limits.h"
#include "core/operations/next_token.h"
#include "core/operations/operation.h"
#include "core/operations/paging.h"
#include "core/operations/stream_description.h"

namespace runnel {
namespace {

struct ListStreamsInput {
  std::optional<std::int32_t> limit;
  std::optional<std::string> exclusive_start_stream_name;
  std::optional<std::string> next_token;
};
constexpr Member kInput[] = {
    Field<&ListStreamsInput::limit>("Limit", shapes::kPageLimit),
    Field<&ListStreamsInput::exclusive_start_stream_name>("ExclusiveStartStreamName",
                                                          shapes::kStreamName),
    Field<&ListStreamsInput::next_token>("NextToken", shapes::kNextToken),
};

struct StreamSummaryOutput {
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::string_view stream_status;
  std::optional<StreamModeOutput> stream_mode_details;
  std::optional<Timestamp> stream_creation_timestamp;
};
constexpr Member kSummary[] = {
    Field<&StreamSummaryOutput::stream_name>("StreamName", shapes::kStreamName).Required(),
    Field<&StreamSummaryOutput::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&StreamSummaryOutput::stream_status>("StreamStatus", shapes::kText).Required(),
    Field<&StreamSummaryOutput::stream_mode_details>("StreamModeDetails", kStreamModeShape),
    Field<&StreamSummaryOutput::stream_creation_timestamp>("StreamCreationTimestamp",
                                                           shapes::kTimestamp),
};
constexpr Shape kSummaryShape = StructureShape(kSummary);
constexpr Shape kSummaryList = ListShape<StreamSummaryOutput>(kSummaryShape);
constexpr Shape kNameList = ListShape<std::string>(shapes::kStreamName);

struct ListStreamsOutput {
  std::optional<std::vector<std::string>> stream_names;
  std::optional<bool> has_more_streams;
  std::optional<std::string> next_token;
  std::optional<std::vector<StreamSummaryOutput>> stream_summaries;
};
constexpr Member kOutput[] = {
    Field<&ListStreamsOutput::stream_names>("StreamNames", kNameList).Required(),
    Field<&ListStreamsOutput::has_more_streams>("HasMoreStreams", shapes::kBoolean).Required(),
    Field<&ListStreamsOutput::next_token>("NextToken", shapes::kNextToken),
    Field<&ListStreamsOutput::stream_summaries>("StreamSummaries", kSummaryList),
};

Result<ListStreamsOutput> ListStreams(Context& context, const ListStreamsInput& input) {
  std::string after = input.exclusive_start_stream_name.value_or(std::string());
  if (input.next_token) {
    const auto fields = OpenNextToken(context, ListKind::kStreams, *input.next_token);
    if (!fields) return fields.error();
    FieldReader reader(*fields);
    if (!TakeScope(context.caller, reader)) return error::InvalidNextToken();
    after = reader.Text();
  }
  const std::size_t page = PageSize(input.limit, limits::kListStreamsPageMax);
  ListStreamsOutput output;
  auto& names = output.stream_names.emplace();
  auto& summaries = output.stream_summaries.emplace();
  const auto& streams = context.state.AccountIn(context.caller).streams;
  auto entry = streams.upper_bound(after);
  for (; entry != streams.end() && names.size() < page; ++entry) {
    const Stream& stream = *entry->second;
    names.push_back(entry->first);
    summaries.push_back({stream.name().text(), stream.arn.ToString(), ToText(stream.status),
                         StreamModeOutput{ToText(stream.mode)}, stream.created_at});
  }
  output.has_more_streams = entry != streams.end();
  if (*output.has_more_streams) {
    FieldWriter fields;
    AddScope(context.caller, fields);
    fields.Add(std::string_view(names.back()));
    output.next_token = MakeNextToken(context, ListKind::kStreams, fields.Take());
  }
  return output;
}

}  // namespace

extern constexpr Operation kListStreams =
    DefineOperation<ListStreamsInput, ListStreamsOutput, ListStreams>("ListStreams", kInput,
                                                                      kOutput);

}  // namespace runnel
