// Gzip (RFC 1952) for what a panel shows. The command line has zlib for it, which the distribution
// does not have for WebAssembly; and what a page shows and what a window shows is to be the same.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace runnel {

bool IsGzip(std::string_view data);

// What the first member holds, at most `bytes_max` of it; what is there of one that was cut off.
// nullopt: it is no gzip, or damaged before its first byte.
std::optional<std::string> Gunzip(std::string_view data, std::size_t bytes_max);

}  // namespace runnel
