// AWS::Pipes::Pipe.
#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "core/base/result.h"
#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

std::span<const ResourceType> PipeResourceTypes();

}  // namespace runnel::cloudformation
