// Numbers for the eyes of a person.
#pragma once

#include <string>

namespace runnel {

// "0", "3", "3.4", "12k", "5.0M": what matters of a number that is not negative, in five
// characters.
std::string ShortNumber(double number);

}  // namespace runnel
