// The commands of the program, one file each: serve_command.cc, stop_command.cc, …
#pragma once

#include <string>
#include <vector>

#include "native-server/config/load_config.h"

namespace runnel {

struct Invocation {
  std::vector<std::string> arguments;  // what came after the command's name
  Environment environment;
};

// Each returns the exit status of the program, and throws Failure for an end with a message.
int ServeCommand(const Invocation& invocation);
int StopCommand(const Invocation& invocation);
int RestartCommand(const Invocation& invocation);
int StatusCommand(const Invocation& invocation);
int AwsCommand(const Invocation& invocation);
int CallCommand(const Invocation& invocation);

}  // namespace runnel
