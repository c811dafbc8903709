#include "native-server/buckets/object_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "native-server/folder_path.h"
#include "native-server/own_folders.h"

namespace runnel {
namespace {

namespace fs = std::filesystem;

std::string Because(const std::string& what, const std::string& path) {
  return what + " " + path + ": " + std::strerror(errno);
}

// Of a file that is open, or -1.
class OpenFile {
 public:
  explicit OpenFile(int number) : number_(number) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  const int number_;
};

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string MakeFolders(const fs::path& folder) {
  errno = MakeOwnFolders(folder);
  return errno == 0 ? std::string() : Because("cannot make the folder", folder);
}

// The file that becomes the object. Always the same, so that what was left unfinished is replaced.
std::string UnfinishedName(const std::string& name) {
  constexpr std::size_t kNameMax = 240;
  return "." + name.substr(name.size() - std::min(name.size(), kNameMax)) + ".part";
}

}  // namespace

std::string FindRootFault(const std::string& root) {
  std::error_code failed;
  if (fs::is_directory(root, failed)) return {};
  return "the folder of --buckets, " + root + ", does not exist or is no folder";
}

std::string PathOfKey(std::string_view key) {
  std::string path;
  while (true) {
    const std::size_t slash = key.find('/');
    const bool last = slash == std::string_view::npos;
    const std::string_view segment = key.substr(0, slash);
    if (segment == "." || segment == "..") {
      for (std::size_t i = 0; i < segment.size(); ++i) path += "%2E";
    } else if (segment.empty() && !last) {
      path += "%2F";  // the second of two slashes
      key.remove_prefix(1);
      continue;
    } else {
      path += segment;
    }
    if (last) return path;
    path += '/';
    key.remove_prefix(slash + 1);
  }
}

std::string TryBucket(const std::string& given_root, const std::string& bucket) {
  const fs::path root = FolderPath(given_root);
  if (std::string fault = FindRootFault(root); !fault.empty()) return fault;
  const fs::path folder = root / bucket;
  if (std::string failure = MakeFolders(folder); !failure.empty()) return failure;
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return Because("cannot write into", folder);
  return {};
}

std::string WriteObject(const std::string& given_root, const std::string& bucket,
                        std::string_view key, std::string_view bytes) {
  const fs::path root = FolderPath(given_root);
  if (std::string fault = FindRootFault(root); !fault.empty()) return fault;
  const fs::path path = root / bucket / PathOfKey(key);
  const fs::path folder = path.parent_path();
  if (std::string failure = MakeFolders(folder); !failure.empty()) return failure;
  const fs::path unfinished = folder / UnfinishedName(path.filename());
  {
    const OpenFile file(::open(
        unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, kOwnFileMode));
    if (file.number() < 0) return Because("cannot write", path);
    if (!WriteAll(file.number(), bytes) || ::fsync(file.number()) != 0) {
      std::string failure = Because("cannot write", path);
      ::unlink(unfinished.c_str());
      return failure;
    }
  }
  if (::rename(unfinished.c_str(), path.c_str()) != 0) {
    std::string failure = Because("cannot write", path);
    ::unlink(unfinished.c_str());
    return failure;
  }
  SyncFolder(folder);
  return {};
}

}  // namespace runnel
