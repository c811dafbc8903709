#include "native-server/config/user_data_folder.h"

namespace runnel {

std::filesystem::path UserDataFolder(const Environment& environment, std::string_view name) {
  std::filesystem::path folder = Variable(environment, "XDG_DATA_HOME");
  if (folder.empty()) {
    const std::string home = Variable(environment, "HOME");
    if (home.empty()) return {};
    folder = std::filesystem::path(home) / ".local" / "share";
  }
  return folder / "runnel" / name;
}

}  // namespace runnel
