// Resources of services that are not emulated, which real templates have beside those that are:
// they get an id and attributes, and nothing stands behind them.
#pragma once

#include <span>

#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

std::span<const ResourceType> PlaceholderResourceTypes();

// Of resources whose type is unknown.
const ResourceType& SkippedResourceType();

}  // namespace runnel::cloudformation
