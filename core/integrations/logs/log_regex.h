// The regular expressions that filter patterns of CloudWatch Logs may hold between percent signs.
// Source: integrations 5.3.
#pragma once

#include <string_view>

namespace runnel {

// Whether it is one: literals, `.`, classes, \d \s \w and their opposites, `^`, `$`, groups,
// alternatives, and ? * + after any of these.
bool IsLogRegex(std::string_view pattern);

// Whether it matches anywhere in `text`. Gives up, and says no, after a million steps.
// REQUIRES: IsLogRegex(pattern).
bool FindLogRegex(std::string_view pattern, std::string_view text);

}  // namespace runnel
