// What the commands say of themselves, for the manual page and for completions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "native-server/command_line/command_table.h"

namespace runnel {

// What `runnel COMMAND --help` prints.
std::string HelpOf(const Command& command);

struct HelpFlag {
  std::string name;  // without its dashes
  bool takes_value;  // must a value follow it, after a blank?
  std::string placeholder;
  std::string help;  // as far as it stands in the flag's own line
};

// The flags that a help text lists, in lines such as "  --name VALUE, --other   text" and
// "  --name[=VALUE]", and those that only its usage has, such as "[--name VALUE]".
std::vector<HelpFlag> FlagsOf(std::string_view help_text);

// The words of which the first argument can be one, by the usage: export and import of
// "runnel snapshot export FILE" and "runnel snapshot import FILE".
std::vector<std::string> WordsOf(std::string_view help_text);

}  // namespace runnel
