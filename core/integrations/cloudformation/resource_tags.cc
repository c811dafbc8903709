#include "core/integrations/cloudformation/resource_tags.h"

#include <boost/json/array.hpp>

#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

std::string TextOf(const bj::object& object, bj::string_view key) {
  const bj::value* const value = object.if_contains(key);
  std::string text;
  if (value != nullptr) ScalarText(*value, text);
  return text;
}

bj::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

// A list of {"Key", "Value"} as a map, or what is one already.
bj::object MapOf(const bj::value* list) {
  bj::object tags;
  if (list != nullptr && list->is_object()) {
    for (const auto& tag : list->get_object())
      tags[tag.key()] = TextOf(list->get_object(), tag.key());
  }
  if (list == nullptr || !list->is_array()) return tags;
  for (const bj::value& tag : list->get_array()) {
    if (!tag.is_object()) continue;
    tags[TextOf(tag.get_object(), "Key")] = TextOf(tag.get_object(), "Value");
  }
  return tags;
}

}  // namespace

bj::object TagsOf(const bj::object& properties) { return MapOf(properties.if_contains("Tags")); }

bj::object TagsToCreateWith(const ResourceTask& task) {
  // A resource that has as many tags of its own as there may be goes without.
  constexpr std::size_t kOwnMax = 47;
  bj::object tags = TagsOf(task.properties);
  if (tags.size() > kOwnMax) return tags;
  tags["aws:cloudformation:logical-id"] = task.resource.logical_id;
  tags["aws:cloudformation:stack-id"] = task.stack.id;
  tags["aws:cloudformation:stack-name"] = task.stack.name;
  return tags;
}

void AddStackTags(const TagMap& stack_tags, bj::object& properties) {
  if (stack_tags.empty()) return;
  const bj::object own = TagsOf(properties);
  bj::value& value = properties["Tags"];
  if (!value.is_array() && !value.is_object()) value.emplace_array();
  for (const auto& [key, text] : stack_tags) {
    if (own.contains(key)) continue;
    if (value.is_object()) {
      value.get_object()[key] = text;
    } else {
      value.get_array().push_back(bj::object{{"Key", key}, {"Value", text}});
    }
  }
}

Result<Progress> SettleTags(ResourceTask& task, const std::string& arn, const TagCalls& calls) {
  const auto listed = task.services.Call(calls.list, {{Key(calls.arn), arn}});
  if (!listed) return listed.error();
  const bj::object present = MapOf(listed->if_contains(Key(calls.tags)));
  const bj::object wanted = TagsOf(task.properties);
  bj::object missing;
  for (const auto& tag : wanted) {
    const bj::value* const value = present.if_contains(tag.key());
    if (value == nullptr || *value != tag.value()) missing.emplace(tag.key(), tag.value());
  }
  if (!missing.empty()) {
    auto tagged =
        task.services.Call(calls.tag, {{Key(calls.arn), arn}, {Key(calls.tags), missing}});
    if (!tagged) return tagged.error();
    return Progress::kAgain;
  }
  bj::array superfluous;
  for (const auto& tag : TagsOf(task.before)) {
    if (present.contains(tag.key()) && !wanted.contains(tag.key())) {
      superfluous.emplace_back(tag.key());
    }
  }
  if (superfluous.empty()) return Progress::kDone;
  auto untagged =
      task.services.Call(calls.untag, {{Key(calls.arn), arn}, {Key(calls.keys), superfluous}});
  if (!untagged) return untagged.error();
  return Progress::kAgain;
}

}  // namespace runnel::cloudformation
