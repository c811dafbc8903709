// A connection that speaks HTTP/2, or something like it, after its preface.
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "native-server/http/http2_codec.h"
#include "native-server/http/http_date.h"
#include "tests/fuzz/codec_exchange.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

constexpr std::string_view kBeginning("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);

CodecLimits SmallLimits() {
  CodecLimits limits;
  limits.header_bytes_max = 1000;
  limits.body_bytes_max = [](std::string_view) -> std::size_t { return 1000; };
  return limits;
}

}  // namespace

void TryInput(std::string_view input) {
  HttpDate date;
  date.Update(0);
  const CodecLimits limits = SmallLimits();
  const std::string bytes = std::string(kBeginning).append(input);
  Exchange at_once;
  {
    Http2Codec codec(limits, date);
    at_once = Converse(codec, bytes, bytes.size());
  }
  // nghttp2 counts each piece in which the head of a CONTINUATION arrives as one of the eight that
  // it takes of a header block; smaller pieces than this would make it give up on good requests.
  constexpr std::size_t kPieceBytes = 13;
  RUNNEL_CHECK(at_once.sent_bytes < 1000 + 200 * bytes.size());
  Http2Codec codec(limits, date);
  const Exchange in_pieces = Converse(codec, bytes, kPieceBytes);
  // A request that is reset behind its end is seen or not, as the pieces have it; no request may be
  // another one for it, though.
  if (!in_pieces.read_all) return;  // a client that has said farewell and goes on, for example
  for (const std::string& request : at_once.requests) {
    bool seen = false;
    for (const std::string& other : in_pieces.requests) seen |= other == request;
    RUNNEL_CHECK(seen);
  }
}

}  // namespace runnel::fuzz
