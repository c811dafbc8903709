// Where a person's programs keep what they make.
#pragma once

#include <filesystem>
#include <string_view>

#include "native-server/config/load_config.h"

namespace runnel {

// "runnel/<name>" in the user's data folder: $XDG_DATA_HOME, or where that is not set
// ~/.local/share. Empty without either.
std::filesystem::path UserDataFolder(const Environment& environment, std::string_view name);

}  // namespace runnel
