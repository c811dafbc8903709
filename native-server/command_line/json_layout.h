// JSON laid out anew, for the eyes of a person or on one line.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// The same JSON over several lines, two blanks a level. Nothing but the blanks between values is
// changed: numbers and text stay as they were written. `text` must be JSON.
std::string LayOutJson(std::string_view text);

// The same JSON on one line, without blanks between values; else nothing is changed. `text` must be
// JSON.
std::string CompactJson(std::string_view text);

}  // namespace runnel
