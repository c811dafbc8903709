// ListTagsForResource, TagResource, UntagResource, ListTagsLogGroup.
// Source: integrations 5.1.
#include "core/integrations/logs/log_errors.h"
#include "core/integrations/logs/log_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct TaggedLogGroupInput {
  std::optional<std::string> arn;
  std::optional<std::string> group;
  std::optional<TagMap> tags;
  std::optional<std::vector<std::string>> tag_keys;
};
constexpr Member kListInput[] = {
    Field<&TaggedLogGroupInput::arn>("resourceArn", log_shapes::kIdentifier).Required(),
};
constexpr Member kListOldInput[] = {
    Field<&TaggedLogGroupInput::group>("logGroupName", log_shapes::kGroup).Required(),
};
constexpr Member kTagInput[] = {
    Field<&TaggedLogGroupInput::arn>("resourceArn", log_shapes::kIdentifier).Required(),
    Field<&TaggedLogGroupInput::tags>("tags", log_shapes::kTags).Required(),
};
constexpr Member kUntagInput[] = {
    Field<&TaggedLogGroupInput::arn>("resourceArn", log_shapes::kIdentifier).Required(),
    Field<&TaggedLogGroupInput::tag_keys>("tagKeys", log_shapes::kTagKeys).Required(),
};

struct LogTagsOutput {
  TagMap tags;
};
constexpr Member kOutput[] = {
    Field<&LogTagsOutput::tags>("tags", log_shapes::kTags),
};

Result<LogGroup*> Find(const Context& context, const TaggedLogGroupInput& input) {
  const auto name = LogGroupNameOf(input.group, input.arn);
  if (!name) return name.error();
  return FindLogGroup(context, *name);
}

Result<LogTagsOutput> ListTags(Context& context, const TaggedLogGroupInput& input) {
  const auto group = Find(context, input);
  if (!group) return group.error();
  return LogTagsOutput{(*group)->tags};
}

Result<NoOutput> Tag(Context& context, const TaggedLogGroupInput& input) {
  const auto group = Find(context, input);
  if (!group) return group.error();
  for (const auto& [key, value] : *input.tags) (*group)->tags[key] = value;
  return NoOutput{};
}

Result<NoOutput> Untag(Context& context, const TaggedLogGroupInput& input) {
  const auto group = Find(context, input);
  if (!group) return group.error();
  for (const std::string& key : *input.tag_keys) (*group)->tags.erase(key);
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kListTagsForLogResource =
    DefineOperation<TaggedLogGroupInput, LogTagsOutput, ListTags>("ListTagsForResource", kListInput,
                                                                  kOutput);
extern constexpr Operation kListTagsLogGroup =
    DefineOperation<TaggedLogGroupInput, LogTagsOutput, ListTags>("ListTagsLogGroup", kListOldInput,
                                                                  kOutput);
extern constexpr Operation kTagLogResource =
    DefineOperation<TaggedLogGroupInput, Tag>("TagResource", kTagInput);
extern constexpr Operation kUntagLogResource =
    DefineOperation<TaggedLogGroupInput, Untag>("UntagResource", kUntagInput);

}  // namespace runnel
