// Source: kinesis-api 4.1.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/tags.h"

namespace runnel {
namespace {

struct AddTagsToStreamInput {
  std::optional<TagMap> tags;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&AddTagsToStreamInput::tags>("Tags", shapes::kTagMap).Required(),
    Field<&AddTagsToStreamInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&AddTagsToStreamInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&AddTagsToStreamInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<NoOutput> AddTagsToStream(Context& context, const AddTagsToStreamInput& input) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  if (const auto checked = CheckStreamTags(*input.tags, stream); !checked) return checked.error();
  if (TagCountAfter(stream.tags, *input.tags) > limits::kTagsMax) {
    return error::TooManyTagsOnStream(stream.name(), stream.account(), limits::kTagsMax);
  }
  if (const auto ready = RequireActiveOrUpdating(stream); !ready) return ready.error();
  context.Emit(TagsChanged{stream.uid, *input.tags, {}});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kAddTagsToStream =
    DefineOperation<AddTagsToStreamInput, AddTagsToStream>("AddTagsToStream", kInput);

}  // namespace runnel
