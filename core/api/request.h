// What a transport gives to the core and gets back. A transport (HTTP/1.1, HTTP/2, WebAssembly, a
// test) moves bytes; everything that depends on their meaning is decided behind Emulator::Handle.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/names.h"

namespace runnel {

struct Header {
  std::string_view name;  // compared without regard to case
  std::string_view value;
};

// One HTTP request. All views must stay valid until Emulator::Decode has returned.
struct Request {
  std::string_view method;  // upper case, "POST"
  std::string_view target;  // path and query as sent, "/"
  std::span<const Header> headers;
  std::string_view body;
  // Who is at the other end of the connection, for policies that ask: an IP address, or nothing.
  std::string_view peer_address = {};
  bool over_tls = false;
};

struct ReplyHeader {
  std::string_view name;  // static text
  std::string value;
};

// One HTTP answer. The transport adds Content-Length (or chunked framing for a subscription), Date
// and Connection; everything else is here.
struct Reply {
  int status = 200;
  std::vector<ReplyHeader> headers;
  std::string body;
  // Set for SubscribeToShard: `body` holds the first bytes of an event stream, and the transport
  // keeps the response open and sends what Emulator::Poll gives until Poll says `ended`.
  SubscriptionId subscription;
  // Set for Invoke: this is not the answer yet. The transport keeps it, unsent, until
  // Emulator::TakeAnswered names it, and has Emulator::Finish make it the answer.
  std::uint64_t waiting = 0;
  // An injected fault: the answer leaves so much later than it was made.
  Duration delay;
  // An injected fault: no byte of the answer leaves, the connection ends instead (after the delay).
  bool hang_up = false;
  // For the request log. Empty where they do not apply.
  std::string operation;   // "PutRecord"
  std::string resource;    // stream name or ARN as the caller gave it
  std::string error_code;  // "ResourceNotFoundException"
  std::string error_message;
  std::string explanation;  // why it was refused, or part of it, in the emulator's terms
};

}  // namespace runnel
