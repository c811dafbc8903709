// The tags of pipes: TagResource, UntagResource and ListTagsForResource of Pipes.
// Source: integrations 3.1.
#include "core/integrations/pipes/api/pipe_input.h"
#include "core/integrations/pipes/pipe_errors.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct PipeTagsInput {
  std::optional<std::string> resource;
  std::optional<TagMap> tags;
  std::optional<std::vector<std::string>> keys;
};
constexpr Shape kKeys = ListShape<std::string>(shapes::kTagKey);
constexpr Member kListInput[] = {
    Field<&PipeTagsInput::resource>("resourceArn", pipe_shapes::kArn).Required(),
};
constexpr Member kTagInput[] = {
    Field<&PipeTagsInput::resource>("resourceArn", pipe_shapes::kArn).Required(),
    Field<&PipeTagsInput::tags>("tags", pipe_shapes::kTags).Required(),
};
constexpr Member kUntagInput[] = {
    Field<&PipeTagsInput::resource>("resourceArn", pipe_shapes::kArn).Required(),
    Field<&PipeTagsInput::keys>("tagKeys", kKeys).Required(),
};
struct PipeTagsOutput {
  TagMap tags;
};
constexpr Member kListOutput[] = {
    Field<&PipeTagsOutput::tags>("tags", pipe_shapes::kTags),
};

Result<const EventSourceMapping*> FindTagged(const Context& context, const std::string& arn) {
  const std::string begin = PipeArn(context.caller, "");
  if (!arn.starts_with(begin)) return error::PipeResourceNotFound(arn);
  return FindPipe(context, std::string_view(arn).substr(begin.size()));
}

Result<PipeTagsOutput> ListPipeTags(Context& context, const PipeTagsInput& input) {
  const auto pipe = FindTagged(context, *input.resource);
  if (!pipe) return pipe.error();
  return PipeTagsOutput{(*pipe)->tags};
}

Result<NoOutput> TagPipe(Context& context, const PipeTagsInput& input) {
  const auto pipe = FindTagged(context, *input.resource);
  if (!pipe) return pipe.error();
  context.Emit(MappingTagsChanged{(*pipe)->uid, *input.tags, {}});
  return NoOutput{};
}

Result<NoOutput> UntagPipe(Context& context, const PipeTagsInput& input) {
  const auto pipe = FindTagged(context, *input.resource);
  if (!pipe) return pipe.error();
  context.Emit(MappingTagsChanged{(*pipe)->uid, {}, *input.keys});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kListPipeTags =
    DefineOperation<PipeTagsInput, PipeTagsOutput, ListPipeTags>("ListTagsForResource", kListInput,
                                                                 kListOutput);
extern constexpr Operation kTagPipe =
    DefineOperation<PipeTagsInput, TagPipe>("TagResource", kTagInput);
extern constexpr Operation kUntagPipe =
    DefineOperation<PipeTagsInput, UntagPipe>("UntagResource", kUntagInput);

}  // namespace runnel
