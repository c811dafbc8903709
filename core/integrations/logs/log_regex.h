// The regular expressions that filter patterns of CloudWatch Logs may hold between percent signs.
// Source: integrations 5.3.
#pragma once

#include <cstdint>
#include <string_view>

namespace runnel {

// Whether it is one: literals, `.`, classes, \d \s \w and their opposites, `^`, `$`, groups,
// alternatives, and ? * + after any of these.
bool IsLogRegex(std::string_view pattern);

// What a search may take in all: some expressions take a time that doubles with every character.
struct LogRegexBudget {
  std::int64_t steps = 10'000'000;
  bool exceeded = false;  // a search was given up: whether there is a match is not known
};

// Whether it matches anywhere in `text`. False too when it gives up.
// REQUIRES: IsLogRegex(pattern).
bool FindLogRegex(std::string_view pattern, std::string_view text, LogRegexBudget& budget);

}  // namespace runnel
