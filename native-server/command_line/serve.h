// The serving itself, as `serve` and `restart` do it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "native-server/command_line/commands.h"
#include "native-server/config/load_config.h"

namespace runnel {

// The choices of a command line after `runnel serve`. Throws Failure (kExitUsage).
LoadedConfig LoadServeConfig(std::span<const std::string> arguments,
                             const Environment& environment);

// Serves until SIGINT or SIGTERM, here or in the background as the config says, and returns the
// exit status. `arguments` are kept for `runnel restart`. Throws Failure if the server cannot
// start.
int Serve(const LoadedConfig& loaded, const std::vector<std::string>& arguments,
          const Environment& environment);

}  // namespace runnel
