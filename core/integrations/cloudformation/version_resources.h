// What belongs to a function: AWS::Lambda::Version, AWS::Lambda::Alias, AWS::Lambda::Permission.
#pragma once

#include <span>

#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

std::span<const ResourceType> VersionResourceTypes();

}  // namespace runnel::cloudformation
