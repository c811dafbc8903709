#include "core/engine/shown_bodies.h"

#include <string>
#include <utility>

#include "core/wire/json.h"

namespace runnel {
namespace {

// The answer as it is, unless that is not JSON.
BodyText ReplyText(const DecodedRequest& decoded, const Result<void>& result, const Reply& reply) {
  if (decoded.codec != Codec::kCbor) return BodyText::Of(reply.body);
  std::string text;
  if (!reply.error_code.empty()) {
    text = "{\"__type\":";
    json::WriteString(reply.error_code, text);
    text += ",\"message\":";
    json::WriteString(reply.error_message, text);
    text += '}';
  } else if (result && decoded.operation != nullptr && decoded.operation->has_output) {
    json::Write(decoded.operation->output, decoded.invocation->output(), text);
  }
  return BodyText::Of(text);
}

}  // namespace

void ShowBodies(const DecodedRequest& decoded, BodyText unread, const Result<void>& result,
                bool events, const Reply& reply, CallBodies& bodies) {
  BodyText request = std::move(unread);
  if (request.bytes == 0 && decoded.invocation != nullptr) {
    std::string text;
    json::Write(decoded.operation->input, decoded.invocation->input(), text);
    request = BodyText::Of(text);
  }
  bodies.Complete(std::move(request), events ? BodyText::Of("(a stream of events)")
                                             : ReplyText(decoded, result, reply));
}

}  // namespace runnel
