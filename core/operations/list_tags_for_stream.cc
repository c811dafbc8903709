// Source: kinesis-api 4.22.
#include <algorithm>

#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/tag_list.h"

namespace runnel {
namespace {

constexpr Shape kLimit =
    NumberShape(ShapeKind::kInteger, 1, std::int64_t{limits::kListTagsPageMax});

struct ListTagsForStreamInput {
  std::optional<std::int32_t> limit;
  std::optional<std::string> exclusive_start_tag_key;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&ListTagsForStreamInput::limit>("Limit", kLimit),
    Field<&ListTagsForStreamInput::exclusive_start_tag_key>("ExclusiveStartTagKey",
                                                            shapes::kTagKey),
    Field<&ListTagsForStreamInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&ListTagsForStreamInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&ListTagsForStreamInput::stream_id>("StreamId", shapes::kStreamId),
};

struct ListTagsForStreamOutput {
  std::optional<std::vector<TagOutput>> tags;
  std::optional<bool> has_more_tags;
};
constexpr Member kOutput[] = {
    Field<&ListTagsForStreamOutput::tags>("Tags", kTagList).Required(),
    Field<&ListTagsForStreamOutput::has_more_tags>("HasMoreTags", shapes::kBoolean).Required(),
};

Result<ListTagsForStreamOutput> ListTagsForStream(Context& context,
                                                  const ListTagsForStreamInput& input) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const TagMap& tags = (*found)->tags;
  const auto page = static_cast<std::size_t>(input.limit.value_or(limits::kListTagsPageMax));
  ListTagsForStreamOutput output;
  auto& listed = output.tags.emplace();
  auto tag = input.exclusive_start_tag_key ? tags.upper_bound(*input.exclusive_start_tag_key)
                                           : tags.begin();
  for (; tag != tags.end() && listed.size() < page; ++tag) {
    listed.push_back({tag->first, tag->second});
  }
  output.has_more_tags = tag != tags.end();
  return output;
}

}  // namespace

extern constexpr Operation kListTagsForStream =
    DefineOperation<ListTagsForStreamInput, ListTagsForStreamOutput, ListTagsForStream>(
        "ListTagsForStream", kInput, kOutput);

}  // namespace runnel
