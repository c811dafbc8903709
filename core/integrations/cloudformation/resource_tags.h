// Tags of resources: a list of Key and Value in templates, or a map as in calls.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

// The property Tags as the map that calls take; empty: there are none.
boost::json::object TagsOf(const boost::json::object& properties);

// The same with those that AWS adds by itself, which tell the stack and the resource's name in it.
boost::json::object TagsToCreateWith(const ResourceTask& task);

// The tags of a stack beside those that a resource has, which come first.
void AddStackTags(const TagMap& stack_tags, boost::json::object& properties);

// How a service spells the calls about tags.
struct TagCalls {
  std::string_view list;
  std::string_view tag;
  std::string_view untag;
  std::string_view arn;   // the member that names the resource
  std::string_view tags;  // of the input; that of the list's answer is spelt likewise
  std::string_view keys;
};
inline constexpr TagCalls kKinesisTags = {"ListTagsForResource", "TagResource", "UntagResource",
                                          "ResourceARN",         "Tags",        "TagKeys"};
inline constexpr TagCalls kLambdaTags = {
    "ListTags", "lambda:TagResource", "lambda:UntagResource", "Resource", "Tags", "tagKeys"};

// Brings the tags of a resource from `before` to what the task says, by one call at most.
Result<Progress> SettleTags(ResourceTask& task, const std::string& arn,
                            const TagCalls& calls = kKinesisTags);

}  // namespace runnel::cloudformation
