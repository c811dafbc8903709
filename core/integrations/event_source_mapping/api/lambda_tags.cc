// Lambda's ListTags, TagResource and UntagResource, for mappings and functions.
// Source: integrations 1.1, 1.5.
#include "core/api/function_errors.h"
#include "core/api/mapping_errors.h"
#include "core/api/shapes.h"
#include "core/model/function_name.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct LambdaTagsInput {
  std::optional<std::string> resource;
  std::optional<TagMap> tags;
  std::optional<std::vector<std::string>> tag_keys;
};
constexpr Shape kTagValue = StringShape(0, 256);
constexpr Shape kTags = MapShape(shapes::kTagKey, kTagValue, 0, 200);
constexpr Shape kKeys = ListShape<std::string>(shapes::kTagKey);
constexpr Member kListInput[] = {
    Field<&LambdaTagsInput::resource>("Resource", shapes::kText).Required(),
};
constexpr Member kTagInput[] = {
    Field<&LambdaTagsInput::resource>("Resource", shapes::kText).Required(),
    Field<&LambdaTagsInput::tags>("Tags", kTags).Required(),
};
constexpr Member kUntagInput[] = {
    Field<&LambdaTagsInput::resource>("Resource", shapes::kText).Required(),
    Field<&LambdaTagsInput::tag_keys>("tagKeys", kKeys).Required(),
};

struct LambdaTagsOutput {
  TagMap tags;
};
constexpr Member kOutput[] = {Field<&LambdaTagsOutput::tags>("Tags", kTags)};

// What tags are on; one of the two is there.
struct Tagged {
  const EventSourceMapping* mapping = nullptr;
  const Function* function = nullptr;
};

Result<Tagged> FindTagged(const Context& context, const std::string& arn) {
  constexpr std::string_view kMapping = ":event-source-mapping:";
  if (!arn.starts_with("arn:aws:lambda:")) return error::MalformedTagResource(arn);
  if (arn.find(kMapping) != std::string::npos) {
    for (const auto& [uid, mapping] : context.state.mappings()) {
      const bool is_own = mapping.scope == context.caller && !mapping.configuration.pipe;
      if (is_own && mapping.Arn() == arn) return Tagged{&mapping, nullptr};
    }
    return error::MappingNotFound(arn);
  }
  const auto name = FunctionName::Parse(arn, context.caller);
  if (!name || !name->qualifier.empty()) return error::MalformedTagResource(arn);
  const Function* const function = context.state.FindFunction(name->scope, name->name);
  if (function == nullptr) return error::FunctionNotFound(arn);
  return Tagged{nullptr, function};
}

Result<LambdaTagsOutput> ListLambdaTags(Context& context, const LambdaTagsInput& input) {
  const auto tagged = FindTagged(context, *input.resource);
  if (!tagged) return tagged.error();
  if (tagged->mapping != nullptr) return LambdaTagsOutput{tagged->mapping->tags};
  return LambdaTagsOutput{tagged->function->tags};
}

Result<NoOutput> ChangeTags(Context& context, const std::string& arn, const TagMap& set,
                            const std::vector<std::string>& removed) {
  const auto tagged = FindTagged(context, arn);
  if (!tagged) return tagged.error();
  if (tagged->mapping != nullptr) {
    context.Emit(MappingTagsChanged{tagged->mapping->uid, set, removed});
    return NoOutput{};
  }
  Function function = *tagged->function;
  for (const auto& [key, value] : set) function.tags.insert_or_assign(key, value);
  for (const std::string& key : removed) function.tags.erase(key);
  context.Emit(FunctionPut{std::move(function)});
  return NoOutput{};
}

Result<NoOutput> TagLambda(Context& context, const LambdaTagsInput& input) {
  return ChangeTags(context, *input.resource, *input.tags, {});
}

Result<NoOutput> UntagLambda(Context& context, const LambdaTagsInput& input) {
  return ChangeTags(context, *input.resource, {}, *input.tag_keys);
}

}  // namespace

extern constexpr Operation kListLambdaTags =
    DefineOperation<LambdaTagsInput, LambdaTagsOutput, ListLambdaTags>("ListTags", kListInput,
                                                                       kOutput);
extern constexpr Operation kTagLambda =
    DefineOperation<LambdaTagsInput, TagLambda>("TagResource", kTagInput);
extern constexpr Operation kUntagLambda =
    DefineOperation<LambdaTagsInput, UntagLambda>("UntagResource", kUntagInput);

}  // namespace runnel
