// Wildcards as IAM policies have them: "*" for any text, "?" for any one character.
#pragma once

#include <string_view>

namespace runnel {

// Case matters.
bool MatchesWildcard(std::string_view pattern, std::string_view text);

// The same for ARNs: each of their six parts on its own, so that no wildcard reaches over a colon
// but in the last. "*" alone matches everything.
bool MatchesArn(std::string_view pattern, std::string_view arn);

}  // namespace runnel
