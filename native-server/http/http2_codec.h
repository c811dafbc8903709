// HTTP/2 as a server speaks it, on nghttp2.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "native-server/http/codec.h"
#include "native-server/http/extent.h"
#include "native-server/http/http_date.h"
#include "native-server/http/output_queue.h"

namespace runnel {

// Many exchanges at a time. An exchange's id is the id of its HTTP/2 stream.
class Http2Codec final : public Codec {
 public:
  // `date` must outlive the codec. The bytes fed to it begin with the client's preface.
  Http2Codec(const CodecLimits& limits, const HttpDate& date);
  ~Http2Codec() override;
  Http2Codec(const Http2Codec&) = delete;
  Http2Codec& operator=(const Http2Codec&) = delete;

  bool WantsInput() const override;
  std::span<char> Prepare() override;
  void Commit(std::size_t count) override;
  std::optional<IncomingRequest> Next() override;
  void Hold(ExchangeId id) override;
  void Answer(ExchangeId id, Reply reply) override;
  void Send(ExchangeId id, std::string bytes) override;
  void End(ExchangeId id) override;
  std::size_t Unsent(ExchangeId id) const override;
  std::vector<ExchangeId> TakeCancelled() override;
  OutputQueue& Output() override;
  void Stop() override;
  Arrival arrival() const override;
  bool idle() const override { return exchanges_.empty(); }
  bool finished() const override;
  std::string_view fault() const override { return fault_; }

 private:
  enum class State {
    kArriving,   // the request is not complete
    kComplete,   // Next will give it
    kServing,    // Next has given it, and it is being read
    kHeld,       // its answer takes time
    kStreaming,  // the answer is open
    kAnswered,   // the answer is complete, perhaps not yet sent
  };

  struct Exchange {
    ExchangeId id;
    State state = State::kArriving;
    // The request. Method, path and header fields lie in `head`.
    std::string head;
    Extent method;
    Extent target;
    std::vector<FieldExtents> fields;
    bool expects_continue = false;
    bool refused = false;
    std::size_t body_bytes_max = 0;
    std::string body;
    // The answer's body, as far as it is there.
    OutputQueue unsent;
    bool unsent_is_all = false;
    // The peer has closed the HTTP/2 stream while the request was being served.
    bool gone = false;
  };

  // What nghttp2 calls. Each forwards to the member below.
  struct Callbacks;
  int OnBeginHeaders(const nghttp2_frame& frame);
  int OnHeader(const nghttp2_frame& frame, std::string_view name, std::string_view value);
  int OnFrameReceived(const nghttp2_frame& frame);
  int OnData(std::int32_t stream, std::string_view bytes);
  int OnClosed(std::int32_t stream);
  void OnFrameSent(const nghttp2_frame& frame);
  ssize_t OfferData(std::int32_t stream, std::size_t room, std::uint32_t& flags);
  int WriteData(std::int32_t stream, std::string_view frame_header, std::size_t count);

  void MakeSession();
  Exchange* Find(std::int32_t stream) const;
  void SubmitReply(Exchange& exchange, const Reply& reply, bool has_body);
  // Answers a request that is not taken, and takes no more of it.
  void Refuse(Exchange& exchange, int status);
  void Forget(Exchange& exchange);

  const CodecLimits limits_;
  const HttpDate& date_;
  nghttp2_session* session_ = nullptr;
  std::unique_ptr<char[]> input_;
  OutputQueue output_;
  std::string fault_;

  std::unordered_map<std::int32_t, std::unique_ptr<Exchange>> exchanges_;
  std::deque<std::int32_t> complete_;  // requests for Next, in the order of their completion
  std::vector<ExchangeId> cancelled_;
  std::vector<Header> headers_;     // the views given with a request
  std::size_t arriving_ = 0;        // exchanges in that state
  std::size_t arriving_bytes_ = 0;  // of bodies not yet given to Next
  std::size_t unsent_bytes_ = 0;    // of all answers
};

}  // namespace runnel
