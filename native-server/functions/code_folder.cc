#include "native-server/functions/code_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <string_view>
#include <system_error>

#include "native-server/functions/zip_file.h"

namespace runnel {
namespace {

namespace fs = std::filesystem;

// AWS: "Unzipped size must be smaller than 262144000 bytes".
constexpr std::uint64_t kUnpackedBytesMax = 262'144'000;

// Whether the name stays within the folder that it is unpacked into.
bool StaysInside(const fs::path& name) {
  if (name.is_absolute()) return false;
  for (const fs::path& part : name) {
    if (part == "..") return false;
  }
  return true;
}

mode_t ModeOf(const ZipFile::Entry& entry) {
  mode_t mode = entry.unix_permissions | S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
  // Archives made where there is no executable bit are meant to work too.
  if (entry.name == "bootstrap") mode |= S_IXUSR | S_IXGRP | S_IXOTH;
  return mode;
}

bool WriteEntry(ZipFile& zip, const fs::path& target) {
  std::ofstream file(target, std::ios::binary);
  const bool whole = zip.Read([&](std::string_view part) {
    file.write(part.data(), static_cast<std::streamsize>(part.size()));
  });
  file.close();
  return whole && file.good();
}

// Returns why not, in words.
std::string UnpackInto(const fs::path& folder, const std::string& bytes) {
  ZipFile zip(bytes);
  if (!zip.is_open()) return "the code is not a zip file";
  std::uint64_t unpacked = 0;
  for (std::uint64_t left = zip.entry_count(); left > 0; --left) {
    ZipFile::Entry entry;
    if (!zip.Next(entry)) return "the zip file is damaged";
    if (!StaysInside(entry.name)) return "the zip file has an entry outside of it: " + entry.name;
    if (entry.unpacked_bytes >= kUnpackedBytesMax - unpacked) {
      return "Unzipped size must be smaller than 262144000 bytes";
    }
    unpacked += entry.unpacked_bytes;
    const fs::path target = folder / entry.name;
    if (entry.name.ends_with('/')) {
      fs::create_directories(target);
      continue;
    }
    fs::create_directories(target.parent_path());
    if (!WriteEntry(zip, target)) return "the zip file is damaged: " + entry.name;
    chmod(target.c_str(), ModeOf(entry));
  }
  return {};
}

}  // namespace

CodeFolder::~CodeFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

UnpackedCode CodeFolders::Unpack(const std::string& zip, const std::string& sha256) {
  std::weak_ptr<const CodeFolder>& known = folders_[sha256];
  if (auto folder = known.lock()) return {std::move(folder), {}};
  try {
    const auto folder = std::make_shared<CodeFolder>(Root() / ("code-" + std::to_string(++made_)));
    fs::create_directories(folder->path());
    std::string failure = UnpackInto(folder->path(), zip);
    if (!failure.empty()) return {nullptr, std::move(failure)};
    known = folder;
    return {folder, {}};
  } catch (const fs::filesystem_error& error) {
    return {nullptr, std::string("cannot unpack the code: ") + error.what()};
  }
}

fs::path CodeFolders::ProgramFile(const std::string& name, std::string_view text) {
  const fs::path file = Root() / name;
  if (!fs::exists(file)) std::ofstream(file, std::ios::binary) << text;
  return file;
}

const fs::path& CodeFolders::Root() {
  if (root_) return root_->path();
  std::string form = (fs::temp_directory_path() / "runnel-functions-XXXXXX").string();
  if (mkdtemp(form.data()) == nullptr) {
    throw fs::filesystem_error("no folder", form, std::error_code(errno, std::generic_category()));
  }
  root_ = std::make_shared<CodeFolder>(form);
  return root_->path();
}

}  // namespace runnel
