#include "native-server/functions/code_folder.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace runnel {
namespace {

namespace fs = std::filesystem;

// AWS: "Unzipped size must be smaller than 262144000 bytes".
constexpr zip_uint64_t kUnpackedBytesMax = 262'144'000;
constexpr unsigned kUnixModeShift = 16;

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Archive Open(const std::string& bytes) {
  zip_source_t* const source =
      zip_source_buffer_create(bytes.data(), bytes.size(), /*freep=*/0, nullptr);
  zip_t* const archive =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  return Archive(archive, &zip_discard);
}

// Whether the name stays within the folder that it is unpacked into.
bool StaysInside(const fs::path& name) {
  if (name.is_absolute()) return false;
  for (const fs::path& part : name) {
    if (part == "..") return false;
  }
  return true;
}

mode_t ModeOf(zip_t* archive, zip_uint64_t index, const fs::path& name) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  zip_file_get_external_attributes(archive, index, 0, &system, &attributes);
  mode_t mode = system == ZIP_OPSYS_UNIX ? (attributes >> kUnixModeShift) & 0777 : 0;
  mode |= S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
  // Archives made where there is no executable bit are meant to work too.
  if (name == "bootstrap") mode |= S_IXUSR | S_IXGRP | S_IXOTH;
  return mode;
}

bool WriteEntry(zip_t* archive, zip_uint64_t index, const fs::path& target) {
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> entry(zip_fopen_index(archive, index, 0),
                                                                 &zip_fclose);
  if (!entry) return false;
  std::ofstream file(target, std::ios::binary);
  std::array<char, 64 * 1024> part;
  while (true) {
    const zip_int64_t count = zip_fread(entry.get(), part.data(), part.size());
    if (count < 0) return false;
    if (count == 0) break;
    file.write(part.data(), count);
  }
  file.close();
  return file.good();
}

// Returns why not, in words.
std::string UnpackInto(const fs::path& folder, const std::string& bytes) {
  const Archive archive = Open(bytes);
  if (!archive) return "the code is not a zip file";
  zip_uint64_t unpacked = 0;
  const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t stat;
    if (zip_stat_index(archive.get(), index, 0, &stat) != 0) return "the zip file is damaged";
    const fs::path name = stat.name;
    if (!StaysInside(name)) return "the zip file has an entry outside of it: " + name.string();
    unpacked += stat.size;
    if (unpacked >= kUnpackedBytesMax) {
      return "Unzipped size must be smaller than 262144000 bytes";
    }
    const fs::path target = folder / name;
    if (name.string().ends_with('/')) {
      fs::create_directories(target);
      continue;
    }
    fs::create_directories(target.parent_path());
    if (!WriteEntry(archive.get(), index, target))
      return "the zip file is damaged: " + name.string();
    chmod(target.c_str(), ModeOf(archive.get(), index, name));
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
