#include "core/integrations/cloudformation/inline_code.h"

#include <cstdint>

#include "core/base/crc32.h"
#include "core/base/little_endian.h"

namespace runnel::cloudformation {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034B50;
constexpr std::uint32_t kCentralHeader = 0x02014B50;
constexpr std::uint32_t kEnd = 0x06054B50;
constexpr std::uint32_t kFirstOfJanuary1980 = 0x00210000;  // date and time
constexpr std::uint32_t kFileMode = 0100644U << 16;

void Put32(std::uint32_t value, std::string& out) {
  char bytes[4];
  StoreLittle32(value, bytes);
  out.append(bytes, sizeof bytes);
}
void Put16(std::size_t value, std::string& out) {
  out += static_cast<char>(value & 0xFF);
  out += static_cast<char>(value >> 8 & 0xFF);
}

// What both headers of a file have: flags, method, time, checksum, sizes and lengths.
void PutFile(std::string_view name, std::string_view content, std::string& out) {
  Put16(0, out);
  Put16(0, out);
  Put32(kFirstOfJanuary1980, out);
  Put32(Crc32(content), out);
  Put32(static_cast<std::uint32_t>(content.size()), out);
  Put32(static_cast<std::uint32_t>(content.size()), out);
  Put16(name.size(), out);
  Put16(0, out);
}

}  // namespace

std::string ZipOfOne(std::string_view name, std::string_view content) {
  constexpr std::size_t kVersion = 20;
  constexpr std::size_t kMadeByUnix = 3 << 8;
  std::string zip;
  Put32(kLocalHeader, zip);
  Put16(kVersion, zip);
  PutFile(name, content, zip);
  zip.append(name).append(content);
  const std::size_t directory = zip.size();
  Put32(kCentralHeader, zip);
  Put16(kMadeByUnix | kVersion, zip);
  Put16(kVersion, zip);
  PutFile(name, content, zip);
  Put16(0, zip);  // comment
  Put16(0, zip);  // disk
  Put16(0, zip);  // internal attributes
  Put32(kFileMode, zip);
  Put32(0, zip);  // where the local header is
  zip.append(name);
  const std::size_t size = zip.size() - directory;
  Put32(kEnd, zip);
  Put16(0, zip);
  Put16(0, zip);
  Put16(1, zip);
  Put16(1, zip);
  Put32(static_cast<std::uint32_t>(size), zip);
  Put32(static_cast<std::uint32_t>(directory), zip);
  Put16(0, zip);
  return zip;
}

std::string SourceFileName(std::string_view runtime) {
  return runtime.starts_with("nodejs") ? "index.js" : "index.py";
}

}  // namespace runnel::cloudformation
