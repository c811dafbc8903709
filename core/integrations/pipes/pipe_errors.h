// The errors of EventBridge Pipes. Source: integrations 3.2.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace runnel::error {

Error PipeNotFound(std::string_view name);
Error PipeExists(std::string_view name);
// Something about it is changing already.
Error PipeInTransition(std::string_view name, std::string_view state);
Error PipeResourceNotFound(std::string_view arn);
Error PipeAcrossRegions();
// The input breaks a rule that no constraint says; `text` says which.
Error PipeInvalid(std::string text);

}  // namespace runnel::error
