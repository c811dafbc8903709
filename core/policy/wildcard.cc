#include "core/policy/wildcard.h"

namespace runnel {
namespace {

constexpr int kArnParts = 6;

}  // namespace

bool MatchesWildcard(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;  // in the pattern
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = i;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      // The last star takes one character more. Earlier ones need not: what could come after them
      // has been found.
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool MatchesArn(std::string_view pattern, std::string_view arn) {
  if (pattern == "*") return true;
  for (int part = 1; part < kArnParts; ++part) {
    const std::size_t pattern_end = pattern.find(':');
    const std::size_t arn_end = arn.find(':');
    if (pattern_end == std::string_view::npos || arn_end == std::string_view::npos) return false;
    if (!MatchesWildcard(pattern.substr(0, pattern_end), arn.substr(0, arn_end))) return false;
    pattern.remove_prefix(pattern_end + 1);
    arn.remove_prefix(arn_end + 1);
  }
  return MatchesWildcard(pattern, arn);
}

}  // namespace runnel
