// What a ResourceARN names: a stream, a consumer or a channel.
// Source: kinesis-api 4.23, kinesis-api-45 2.7.
#pragma once

#include <string>
#include <variant>

#include "core/base/result.h"
#include "core/model/tag_map.h"
#include "core/operations/context.h"

namespace runnel {

using Resource = std::variant<const Stream*, const Consumer*, const Channel*>;

// Errors: InvalidArgumentException for an ARN that names nothing of the kind,
// ResourceNotFoundException.
Result<Resource> FindResource(const Context& context, const std::string& arn);

const TagMap& TagsOf(const Resource& resource);
std::variant<StreamUid, ConsumerUid, ChannelUid> UidOf(const Resource& resource);
// Errors: ResourceInUseException for a stream or a channel that is neither ACTIVE nor UPDATING, and
// for a consumer that is not ACTIVE.
Result<void> RequireTaggable(const Resource& resource);

}  // namespace runnel
