// The one face of the HTTP codecs: bytes in, requests out; answers in, bytes out. A codec has no
// socket, no clock and no thread, so it is tested and fuzzed in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/request.h"
#include "core/api/request_bytes.h"
#include "native-server/http/output_queue.h"

namespace runnel {

// Names one request and its answer within one connection.
struct ExchangeId {
  std::uint32_t value = 0;
  friend bool operator==(const ExchangeId&, const ExchangeId&) = default;
};

struct IncomingRequest {
  ExchangeId exchange;
  // Its views stay valid until Hold or Answer is called for the exchange.
  Request request;
};

struct CodecLimits {
  // Request line and header fields together. More is answered 431.
  std::size_t header_bytes_max = 64 * 1024;
  // Of a request's body, by its target. More is answered 413.
  std::size_t (*body_bytes_max)(std::string_view target) = RequestBytesMax;
  // A peer that does not read gets no further answers while so much waits to be sent to it.
  std::size_t unsent_bytes_max = 1024 * 1024;
};

// How far the oldest request that is still arriving has come.
enum class Arrival { kNothing, kHeader, kBody };

// One side of one connection. Not thread-safe: belongs to the connection's event loop.
//
// The owner reads into Prepare() while WantsInput(), takes requests with Next() until it has none,
// answers each with Answer(), and sends what Output() holds. Malformed input is answered by the
// codec itself: fault() then says why, and finished() becomes true.
class Codec {
 public:
  virtual ~Codec() = default;

  // Whether more bytes can be taken now. False for good after a fault.
  virtual bool WantsInput() const = 0;
  // Where to write the next bytes from the peer: at least one. Ends what Prepare gave before.
  // REQUIRES: WantsInput().
  virtual std::span<char> Prepare() = 0;
  // `count` bytes were written to the front of what Prepare gave.
  virtual void Commit(std::size_t count) = 0;

  // The next request that is complete, if any, and if the peer takes what it is sent. May also
  // queue output (100 Continue, refusals).
  virtual std::optional<IncomingRequest> Next() = 0;

  // The answer takes time: a codec that serves others meanwhile gives back what the request took,
  // and tells of it as cancelled if the peer gives it up.
  virtual void Hold(ExchangeId exchange) = 0;
  // Queues the answer. If `reply.subscription` is set the answer stays open for Send and End.
  // The views of the request end here. Answers to an exchange that is gone are dropped.
  virtual void Answer(ExchangeId exchange, Reply reply) = 0;
  // More bytes of an open answer. REQUIRES: Answer left it open and End has not been called.
  virtual void Send(ExchangeId exchange, std::string bytes) = 0;
  // Ends an open answer cleanly.
  virtual void End(ExchangeId exchange) = 0;
  // Bytes given for this exchange that have not yet left Output().
  virtual std::size_t Unsent(ExchangeId exchange) const = 0;
  // Open answers, and those held, that the peer has given up since the last call.
  virtual std::vector<ExchangeId> TakeCancelled() = 0;

  // What can be sent now; the owner consumes what it has sent. Valid until the next other call.
  virtual OutputQueue& Output() = 0;

  // No new requests: those that have begun to arrive and those under way are still finished, and
  // the peer is told in the way of the protocol.
  virtual void Stop() = 0;

  virtual Arrival arrival() const = 0;
  // Neither a request nor an answer is under way.
  virtual bool idle() const = 0;
  // Nothing more will be exchanged: close once Output() has been sent.
  virtual bool finished() const = 0;
  // Why the codec gave up on its peer, for the log; empty if it did not.
  virtual std::string_view fault() const = 0;
};

enum class HttpVersion { k1, k2 };

// What the first bytes of a connection announce. Empty while they could still become either.
std::optional<HttpVersion> RecognizeHttpVersion(std::string_view first_bytes);

}  // namespace runnel
