// HTTP/1.1 (and 1.0) as a server speaks it, on Boost.Beast's parser.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/http/codec.h"
#include "native-server/http/http1_request_parser.h"
#include "native-server/http/http_date.h"
#include "native-server/http/input_buffer.h"
#include "native-server/http/output_queue.h"

namespace runnel {

// One exchange at a time: a client that sends ahead is answered in order, because Next gives
// nothing before the last request has been answered.
class Http1Codec final : public Codec {
 public:
  // `date` must outlive the codec.
  Http1Codec(const CodecLimits& limits, const HttpDate& date);

  bool WantsInput() const override;
  std::span<char> Prepare() override;
  void Commit(std::size_t count) override;
  std::optional<IncomingRequest> Next() override;
  // There is no other request to serve.
  void Hold(ExchangeId) override {}
  void Answer(ExchangeId exchange, Reply reply) override;
  void Send(ExchangeId exchange, std::string bytes) override;
  void End(ExchangeId exchange) override;
  std::size_t Unsent(ExchangeId exchange) const override;
  std::vector<ExchangeId> TakeCancelled() override { return {}; }
  OutputQueue& Output() override { return output_; }
  void Stop() override;
  Arrival arrival() const override;
  bool idle() const override { return state_ == State::kReading && input_.empty(); }
  bool finished() const override { return state_ == State::kFinished; }
  std::string_view fault() const override { return fault_; }

 private:
  enum class State {
    kReading,    // between answers: a request may be arriving
    kServing,    // Next has given a request, Answer has not come
    kStreaming,  // the answer is open
    kFinished,
  };

  // Parses what has arrived. True: the request at the front of the input is complete.
  bool ParseFront();
  bool ParseHead();
  bool ParseChunkedBody();
  // The head is complete: what is to be expected of the body.
  void BeginBody();
  void AppendHead(const Reply& reply, bool streaming);
  // The answer is complete: on to the next request, or the end.
  void FinishAnswer();
  // Answer what the peer sent with a refusal and give up on it.
  void RefuseMalformed(const Http1RequestParser::ErrorCode& error);
  void Refuse(int status, std::string_view why);

  const CodecLimits limits_;
  const HttpDate& date_;
  InputBuffer input_;
  OutputQueue output_;
  State state_ = State::kReading;
  bool stopping_ = false;
  std::string_view fault_;

  // The request at the front of the input.
  std::optional<Http1RequestParser> parser_;
  std::vector<FieldExtents> fields_;
  std::vector<Header> headers_;  // the views given with the request
  bool head_complete_ = false;
  std::size_t head_bytes_ = 0;     // parsed so far
  std::size_t request_bytes_ = 0;  // head and Content-Length; zero until the head is complete

  // The answer under way.
  ExchangeId exchange_;
  bool keep_alive_ = false;
  bool is_http11_ = false;
  bool is_head_request_ = false;
  std::string head_;  // scratch
};

}  // namespace runnel
