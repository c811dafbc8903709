// Tags of a resource, sorted by key in code-point order as ListTagsForStream gives them.
#pragma once

#include <map>
#include <string>

namespace runnel {

using TagMap = std::map<std::string, std::string>;

}  // namespace runnel
