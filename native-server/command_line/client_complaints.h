// What clients say when they do not get on with a server, and what to change.
#pragma once

#include <string_view>
#include <vector>

namespace runnel {

// The advice for each kind of complaint that is found in the text of a client's error. Empty: none
// is known.
std::vector<std::string_view> AdviceFor(std::string_view error_text);

}  // namespace runnel
