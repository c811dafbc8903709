// Source: kinesis-api 4.22.
#include "core/api/shapes.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/tags.h"

namespace runnel {
namespace {

struct RemoveTagsFromStreamInput {
  std::optional<std::vector<std::string>> tag_keys;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&RemoveTagsFromStreamInput::tag_keys>("TagKeys", shapes::kTagKeyList).Required(),
    Field<&RemoveTagsFromStreamInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&RemoveTagsFromStreamInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&RemoveTagsFromStreamInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<NoOutput> RemoveTagsFromStream(Context& context, const RemoveTagsFromStreamInput& input) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  const auto checked = CheckStreamTagKeys(*input.tag_keys, stream);
  if (!checked) return checked.error();
  if (const auto ready = RequireActiveOrUpdating(stream); !ready) return ready.error();
  context.Emit(TagsChanged{stream.uid, {}, *input.tag_keys});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kRemoveTagsFromStream =
    DefineOperation<RemoveTagsFromStreamInput, RemoveTagsFromStream>("RemoveTagsFromStream",
                                                                     kInput);

}  // namespace runnel
