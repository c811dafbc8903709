#include "native-server/command_line/payload_text.h"

#include <zlib.h>

#include <algorithm>

#include "core/base/base64.h"
#include "core/base/utf8.h"
#include "core/inspect/aggregated_record.h"

namespace runnel {
namespace {

constexpr std::size_t kUncompressedMax = 64 * 1024 * 1024;
constexpr std::string_view kGzipMagic = "\x1f\x8b";
// Of inflateInit2: the largest window, and a gzip header.
constexpr int kGzipWindowBits = 15 + 16;

// nullopt: it is not gzip, or damaged, or too large.
std::optional<std::string> Uncompress(std::string_view data) {
  if (!data.starts_with(kGzipMagic)) return std::nullopt;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  std::string out;
  int status = Z_OK;
  while (status == Z_OK && out.size() < kUncompressedMax) {
    char part[16 * 1024];
    stream.next_out = reinterpret_cast<Bytef*>(part);
    stream.avail_out = sizeof part;
    status = inflate(&stream, Z_NO_FLUSH);
    out.append(part, sizeof part - stream.avail_out);
    if (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) status = Z_DATA_ERROR;
  }
  inflateEnd(&stream);
  return status == Z_STREAM_END ? std::optional(std::move(out)) : std::nullopt;
}

Payload Plain(std::string_view partition_key, std::string_view data) {
  Payload payload;
  payload.partition_key = partition_key;
  std::optional<std::string> uncompressed = Uncompress(data);
  payload.gzip = uncompressed.has_value();
  payload.data = uncompressed ? *std::move(uncompressed) : std::string(data);
  return payload;
}

}  // namespace

std::vector<Payload> Unpack(std::string_view partition_key, std::string_view data) {
  std::vector<Payload> payloads;
  const auto packed = UnpackAggregate(data);
  if (!packed) return {Plain(partition_key, data)};
  for (const UserRecord& record : *packed) {
    Payload& payload = payloads.emplace_back(Plain(record.partition_key, record.data));
    payload.packed_index = payloads.size() - 1;
    if (record.explicit_hash_key)
      payload.explicit_hash_key = std::string(*record.explicit_hash_key);
  }
  return payloads;
}

std::string PayloadText(std::string_view data) {
  if (!IsValidUtf8(data) || data.find('\0') != std::string_view::npos) {
    std::string text = "base64:";
    AppendBase64(data, text);
    return text;
  }
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  const auto escape = [&text](unsigned char code) {
    text.append("\\x").append(1, kHex[code >> 4]).append(1, kHex[code & 15]);
  };
  for (std::size_t i = 0; i < data.size(); ++i) {
    const char c = data[i];
    const auto byte = static_cast<unsigned char>(c);
    // U+0080 to U+009F, which terminals obey as well.
    const bool two_bytes = byte == 0xc2 && static_cast<unsigned char>(data[i + 1]) < 0xa0;
    if (two_bytes) {
      escape(static_cast<unsigned char>(data[++i]));
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '\t') {
      text += "\\t";
    } else if (c == '\r') {
      text += "\\r";
    } else if (byte < 0x20 || byte == 0x7f) {
      escape(byte);
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace runnel
