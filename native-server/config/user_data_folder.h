// Where a person's programs keep what they make. A path that is not absolute is none, as the
// convention of these variables has it: nothing is made in the folder that somebody happens to be
// in.
#pragma once

#include <filesystem>
#include <string_view>

#include "native-server/config/load_config.h"

namespace runnel {

// "runnel/<name>" in the user's data folder: $XDG_DATA_HOME, or where that is not set
// ~/.local/share. Empty without either.
std::filesystem::path UserDataFolder(const Environment& environment, std::string_view name);

// The same for what can be made again: $XDG_CACHE_HOME, or ~/.cache.
std::filesystem::path UserCacheFolder(const Environment& environment, std::string_view name);

// The same for what is of use only here and now: $XDG_STATE_HOME, or ~/.local/state; "runnel" in
// it.
std::filesystem::path UserStateFolder(const Environment& environment);

// "runnel-<user id>" among the files that are temporary. It may not be there, and may be somebody
// else's.
std::filesystem::path UserTemporaryFolder(const Environment& environment);

// Whether it is there, this user's, and others may not write to it: else it could hold anything.
bool IsOwnFolder(const std::filesystem::path& folder);

// Makes the folder for this user alone. False: it is not there, or not this user's own.
bool MakePrivateFolder(const std::filesystem::path& folder);

}  // namespace runnel
