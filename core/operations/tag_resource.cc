// Source: kinesis-api 4.23.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/operation.h"
#include "core/operations/tagged_resource.h"
#include "core/operations/tags.h"

namespace runnel {
namespace {

struct TagResourceInput {
  std::optional<TagMap> tags;
  std::optional<std::string> resource_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&TagResourceInput::tags>("Tags", shapes::kTagMap).Required(),
    Field<&TagResourceInput::resource_arn>("ResourceARN", shapes::kResourceArn).Required(),
    Field<&TagResourceInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<NoOutput> TagResource(Context& context, const TagResourceInput& input) {
  const auto resource = FindResource(context, *input.resource_arn);
  if (!resource) return resource.error();
  if (const auto checked = CheckResourceTags(context, *input.tags); !checked)
    return checked.error();
  if (TagCountAfter(TagsOf(*resource), *input.tags) > limits::kTagsMax) {
    return error::TooManyTags(*input.resource_arn, limits::kTagsMax);
  }
  if (const auto ready = RequireTaggable(*resource); !ready) return ready.error();
  context.Emit(TagsChanged{UidOf(*resource), *input.tags, {}});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kTagResource =
    DefineOperation<TagResourceInput, TagResource>("TagResource", kInput);

}  // namespace runnel
