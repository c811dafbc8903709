#include "core/inspect/call_bodies.h"

#include "core/base/utf8.h"

namespace runnel {

BodyText BodyText::Of(std::string_view all) {
  if (!IsValidUtf8(all)) return {"(no text)", all.size()};
  std::size_t end = all.size();
  if (end > kBytesMax) {
    end = kBytesMax;
    constexpr unsigned kContinuationMask = 0xc0;
    constexpr unsigned kContinuation = 0x80;
    while ((static_cast<unsigned char>(all[end]) & kContinuationMask) == kContinuation) --end;
  }
  return {std::string(all.substr(0, end)), all.size()};
}

}  // namespace runnel
