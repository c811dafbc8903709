// AWS::Lambda::Function.
#pragma once

#include <span>

#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

std::span<const ResourceType> FunctionResourceTypes();

}  // namespace runnel::cloudformation
