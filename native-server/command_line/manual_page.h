// The manual page, runnel(1).
#pragma once

#include <string>

namespace runnel {

// In the language of troff: made of the list of commands, their helps and the options of
// `runnel serve`.
std::string ManualPage();

}  // namespace runnel
