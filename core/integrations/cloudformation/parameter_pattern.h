// The regular expressions that templates give for the values of parameters.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace runnel::cloudformation {

// Whether the whole of `value` matches `pattern`. Known are literals, ., classes, their escapes
// (\d \w \s and their opposites), groups, alternation and quantifiers. DEVIATION: with anything
// else in it, such as a look-ahead, a pattern matches every value. `steps` is how many may be
// taken, and becomes how many are left; without any, nullopt: nested quantifiers can need a power
// of the value's length.
std::optional<bool> MatchesPattern(std::string_view value, std::string_view pattern,
                                   std::size_t& steps);

}  // namespace runnel::cloudformation
