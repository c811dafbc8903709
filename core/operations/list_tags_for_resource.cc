// Source: kinesis-api 4.23.
#include "core/operations/operation.h"
#include "core/operations/tag_list.h"
#include "core/operations/tagged_resource.h"

namespace runnel {
namespace {

struct ListTagsForResourceInput {
  std::optional<std::string> resource_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&ListTagsForResourceInput::resource_arn>("ResourceARN", shapes::kResourceArn).Required(),
    Field<&ListTagsForResourceInput::stream_id>("StreamId", shapes::kStreamId),
};

struct ListTagsForResourceOutput {
  std::optional<std::vector<TagOutput>> tags;
};
constexpr Member kOutput[] = {
    Field<&ListTagsForResourceOutput::tags>("Tags", kTagList),
};

Result<ListTagsForResourceOutput> ListTagsForResource(Context& context,
                                                      const ListTagsForResourceInput& input) {
  const auto resource = FindResource(context, *input.resource_arn);
  if (!resource) return resource.error();
  ListTagsForResourceOutput output;
  auto& listed = output.tags.emplace();
  for (const auto& [key, value] : TagsOf(*resource)) listed.push_back({key, value});
  return output;
}

}  // namespace

extern constexpr Operation kListTagsForResource =
    DefineOperation<ListTagsForResourceInput, ListTagsForResourceOutput, ListTagsForResource>(
        "ListTagsForResource", kInput, kOutput);

}  // namespace runnel
