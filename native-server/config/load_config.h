// Where the choices come from: flags beat RUNNEL_* variables, which beat the variables of other
// emulators, which beat the configuration file, which beats the defaults.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/config.h"

namespace runnel {

using Environment = std::map<std::string, std::string, std::less<>>;
// The environment of this process.
Environment ProcessEnvironment();
// Empty for a variable that is not set; so is one that is set to nothing.
std::string Variable(const Environment& environment, std::string_view name);

// A flag of the command line, its dashes taken off: an option's name, "config", or a flag of
// kinesalite.
struct GivenFlag {
  std::string name;
  std::string value;
};

struct LoadedConfig {
  Config config;
  // One line each, for the log at start: what was asked for and is not done, and why.
  std::vector<std::string> warnings;
  // Whether anything but the defaults chose the ports.
  bool ports_given = false;
};

// Throws Failure (kExitUsage) for a value that is not one, naming the flag, variable or place in
// the configuration file it came from.
LoadedConfig LoadConfig(std::span<const GivenFlag> flags, const Environment& environment);

}  // namespace runnel
