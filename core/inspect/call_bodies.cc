#include "core/inspect/call_bodies.h"

#include <utility>

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

void CallBodies::Complete(BodyText request, BodyText reply) {
  request_ = std::move(request);
  reply_ = std::move(reply);
  complete_.store(true, std::memory_order_release);
}

}  // namespace runnel
