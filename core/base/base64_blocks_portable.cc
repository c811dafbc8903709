#include "core/base/base64_blocks.h"

namespace runnel {

std::size_t DecodeBase64Blocks(const unsigned char*, std::size_t, unsigned char*) { return 0; }

std::size_t EncodeBase64Blocks(const unsigned char*, std::size_t, char*) { return 0; }

}  // namespace runnel
