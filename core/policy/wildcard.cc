#include "core/policy/wildcard.h"

namespace runnel {
namespace {

constexpr int kArnParts = 6;

}  // namespace

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
