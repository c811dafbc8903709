// Source: kinesis-api 4.4.
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/paging.h"
#include "core/operations/shard_description.h"
#include "core/operations/stream_description.h"

namespace runnel {
namespace {

struct DescribeStreamInput {
  std::optional<std::int32_t> limit;
  std::optional<std::string> exclusive_start_shard_id;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&DescribeStreamInput::limit>("Limit", shapes::kPageLimit),
    Field<&DescribeStreamInput::exclusive_start_shard_id>("ExclusiveStartShardId",
                                                          shapes::kShardId),
    Field<&DescribeStreamInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&DescribeStreamInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&DescribeStreamInput::stream_id>("StreamId", shapes::kStreamId),
};

struct StreamDescriptionOutput : StreamDescriptionBase {
  std::optional<std::vector<ShardOutput>> shards;
  std::optional<bool> has_more_shards;
};
constexpr Member kDescriptionOnly[] = {
    Field<&StreamDescriptionOutput::shards>("Shards", kShardList).Required(),
    Field<&StreamDescriptionOutput::has_more_shards>("HasMoreShards", shapes::kBoolean).Required(),
};
constexpr auto kDescription = JoinMembers(kStreamDescriptionBaseMembers, kDescriptionOnly);
constexpr Shape kDescriptionShape = StructureShape(kDescription);

struct DescribeStreamOutput {
  std::optional<StreamDescriptionOutput> stream_description;
};
constexpr Member kOutput[] = {
    Field<&DescribeStreamOutput::stream_description>("StreamDescription", kDescriptionShape)
        .Required(),
};

Result<DescribeStreamOutput> DescribeStream(Context& context, const DescribeStreamInput& input) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  StreamDescriptionOutput description;
  Describe(stream, description);
  const std::size_t page = PageSize(input.limit, limits::kDescribeStreamPageMax);
  auto& shards = description.shards.emplace();
  description.has_more_shards = false;
  for (const auto& shard : stream.shards) {
    if (!shard) continue;
    // AWS: the start need not exist; ids compare as text.
    if (input.exclusive_start_shard_id && shard->id.ToString() <= *input.exclusive_start_shard_id) {
      continue;
    }
    if (shards.size() == page) {
      description.has_more_shards = true;
      break;
    }
    shards.push_back(ShardOutput::Of(*shard));
  }
  return DescribeStreamOutput{std::move(description)};
}

}  // namespace

extern constexpr Operation kDescribeStream =
    DefineOperation<DescribeStreamInput, DescribeStreamOutput, DescribeStream>("DescribeStream",
                                                                               kInput, kOutput);

}  // namespace runnel
