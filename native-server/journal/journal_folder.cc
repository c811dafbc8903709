#include "native-server/journal/journal_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "native-server/failure.h"
#include "native-server/folder_path.h"
#include "native-server/own_folders.h"

namespace runnel {
namespace {

[[noreturn]] void Fail(const std::filesystem::path& path, const std::string& what) {
  throw Failure(kExitFailed, "cannot keep data in " + path.string() + ": " + what);
}

// Made before SQLite opens it, because SQLite gives new files to everybody to read.
int OpenOwn(const std::filesystem::path& folder, const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnFileMode);
  if (descriptor < 0) Fail(folder, file.filename().string() + ": " + std::strerror(errno));
  return descriptor;
}

}  // namespace

JournalFolder::JournalFolder(const std::filesystem::path& given) : file_(given / "runnel.db") {
  const std::filesystem::path path = FolderPath(given);
  if (const int failed = MakeOwnFolders(path); failed != 0) Fail(path, std::strerror(failed));
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) Fail(path, "it is not a folder");
  lock_ = OpenOwn(path, path / "runnel.lock");
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    close(lock_);
    Fail(path,
         "another Runnel keeps its data there; stop it (`runnel status` lists servers), or choose "
         "another folder with --data");
  }
  close(OpenOwn(path, file_));
}

JournalFolder::~JournalFolder() { close(lock_); }

}  // namespace runnel
