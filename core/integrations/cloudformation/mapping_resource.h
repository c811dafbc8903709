// AWS::Lambda::EventSourceMapping: the calls that make one and bring it to its properties.
#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "core/base/result.h"
#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

std::span<const PropertyRule> MappingProperties();
Result<Progress> CreateMapping(ResourceTask& task);
// Waits until the mapping is enabled or disabled, and brings it to what has changed.
Result<Progress> SettleMapping(ResourceTask& task);
Result<Progress> RemoveMapping(ResourceTask& task);
Result<boost::json::object> MappingAttributes(ResourceTask& task);

}  // namespace runnel::cloudformation
