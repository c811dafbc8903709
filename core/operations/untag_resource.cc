// Source: kinesis-api 4.23.
#include "core/api/shapes.h"
#include "core/operations/operation.h"
#include "core/operations/tagged_resource.h"
#include "core/operations/tags.h"

namespace runnel {
namespace {

struct UntagResourceInput {
  std::optional<std::vector<std::string>> tag_keys;
  std::optional<std::string> resource_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&UntagResourceInput::tag_keys>("TagKeys", shapes::kTagKeyList).Required(),
    Field<&UntagResourceInput::resource_arn>("ResourceARN", shapes::kResourceArn).Required(),
    Field<&UntagResourceInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<NoOutput> UntagResource(Context& context, const UntagResourceInput& input) {
  const auto resource = FindResource(context, *input.resource_arn);
  if (!resource) return resource.error();
  if (const auto checked = CheckResourceTagKeys(*input.tag_keys); !checked) return checked.error();
  if (const auto ready = RequireTaggable(*resource); !ready) return ready.error();
  context.Emit(TagsChanged{UidOf(*resource), {}, *input.tag_keys});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kUntagResource =
    DefineOperation<UntagResourceInput, UntagResource>("UntagResource", kInput);

}  // namespace runnel
