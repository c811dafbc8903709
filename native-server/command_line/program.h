// The program `runnel`: finds the command and runs it.
#pragma once

#include <string>
#include <vector>

#include "native-server/config/load_config.h"
#include "native-server/version.h"

namespace runnel {

// `arguments` begin with the name the program was started by: `awsemu` means `runnel aws`. Returns
// the exit status; throws Failure.
int RunProgram(const std::vector<std::string>& arguments, const Environment& environment,
               const Build& build);

}  // namespace runnel
