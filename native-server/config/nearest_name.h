// "Did you mean …?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace runnel {

// The candidate that takes the fewest single-letter changes to reach, if it takes so few that the
// person probably meant it; else empty. Case does not matter.
std::string_view NearestName(std::string_view name, std::span<const std::string_view> candidates);

// " (did you mean --port?)", or empty when nothing is near. `prefix` goes before the candidate.
std::string Suggestion(std::string_view name, std::span<const std::string_view> candidates,
                       std::string_view prefix = {});

}  // namespace runnel
