// THE list of the commands: `runnel help`, the manual page and the completions are made of it.
#pragma once

#include <span>
#include <string_view>

#include "native-server/command_line/commands.h"

namespace runnel {

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(const CommandLine& command_line);
};

std::span<const Command> Commands();

}  // namespace runnel
