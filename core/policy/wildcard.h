// Wildcards as IAM policies have them: "*" for any text, "?" for any one character.
#pragma once

#include <string_view>

#include "core/base/wildcard.h"  // MatchesWildcard; case matters

namespace runnel {

// The same for ARNs: each of their six parts on its own, so that no wildcard reaches over a colon
// but in the last. "*" alone matches everything.
bool MatchesArn(std::string_view pattern, std::string_view arn);

}  // namespace runnel
