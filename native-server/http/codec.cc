#include "native-server/http/codec.h"

#include <algorithm>

namespace runnel {
namespace {

// RFC 9113, section 3.4.
constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
// RFC 8446, section 5.1: the content type of a handshake record.
constexpr char kTlsHandshake = 0x16;

}  // namespace

std::optional<WireProtocol> RecognizeProtocol(std::string_view first_bytes) {
  if (first_bytes.empty()) return std::nullopt;
  if (first_bytes.front() == kTlsHandshake) return WireProtocol::kTls;
  const std::size_t compared = std::min(first_bytes.size(), kHttp2Preface.size());
  if (first_bytes.substr(0, compared) != kHttp2Preface.substr(0, compared)) {
    return WireProtocol::kHttp1;
  }
  if (compared < kHttp2Preface.size()) return std::nullopt;
  return WireProtocol::kHttp2;
}

}  // namespace runnel
