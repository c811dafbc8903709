// AWS::Kinesis::Stream, AWS::Kinesis::StreamConsumer and AWS::Kinesis::ResourcePolicy.
#pragma once

#include <span>

#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

std::span<const ResourceType> KinesisResourceTypes();

}  // namespace runnel::cloudformation
