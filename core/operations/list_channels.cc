// Source: kinesis-api-45 2.5.
#include <algorithm>

#include "core/api/errors.h"
#include "core/model/byte_fields.h"
#include "core/model/limits.h"
#include "core/operations/channel_shapes.h"
#include "core/operations/next_token.h"
#include "core/operations/operation.h"
#include "core/operations/paging.h"

namespace runnel {
namespace {

struct StreamFilter {
  std::optional<std::string> stream_arn;
  std::optional<Timestamp> stream_creation_timestamp;
};
constexpr Member kStreamFilter[] = {
    Field<&StreamFilter::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&StreamFilter::stream_creation_timestamp>("StreamCreationTimestamp", shapes::kTimestamp),
};
constexpr Shape kStreamFilterShape = StructureShape(kStreamFilter);
constexpr Shape kStreamFilterList = ListShape<StreamFilter>(kStreamFilterShape, 1, 10'000);

struct ListChannelsInput {
  std::optional<std::vector<StreamFilter>> stream_filter;
  std::optional<std::int32_t> max_results;
  std::optional<std::string> next_token;
};
constexpr Member kInput[] = {
    Field<&ListChannelsInput::stream_filter>("StreamFilter", kStreamFilterList),
    Field<&ListChannelsInput::max_results>("MaxResults", shapes::kPageLimit),
    Field<&ListChannelsInput::next_token>("NextToken", shapes::kNextToken),
};

struct ChannelSummaryOutput {
  std::optional<std::string> channel_name;
  std::optional<std::string> channel_arn;
  std::optional<std::string> channel_id;
  std::string_view channel_status;
  std::optional<std::string> channel_status_reason;
  std::optional<Timestamp> channel_creation_timestamp;
  std::string_view channel_destination_type;
  std::optional<std::vector<ChannelStreamOutput>> streams;
};
constexpr Member kSummary[] = {
    Field<&ChannelSummaryOutput::channel_name>("ChannelName", channel_shapes::kName),
    Field<&ChannelSummaryOutput::channel_arn>("ChannelARN", channel_shapes::kArn),
    Field<&ChannelSummaryOutput::channel_id>("ChannelId", shapes::kText),
    Field<&ChannelSummaryOutput::channel_status>("ChannelStatus", shapes::kText),
    Field<&ChannelSummaryOutput::channel_status_reason>("ChannelStatusReason", shapes::kText),
    Field<&ChannelSummaryOutput::channel_creation_timestamp>("ChannelCreationTimestamp",
                                                             shapes::kTimestamp),
    Field<&ChannelSummaryOutput::channel_destination_type>("ChannelDestinationType", shapes::kText),
    Field<&ChannelSummaryOutput::streams>("Streams", kChannelStreamList),
};
constexpr Shape kSummaryShape = StructureShape(kSummary);
constexpr Shape kSummaryList = ListShape<ChannelSummaryOutput>(kSummaryShape);

struct ListChannelsOutput {
  std::optional<std::vector<ChannelSummaryOutput>> channel_summaries;
  std::optional<std::string> next_token;
};
constexpr Member kOutput[] = {
    Field<&ListChannelsOutput::channel_summaries>("ChannelSummaries", kSummaryList).Required(),
    Field<&ListChannelsOutput::next_token>("NextToken", shapes::kNextToken),
};

// A list under way: which channels, and after which name.
struct ChannelListing {
  std::vector<StreamFilter> filters;  // a channel matches any; none: all match
  std::string after;
};

std::string ToFields(const ChannelListing& listing, const Scope& scope) {
  FieldWriter writer;
  AddScope(scope, writer);
  writer.Add(std::string_view(listing.after));
  for (const StreamFilter& filter : listing.filters) {
    writer.Add(std::string_view(*filter.stream_arn));
    writer.Add(filter.stream_creation_timestamp ? filter.stream_creation_timestamp->milliseconds
                                                : std::int64_t{-1});
  }
  return writer.Take();
}

Result<ChannelListing> FromFields(std::string_view fields, const Scope& scope) {
  FieldReader reader(fields);
  if (!TakeScope(scope, reader)) return error::InvalidNextToken();
  ChannelListing listing;
  listing.after = reader.Text();
  while (true) {
    StreamFilter filter;
    filter.stream_arn = std::string(reader.Text());
    const std::int64_t created = reader.Signed();
    if (!reader.ok()) return listing;
    if (created >= 0) filter.stream_creation_timestamp = Timestamp{created};
    listing.filters.push_back(std::move(filter));
  }
}

bool Matches(const ChannelListing& listing, const Channel& channel) {
  if (listing.filters.empty()) return true;
  return std::any_of(
      listing.filters.begin(), listing.filters.end(), [&](const StreamFilter& filter) {
        const auto& created = filter.stream_creation_timestamp;
        return *filter.stream_arn == channel.stream_arn.ToString() &&
               (!created || created->seconds() == channel.stream_created_at.seconds());
      });
}

ChannelSummaryOutput Summarize(const Channel& channel) {
  ChannelSummaryOutput summary;
  summary.channel_name = channel.name.text();
  summary.channel_arn = channel.arn.ToString();
  summary.channel_id = channel.arn.channel.text();
  summary.channel_status = ToText(channel.status);
  if (!channel.status_reason.empty()) summary.channel_status_reason = channel.status_reason;
  summary.channel_creation_timestamp = channel.created_at;
  summary.channel_destination_type = channel.configuration.s3 ? "S3" : "S3_TABLES";
  summary.streams.emplace().push_back(
      {channel.stream_arn.ToString(), channel.stream_created_at, std::nullopt});
  return summary;
}

Result<ListChannelsOutput> ListChannels(Context& context, const ListChannelsInput& input) {
  ChannelListing listing;
  if (input.next_token) {
    const auto fields = OpenNextToken(context, ListKind::kChannels, *input.next_token);
    if (!fields) return fields.error();
    auto opened = FromFields(*fields, context.caller);
    if (!opened) return opened.error();
    listing = *std::move(opened);
  } else if (input.stream_filter) {
    listing.filters = *input.stream_filter;
  }
  const std::size_t page = PageSize(input.max_results, limits::kListChannelsPageMax);
  ListChannelsOutput output;
  auto& summaries = output.channel_summaries.emplace();
  const auto& channels = context.state.AccountIn(context.caller).channels;
  for (auto entry = channels.upper_bound(listing.after); entry != channels.end(); ++entry) {
    if (!Matches(listing, *entry->second)) continue;
    if (summaries.size() == page) {
      listing.after = *summaries.back().channel_name;
      output.next_token =
          MakeNextToken(context, ListKind::kChannels, ToFields(listing, context.caller));
      break;
    }
    summaries.push_back(Summarize(*entry->second));
  }
  return output;
}

}  // namespace

extern constexpr Operation kListChannels =
    DefineOperation<ListChannelsInput, ListChannelsOutput, ListChannels>("ListChannels", kInput,
                                                                         kOutput);

}  // namespace runnel
