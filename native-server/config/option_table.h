// THE list of what can be chosen about `runnel serve`. One entry is a flag (--create-stream-delay),
// a variable (RUNNEL_CREATE_STREAM_DELAY), a key of the configuration file (create-stream-delay), a
// line of `runnel serve --help`, and the field of Config it sets.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/config.h"

namespace runnel {

struct ServeOption {
  std::string_view name;         // "create-stream-delay"
  std::string_view group;        // heading in the help; entries of one group stand together
  std::string_view placeholder;  // "DURATION"
  std::string_view help;
  // May the flag be given more than once? The values are then joined by commas, which is also how
  // a variable says several.
  bool repeatable;
  // May the flag stand alone? It then means "on".
  bool may_stand_alone;

  // Sets the field from what a person wrote. Returns what is wrong with the text and what would be
  // right, or an empty string.
  std::string (*parse)(std::string_view text, Config& config);
  // The field as parse reads it. Empty for a field that is empty.
  std::string (*format)(const Config& config);
};

std::span<const ServeOption> ServeOptions();
// Null: there is none of that name.
const ServeOption* FindServeOption(std::string_view name);
std::vector<std::string_view> ServeOptionNames();

// "create-stream-delay" is "RUNNEL_CREATE_STREAM_DELAY" in the environment.
std::string VariableName(std::string_view option_name);

}  // namespace runnel
