// Tags as the list operations give them.
// Source: kinesis-api 2.2.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/shapes.h"

namespace runnel {

struct TagOutput {
  std::optional<std::string> key;
  std::optional<std::string> value;
};
inline constexpr Member kTagMembers[] = {
    Field<&TagOutput::key>("Key", shapes::kTagKey).Required(),
    Field<&TagOutput::value>("Value", shapes::kTagValue),
};
inline constexpr Shape kTagShape = StructureShape(kTagMembers);
inline constexpr Shape kTagList = ListShape<TagOutput>(kTagShape);

}  // namespace runnel
