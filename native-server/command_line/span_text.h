// Spans of time for the eyes of a person.
#pragma once

#include <cstdint>
#include <string>

namespace runnel {

// "2d 3h", "3m 12s", "0s": the two largest units. REQUIRES: not negative.
std::string SpanText(std::int64_t seconds);

}  // namespace runnel
