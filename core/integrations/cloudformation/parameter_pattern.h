// The regular expressions that templates give for the values of parameters.
#pragma once

#include <string_view>

namespace runnel::cloudformation {

// Whether the whole of `value` matches `pattern`, in time linear in the pattern and quadratic in
// the value. Known are literals, ., classes, escapes of classes (\d \w \s and their opposites),
// groups, alternation and quantifiers. DEVIATION: with anything else in it, such as a look-ahead, a
// pattern matches every value.
bool MatchesPattern(std::string_view value, std::string_view pattern);

}  // namespace runnel::cloudformation
