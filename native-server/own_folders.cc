#include "native-server/own_folders.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace runnel {

int MakeOwnFolders(const std::filesystem::path& folder) {
  if (folder.empty()) return 0;
  const std::filesystem::path parent = folder.parent_path();
  if (::mkdir(folder.c_str(), kOwnFolderMode) != 0) {
    if (errno == EEXIST) return 0;
    if (errno != ENOENT || parent == folder) return errno;
    if (const int failed = MakeOwnFolders(parent); failed != 0) return failed;
    if (::mkdir(folder.c_str(), kOwnFolderMode) != 0) return errno == EEXIST ? 0 : errno;
  }
  SyncFolder(parent);
  return 0;
}

void SyncFolder(const std::filesystem::path& folder) {
  const int file =
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

}  // namespace runnel
