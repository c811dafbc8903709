#include "core/wire/event_stream.h"

#include <cstdint>

#include "core/base/crc32.h"
#include "core/wire/json.h"

namespace runnel::event_stream {
namespace {

constexpr std::size_t kPreludeSize = 12;  // total length, headers' length, their checksum
constexpr char kStringType = 7;

void StoreBig32(std::uint32_t value, char* to) {
  to[0] = static_cast<char>(value >> 24);
  to[1] = static_cast<char>(value >> 16);
  to[2] = static_cast<char>(value >> 8);
  to[3] = static_cast<char>(value);
}

// Names and values are far below the 255 and 65,535 bytes that their lengths can tell.
void AppendHeader(std::string_view name, std::string_view value, std::string& out) {
  out += static_cast<char>(name.size());
  out += name;
  out += kStringType;
  out += static_cast<char>(value.size() >> 8);
  out += static_cast<char>(value.size());
  out += value;
}

// Appends all that stands before the payload, and returns where the frame begins. `kind` is
// "event" or "exception", `type` which of them.
std::size_t BeginFrame(std::string_view kind, std::string_view type, std::string& out) {
  const std::size_t begin = out.size();
  out.append(kPreludeSize, '\0');
  AppendHeader(kind == "event" ? ":event-type" : ":exception-type", type, out);
  AppendHeader(":content-type", "application/x-amz-json-1.1", out);
  AppendHeader(":message-type", kind, out);
  StoreBig32(static_cast<std::uint32_t>(out.size() - begin - kPreludeSize), &out[begin + 4]);
  return begin;
}

void FinishFrame(std::size_t begin, std::string& out) {
  out.append(4, '\0');
  const std::size_t size = out.size() - begin;
  const std::string_view frame(&out[begin], size);
  StoreBig32(static_cast<std::uint32_t>(size), &out[begin]);
  StoreBig32(Crc32(frame.substr(0, 8)), &out[begin + 8]);
  StoreBig32(Crc32(frame.substr(0, size - 4)), &out[begin + size - 4]);
}

}  // namespace

void AppendInitialResponse(std::string& out) {
  const std::size_t begin = BeginFrame("event", "initial-response", out);
  out += "{}";
  FinishFrame(begin, out);
}

void AppendException(const Error& error, std::string& out) {
  // AWS: what travels as InternalFailure in a body has its model's name in a stream.
  const std::string_view type = error.code() == "InternalFailure" ? "InternalFailureException"
                                                                  : std::string_view(error.code());
  const std::size_t begin = BeginFrame("exception", type, out);
  out += "{\"message\":";
  json::WriteString(error.message(), out);
  out += '}';
  FinishFrame(begin, out);
}

EventFrame::EventFrame(std::string& out)
    : out_(out), begin_(BeginFrame("event", "SubscribeToShardEvent", out)) {}

void EventFrame::Finish() { FinishFrame(begin_, out_); }

}  // namespace runnel::event_stream
