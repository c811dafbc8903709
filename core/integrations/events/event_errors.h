// The errors of EventBridge, one factory per distinct text.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace runnel::error {

Error ConnectionNotFound(std::string_view name_or_arn);
Error ConnectionExists(std::string_view name);
// AuthParameters lack what the type needs.
Error ConnectionParametersMissing(std::string_view member, std::string_view type);
Error ConnectionHeaderInvalid(std::string_view name);

Error ApiDestinationNotFound(std::string_view name);
Error ApiDestinationExists(std::string_view name);
Error ConnectionArnInvalid();
Error EndpointInvalid(std::string_view url);

}  // namespace runnel::error
