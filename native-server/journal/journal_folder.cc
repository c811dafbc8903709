#include "native-server/journal/journal_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "native-server/failure.h"
#include "native-server/folder_path.h"

namespace runnel {
namespace {

[[noreturn]] void Fail(const std::filesystem::path& path, const std::string& what) {
  throw Failure(kExitFailed, "cannot keep data in " + path.string() + ": " + what);
}

// Made before SQLite opens it, because SQLite gives new files to everybody to read.
int OpenOwn(const std::filesystem::path& folder, const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) Fail(folder, file.filename().string() + ": " + std::strerror(errno));
  return descriptor;
}

}  // namespace

JournalFolder::JournalFolder(const std::filesystem::path& given) : file_(given / "runnel.db") {
  const std::filesystem::path path = FolderPath(given);
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) Fail(path, std::strerror(errno));
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
