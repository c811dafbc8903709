// The inspector for browsers, at /_runnel/: a page that looks at the server it came from.
#pragma once

#include <optional>

#include "core/api/request.h"

namespace runnel {

// Empty: not a request for the page or a part of it. A program that was built without the page has
// another at its place, that says how to get it.
std::optional<Reply> AnswerInspectorPage(const Request& request);

}  // namespace runnel
