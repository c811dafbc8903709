#include "native-server/http/codec.h"

#include <algorithm>

namespace runnel {
namespace {

// RFC 9113, section 3.4.
constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

}  // namespace

std::optional<HttpVersion> RecognizeHttpVersion(std::string_view first_bytes) {
  const std::size_t compared = std::min(first_bytes.size(), kHttp2Preface.size());
  if (first_bytes.substr(0, compared) != kHttp2Preface.substr(0, compared)) {
    return HttpVersion::k1;
  }
  if (compared < kHttp2Preface.size()) return std::nullopt;
  return HttpVersion::k2;
}

}  // namespace runnel
