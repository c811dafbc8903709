// What a person typed after the name of a command, taken apart.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/config/load_config.h"

namespace runnel {

struct FlagSpec {
  enum class Value { kNone, kOptional, kRequired };

  std::string_view name;  // without its dashes
  Value value = Value::kRequired;
  bool hidden = false;  // not suggested for a misspelt flag
};

struct Arguments {
  std::vector<GivenFlag> flags;  // a flag given without its optional value has the value "on"
  std::vector<std::string> words;
  bool help = false;  // --help or -h

  // The value of the flag as given last; empty: not given.
  std::string_view Last(std::string_view name) const;
};

// Takes `arguments` apart. Where words are allowed, "-" is one, and so are all that follow "--".
// Throws Failure (kExitUsage) for a flag that is not among `specs`, a value that is missing, and
// words where `words_allowed` is false.
Arguments ParseArguments(std::string_view command, std::span<const FlagSpec> specs,
                         std::span<const std::string> arguments, bool words_allowed = false);

// Throws Failure (kExitUsage) if there are more words than `words_max`, for the first of those.
void RefuseMoreWords(std::string_view command, const Arguments& arguments, std::size_t words_max);

}  // namespace runnel
