// The configuration file of `runnel serve --config FILE`: YAML, one key for each option.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runnel {

struct ConfigFileEntry {
  std::string option;  // a name from the option table
  std::string value;   // as a flag would say it; a YAML list is joined by commas
  int line = 0;
};

// Reads the file at `path`. Throws Failure (kExitUsage) if it cannot be read, is not YAML, or has a
// key that is not an option.
std::vector<ConfigFileEntry> ReadConfigFile(const std::string& path);

// The same for text already read; `name` stands for the file in messages.
std::vector<ConfigFileEntry> ParseConfigText(const std::string& text, std::string_view name);

}  // namespace runnel
