// What a zip file says that it holds, as far as CreateFunction looks at it. Whoever runs the
// function unpacks it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace runnel {

struct ZipDirectory {
  std::uint64_t entries = 0;
  std::uint64_t unpacked_bytes = 0;
};

// Nullopt: it is no zip file. Source: PKWARE's APPNOTE 6.3, sections 4.3.12 and 4.3.16.
std::optional<ZipDirectory> ReadZipDirectory(std::string_view bytes);

}  // namespace runnel
