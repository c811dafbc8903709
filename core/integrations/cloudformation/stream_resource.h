// AWS::Kinesis::Stream: the calls that make one and bring it to its properties.
#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "core/base/result.h"
#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

std::span<const PropertyRule> StreamProperties();
// A stream with neither ShardCount nor StreamModeDetails is provisioned, with one shard.
Result<Progress> CreateStream(ResourceTask& task);
// Compares what has changed in the template with what the stream is, and calls what is missing.
Result<Progress> SettleStream(ResourceTask& task);
Result<Progress> RemoveStream(ResourceTask& task);
Result<boost::json::object> StreamAttributes(ResourceTask& task);

}  // namespace runnel::cloudformation
