#include "core/engine/shown_bodies.h"

#include <string>
#include <utility>

#include "core/engine/rest_door.h"
#include "core/inspect/secrets.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

BodyText TooLong(std::uint64_t record_bytes) {
  return BodyText::Of("(not kept: " + std::to_string(record_bytes) + " bytes of records)");
}

std::string ErrorText(const Error& error) {
  std::string text = "{\"__type\":";
  json::WriteString(error.code(), text);
  text += ",\"message\":";
  json::WriteString(error.message(), text);
  return text + "}";
}

}  // namespace

BodyText RequestText(const DecodedRequest& decoded, BodyText unread, std::uint64_t record_bytes) {
  const bool is_unread = unread.bytes > 0 || decoded.invocation == nullptr;
  if (is_unread && decoded.service == Service::kEvents) {
    return BodyText::Of("(not kept: it may have secrets)");
  }
  if (is_unread) return unread;
  if (record_bytes > kShownRecordBytesMax) return TooLong(record_bytes);
  std::string text;
  json::Write(decoded.operation->input, decoded.invocation->input(), text);
  return BodyText::Of(ShownInput(decoded.operation->name, std::move(text)));
}

BodyText ReplyText(const DecodedRequest& decoded, const Result<void>& result,
                   std::uint64_t record_bytes) {
  if (decoded.answered) {
    const Reply& reply = *decoded.answered;
    return BodyText::Of(decoded.codec == Codec::kCbor
                            ? ErrorText(Error(reply.error_code, reply.error_message))
                            : reply.body);
  }
  if (record_bytes > kShownRecordBytesMax) return TooLong(record_bytes);
  // What is not in memory is fetched; nothing is, if it was before.
  const Result<void> loaded = result ? decoded.invocation->Load() : result;
  if (!loaded) {
    return BodyText::Of(decoded.codec == Codec::kRestJson ? EncodeRestError(loaded.error()).body
                                                          : ErrorText(loaded.error()));
  }
  std::string text;
  if (decoded.operation->has_output) {
    json::Write(decoded.operation->output, decoded.invocation->output(), text);
  }
  return BodyText::Of(ShownOutput(decoded.operation->name, std::move(text)));
}

}  // namespace runnel
