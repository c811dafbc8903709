#include "native-server/functions/zip_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace runnel {
namespace {

constexpr unsigned kMadeOnUnix = 3;
constexpr unsigned kUnixModeShift = 16;
constexpr unsigned kUnixPermissions = 0777;

}  // namespace

uLong ZipFile::ReadSource(void* opaque, void*, void* out, uLong size) {
  Source& source = *static_cast<Source*>(opaque);
  const std::uint64_t count = std::min<std::uint64_t>(size, source.bytes.size() - source.position);
  std::memcpy(out, source.bytes.data() + source.position, count);
  source.position += count;
  return count;
}

long ZipFile::SeekSource(void* opaque, void*, ZPOS64_T offset, int origin) {
  Source& source = *static_cast<Source*>(opaque);
  std::uint64_t position = offset;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) position += source.position;
  if (origin == ZLIB_FILEFUNC_SEEK_END) position += source.bytes.size();
  if (position > source.bytes.size()) return -1;
  source.position = position;
  return 0;
}

ZipFile::ZipFile(const std::string& bytes) : source_{bytes}, file_(nullptr, &unzClose) {
  zlib_filefunc64_def functions{};
  functions.opaque = &source_;
  functions.zopen64_file = [](void* opaque, const void*, int) { return opaque; };
  functions.zread_file = ReadSource;
  functions.ztell64_file = [](void* opaque, void*) -> ZPOS64_T {
    return static_cast<Source*>(opaque)->position;
  };
  functions.zseek64_file = SeekSource;
  functions.zclose_file = [](void*, void*) { return 0; };
  functions.zerror_file = [](void*, void*) { return 0; };
  file_.reset(unzOpen2_64("", &functions));
}

std::uint64_t ZipFile::entry_count() const {
  unz_global_info64 info{};
  return unzGetGlobalInfo64(file_.get(), &info) == UNZ_OK ? info.number_entry : 0;
}

bool ZipFile::Next(Entry& entry) {
  const int step = begun_ ? unzGoToNextFile(file_.get()) : unzGoToFirstFile(file_.get());
  begun_ = true;
  unz_file_info64 info{};
  if (step != UNZ_OK ||
      unzGetCurrentFileInfo64(file_.get(), &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK) {
    return false;
  }
  std::vector<char> name(info.size_filename + 1);
  if (unzGetCurrentFileInfo64(file_.get(), nullptr, name.data(), name.size(), nullptr, 0, nullptr,
                              0) != UNZ_OK) {
    return false;
  }
  entry.name = name.data();
  entry.unpacked_bytes = info.uncompressed_size;
  entry.unix_permissions = info.version >> 8 == kMadeOnUnix
                               ? (info.external_fa >> kUnixModeShift) & kUnixPermissions
                               : 0;
  return true;
}

bool ZipFile::Read(const std::function<void(std::string_view part)>& sink) {
  if (unzOpenCurrentFile(file_.get()) != UNZ_OK) return false;
  std::array<char, 64 * 1024> part;
  int count = 0;
  while ((count = unzReadCurrentFile(file_.get(), part.data(), part.size())) > 0) {
    sink({part.data(), static_cast<std::size_t>(count)});
  }
  // What was read to its end has its checksum checked here.
  return unzCloseCurrentFile(file_.get()) == UNZ_OK && count == 0;
}

}  // namespace runnel
