// A connection that speaks HTTP/1.1, or something like it: however its bytes are cut into pieces,
// the same requests must be seen. (What is malformed may be noticed later if it comes in pieces.)
#include <string_view>

#include "core/base/check.h"
#include "native-server/http/http1_codec.h"
#include "native-server/http/http_date.h"
#include "tests/fuzz/codec_exchange.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

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
  Http1Codec whole(limits, date);
  const Exchange at_once = Converse(whole, input, input.size());
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
    Http1Codec codec(limits, date);
    const Exchange in_pieces = Converse(codec, input, piece);
    RUNNEL_CHECK(in_pieces.requests == at_once.requests);
  }
}

}  // namespace runnel::fuzz
