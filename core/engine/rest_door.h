// The REST and JSON protocol: from a request to a checked input, and errors in its form.
// Source: integrations 0.3.
#pragma once

#include <optional>

#include "core/api/request.h"
#include "core/base/result.h"
#include "core/integrations/rest_routes.h"

namespace runnel {

// Fills `input`, which `operation` describes, from the path, the query and the body.
Result<void> ReadRestInput(const RoutedRequest& routed, std::string_view body, void* input);

// `of_pipes`: as Pipes tells it (3.2), else as Lambda does.
Reply EncodeRestError(const Error& error, bool of_pipes = false);

// No operation has this method and path.
Error RestPathUnknown(std::string_view method, std::string_view target);

}  // namespace runnel
