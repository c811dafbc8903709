#include "native-server/tls/authority_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "native-server/failure.h"

namespace runnel {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCertificateFile = "ca.pem";
constexpr std::string_view kKeyFile = "ca-key.pem";

[[noreturn]] void Fail(const fs::path& path, const std::string& why) {
  throw Failure(kExitFailed, "cannot keep TLS certificates in " + path.string() + ": " + why);
}

std::string Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

KeyAndCertificate Load(const fs::path& folder) {
  return {ReadKey(Read(folder / kKeyFile)), ReadCertificate(Read(folder / kCertificateFile))};
}

void Write(const fs::path& path, const std::string& text, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) Fail(path, std::generic_category().message(errno));
  const ssize_t written = ::write(file, text.data(), text.size());
  const int error = errno;
  ::close(file);
  if (written != static_cast<ssize_t>(text.size())) {
    Fail(path, std::generic_category().message(error));
  }
}

}  // namespace

fs::path AuthorityCertificatePath(const fs::path& folder) { return folder / kCertificateFile; }

KeyAndCertificate LoadOrMakeAuthority(const fs::path& folder) {
  KeyAndCertificate kept = Load(folder);
  if (IsUsable(kept)) return kept;

  // Both files appear at once, by the renaming of a folder: of several servers that start together
  // one wins, and the others find what it made.
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  std::string fresh = folder.string() + ".XXXXXX";
  if (::mkdtemp(fresh.data()) == nullptr) {
    Fail(folder, std::generic_category().message(errno));
  }
  KeyAndCertificate made = MakeAuthority();
  Write(fs::path(fresh) / kCertificateFile, CertificateText(*made.certificate), 0644);
  Write(fs::path(fresh) / kKeyFile, KeyText(*made.key), 0600);
  fs::rename(fresh, folder, error);
  if (!error) return made;
  fs::remove_all(fresh, error);
  kept = Load(folder);
  if (!IsUsable(kept)) Fail(folder, "it holds other files, or an authority that has expired");
  return kept;
}

}  // namespace runnel
