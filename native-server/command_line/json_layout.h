// JSON for the eyes of a person.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// The same JSON over several lines, two blanks a level. Nothing but the blanks between values is
// changed: numbers and text stay as they were written. `text` must be JSON.
std::string LayOutJson(std::string_view text);

}  // namespace runnel
