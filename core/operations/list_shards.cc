// Source: kinesis-api 4.21, 6.4, 6.6.
#include <algorithm>
#include <array>

#include "core/api/errors.h"
#include "core/base/utf8.h"
#include "core/model/byte_fields.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/next_token.h"
#include "core/operations/operation.h"
#include "core/operations/paging.h"
#include "core/operations/shard_description.h"

namespace runnel {
namespace {

constexpr std::array<std::string_view, 6> kFilterTypes = {"AFTER_SHARD_ID",    "AT_TRIM_HORIZON",
                                                          "FROM_TRIM_HORIZON", "AT_LATEST",
                                                          "AT_TIMESTAMP",      "FROM_TIMESTAMP"};
constexpr Shape kFilterType = EnumShape(kFilterTypes);

struct ShardFilterInput {
  std::optional<std::string> type;
  std::optional<std::string> shard_id;
  std::optional<Timestamp> timestamp;
};
constexpr Member kShardFilter[] = {
    Field<&ShardFilterInput::type>("Type", kFilterType).Required(),
    Field<&ShardFilterInput::shard_id>("ShardId", shapes::kShardId),
    Field<&ShardFilterInput::timestamp>("Timestamp", shapes::kTimestamp),
};
constexpr Shape kShardFilterShape = StructureShape(kShardFilter);

struct ListShardsInput {
  std::optional<std::int32_t> max_results;
  std::optional<std::string> exclusive_start_shard_id;
  std::optional<std::string> stream_name;
  std::optional<std::string> next_token;
  std::optional<Timestamp> stream_creation_timestamp;
  std::optional<ShardFilterInput> shard_filter;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&ListShardsInput::max_results>("MaxResults", shapes::kPageLimit),
    Field<&ListShardsInput::exclusive_start_shard_id>("ExclusiveStartShardId", shapes::kShardId),
    Field<&ListShardsInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&ListShardsInput::next_token>("NextToken", shapes::kNextToken),
    Field<&ListShardsInput::stream_creation_timestamp>("StreamCreationTimestamp",
                                                       shapes::kTimestamp),
    Field<&ListShardsInput::shard_filter>("ShardFilter", kShardFilterShape),
    Field<&ListShardsInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&ListShardsInput::stream_id>("StreamId", shapes::kStreamId),
};

struct ListShardsOutput {
  std::optional<std::vector<ShardOutput>> shards;
  std::optional<std::string> next_token;
};
constexpr Member kOutput[] = {
    Field<&ListShardsOutput::shards>("Shards", kShardList),
    Field<&ListShardsOutput::next_token>("NextToken", shapes::kNextToken),
};

// A list under way: of which stream, which shards, from where.
struct Listing {
  const Stream* stream = nullptr;
  std::string type = "FROM_TRIM_HORIZON";
  Timestamp timestamp;
  std::string after;  // ids up to and including this one are left out
};

Result<void> CheckFilter(const ShardFilterInput& filter) {
  const bool by_id = filter.type == "AFTER_SHARD_ID";
  const bool by_time = filter.type == "AT_TIMESTAMP" || filter.type == "FROM_TIMESTAMP";
  if (by_id && !filter.shard_id) return error::ShardFilterNeeds(*filter.type, "ShardId");
  if (by_time && !filter.timestamp) return error::ShardFilterNeeds(*filter.type, "Timestamp");
  if (!by_id && filter.shard_id) return error::ShardFilterRefuses(*filter.type, "ShardId");
  if (!by_time && filter.timestamp) return error::ShardFilterRefuses(*filter.type, "Timestamp");
  return {};
}

Result<Listing> ContinueListing(const Context& context, const ListShardsInput& input) {
  if (input.stream_name || input.stream_arn) return error::NextTokenWithStream();
  if (input.stream_creation_timestamp) return error::NextTokenWith("StreamCreationTimestamp");
  if (input.exclusive_start_shard_id) return error::NextTokenWith("ExclusiveStartShardId");
  const auto fields = OpenNextToken(context, ListKind::kShards, *input.next_token);
  if (!fields) return fields.error();
  FieldReader reader(*fields);
  Listing listing;
  const StreamUid uid{reader.Unsigned()};
  listing.timestamp.milliseconds = reader.Signed();
  listing.type = reader.Text();
  listing.after = reader.Text();
  const AccountId account(reader.Text());
  const StreamName name(reader.Text());
  // The seal is good, but whoever knows its key may have made the token.
  const bool sound = reader.ok() && IsValidUtf8(account.text()) && IsValidUtf8(name.text());
  if (!sound) return error::InvalidNextToken();
  listing.stream = context.state.FindStream(uid);
  if (listing.stream == nullptr) return error::StreamNotFound(name, account);
  return listing;
}

Result<Listing> StartListing(const Context& context, const ListShardsInput& input) {
  if (!input.stream_name && !input.stream_arn) return error::NextTokenOrStreamMissing();
  if (input.shard_filter) {
    if (const auto checked = CheckFilter(*input.shard_filter); !checked) return checked.error();
  }
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  Listing listing;
  listing.stream = *found;
  const Stream& stream = **found;
  const auto created = CheckStreamCreation(stream, input.stream_creation_timestamp);
  if (!created) return created.error();
  listing.after = input.exclusive_start_shard_id.value_or(std::string());
  if (input.shard_filter) {
    listing.type = *input.shard_filter->type;
    listing.timestamp = input.shard_filter->timestamp.value_or(Timestamp{});
    listing.after = std::max(listing.after, input.shard_filter->shard_id.value_or(std::string()));
  }
  return listing;
}

bool WasOpenAt(const Stream& stream, const Shard& shard, Timestamp time) {
  // At the very moment of a reshard the parents count, not the children, as long as they are there.
  const bool follows = shard.parent && stream.FindShard(*shard.parent) != nullptr;
  const bool began = follows ? shard.opened_at < time : shard.opened_at <= time;
  return began && (shard.open() || *shard.closed_at >= time);
}

bool Matches(const Listing& listing, const Shard& shard, Timestamp now) {
  // Times before the trim horizon, and before there was any shard that is left, count as that. The
  // first that is left is the oldest.
  const Stream& stream = *listing.stream;
  const auto oldest = std::find_if(stream.shards.begin(), stream.shards.end(),
                                   [](const auto& left) { return left != nullptr; });
  const Timestamp horizon = std::max(stream.TrimHorizon(now), (*oldest)->opened_at);
  if (listing.type == "AT_LATEST") return shard.open();
  if (listing.type == "AT_TRIM_HORIZON") return WasOpenAt(stream, shard, horizon);
  if (listing.type == "AT_TIMESTAMP")
    return WasOpenAt(stream, shard, std::max(listing.timestamp, horizon));
  if (listing.type == "FROM_TIMESTAMP") {
    return shard.open() || *shard.closed_at >= std::max(listing.timestamp, horizon);
  }
  return true;
}

Result<ListShardsOutput> ListShards(Context& context, const ListShardsInput& input) {
  const auto listing =
      input.next_token ? ContinueListing(context, input) : StartListing(context, input);
  if (!listing) return listing.error();
  const std::size_t page = PageSize(input.max_results, limits::kListShardsPageMax);
  ListShardsOutput output;
  auto& shards = output.shards.emplace();
  const Stream& stream = *listing->stream;
  for (const auto& shard : stream.shards) {
    if (!shard || !Matches(*listing, *shard, context.now)) continue;
    if (!listing->after.empty() && shard->id.ToString() <= listing->after) continue;
    if (shards.size() == page) {
      const std::string fields = FieldWriter()
                                     .Add(stream.uid.value)
                                     .Add(listing->timestamp.milliseconds)
                                     .Add(std::string_view(listing->type))
                                     .Add(std::string_view(*shards.back().shard_id))
                                     .Add(std::string_view(stream.account().text()))
                                     .Add(std::string_view(stream.name().text()))
                                     .Take();
      output.next_token = MakeNextToken(context, ListKind::kShards, fields);
      break;
    }
    shards.push_back(ShardOutput::Of(*shard));
  }
  return output;
}

}  // namespace

extern constexpr Operation kListShards =
    DefineOperation<ListShardsInput, ListShardsOutput, ListShards>("ListShards", kInput, kOutput);

}  // namespace runnel
