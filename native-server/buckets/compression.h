// How channels compress the objects that they write.
#pragma once

#include <string>

namespace runnel {

// `type`: NONE, GZIP or ZSTD. Equal bytes give equal bytes: a gzip header holds no time.
std::string Compress(const std::string& type, std::string bytes);

}  // namespace runnel
