// Names that people already have in their compose files and scripts: the variables of kinesis-mock,
// LocalStack and ferrokinesis, and the flags of kinesalite. Each is taken as the option it means,
// or answered by one line that says why not and what to use instead.
#pragma once

#include <span>
#include <string_view>

#include "native-server/config/config_builder.h"
#include "native-server/config/load_config.h"

namespace runnel {

// Takes what is set in `environment`. Options already set by one of these variables are not set
// again: what differs becomes a warning.
void TakeLegacyVariables(const Environment& environment, ConfigBuilder& builder);

struct LegacyFlag {
  std::string_view name;    // without its dashes
  std::string_view option;  // empty: it has no meaning here, `answer` says why
  std::string_view answer;
  bool takes_value;
};

// Not in the help; accepted all the same.
std::span<const LegacyFlag> LegacyFlags();
// Null: there is none of that name.
const LegacyFlag* FindLegacyFlag(std::string_view name);

}  // namespace runnel
