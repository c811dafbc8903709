#include "native-server/buckets/compression.h"

#include <zlib.h>
#include <zstd.h>

#include <new>

namespace runnel {
namespace {

std::string Gzip(std::string& bytes) {
  constexpr int kGzipWindow = 15 + 16;
  constexpr int kMemoryLevel = 8;
  z_stream stream{};
  if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string compressed(::deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  ::deflate(&stream, Z_FINISH);  // there is room for all of it
  compressed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return compressed;
}

std::string Zstd(const std::string& bytes) {
  std::string compressed(::ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ::ZSTD_compress(compressed.data(), compressed.size(), bytes.data(),
                                           bytes.size(), ZSTD_CLEVEL_DEFAULT);
  if (::ZSTD_isError(size) != 0) throw std::bad_alloc();
  compressed.resize(size);
  return compressed;
}

}  // namespace

std::string Compress(const std::string& type, std::string bytes) {
  if (type == "GZIP") return Gzip(bytes);
  if (type == "ZSTD") return Zstd(bytes);
  return bytes;
}

}  // namespace runnel
