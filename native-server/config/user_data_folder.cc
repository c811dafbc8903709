#include "native-server/config/user_data_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <system_error>

namespace runnel {
namespace {

namespace fs = std::filesystem;

// "runnel" in the folder that the variable names, or in this one at home.
fs::path UserFolder(const Environment& environment, std::string_view variable,
                    std::string_view at_home) {
  fs::path folder = Variable(environment, variable);
  if (!folder.is_absolute()) {
    const fs::path home = Variable(environment, "HOME");
    if (!home.is_absolute()) return {};
    folder = home / at_home;
  }
  return folder / "runnel";
}

}  // namespace

fs::path UserDataFolder(const Environment& environment, std::string_view name) {
  const fs::path folder = UserFolder(environment, "XDG_DATA_HOME", ".local/share");
  return folder.empty() ? folder : folder / name;
}

fs::path UserCacheFolder(const Environment& environment, std::string_view name) {
  const fs::path folder = UserFolder(environment, "XDG_CACHE_HOME", ".cache");
  return folder.empty() ? folder : folder / name;
}

fs::path UserStateFolder(const Environment& environment) {
  return UserFolder(environment, "XDG_STATE_HOME", ".local/state");
}

fs::path UserTemporaryFolder(const Environment& environment) {
  fs::path folder = Variable(environment, "TMPDIR");
  if (!folder.is_absolute()) folder = "/tmp";
  return folder / ("runnel-" + std::to_string(getuid()));
}

bool IsOwnFolder(const fs::path& folder) {
  constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;
  struct stat status {};
  return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == geteuid() && (status.st_mode & kOthersWrite) == 0;
}

bool MakePrivateFolder(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error)) {
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  return !error && IsOwnFolder(folder) && access(folder.c_str(), W_OK | X_OK) == 0;
}

}  // namespace runnel
