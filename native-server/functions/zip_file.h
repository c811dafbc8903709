// Reads a zip file that is in memory.
#pragma once

#include <minizip/unzip.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace runnel {

class ZipFile {
 public:
  struct Entry {
    std::string name;               // folders end with a slash
    std::uint64_t unpacked_bytes;   // as the file says; no more than these are read
    unsigned unix_permissions = 0;  // 0: the file was not made where there are any
  };

  // `bytes` must live as long as this.
  explicit ZipFile(const std::string& bytes);

  // False: the bytes are not a zip file.
  bool is_open() const { return file_ != nullptr; }
  std::uint64_t entry_count() const;

  // Steps to the first entry, and from each to the next; false: the file is damaged there.
  bool Next(Entry& entry);
  // Unpacks the entry of the latest Next, piece by piece; false: it is damaged.
  bool Read(const std::function<void(std::string_view part)>& sink);

 private:
  struct Source {
    const std::string& bytes;
    std::uint64_t position = 0;
  };

  static uLong ReadSource(void* opaque, void* stream, void* out, uLong size);
  static long SeekSource(void* opaque, void* stream, ZPOS64_T offset, int origin);

  Source source_;
  std::unique_ptr<void, int (*)(unzFile)> file_;
  bool begun_ = false;
};

}  // namespace runnel
