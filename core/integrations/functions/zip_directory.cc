#include "core/integrations/functions/zip_directory.h"

#include <cstddef>

namespace runnel {
namespace {

constexpr std::string_view kEndSignature = "PK\x05\x06";
constexpr std::string_view kEntrySignature = "PK\x01\x02";
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEntryBytes = 46;

// REQUIRES: they are there. `count` bytes, the least one first.
std::uint64_t Number(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  while (count-- > 0) number = number << 8 | static_cast<unsigned char>(bytes[at + count]);
  return number;
}

}  // namespace

std::optional<ZipDirectory> ReadZipDirectory(std::string_view bytes) {
  const std::size_t end = bytes.rfind(kEndSignature);
  if (end == bytes.npos || bytes.size() - end < kEndBytes) return std::nullopt;
  ZipDirectory directory;
  const std::uint64_t count = Number(bytes, end + 10, 2);
  const std::uint64_t begin = Number(bytes, end + 16, 4);
  if (begin > end) return std::nullopt;
  std::string_view rest = bytes.substr(begin, end - begin);
  for (; directory.entries < count; ++directory.entries) {
    if (rest.size() < kEntryBytes || !rest.starts_with(kEntrySignature)) return std::nullopt;
    directory.unpacked_bytes += Number(rest, 24, 4);
    const std::uint64_t texts = Number(rest, 28, 2) + Number(rest, 30, 2) + Number(rest, 32, 2);
    if (rest.size() - kEntryBytes < texts) return std::nullopt;
    rest.remove_prefix(kEntryBytes + texts);
  }
  return directory;
}

}  // namespace runnel
