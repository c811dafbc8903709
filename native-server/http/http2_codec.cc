#include "native-server/http/http2_codec.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/ascii_case.h"
#include "core/base/check.h"

namespace runnel {
namespace {

constexpr std::size_t kInputBytes = 64 * 1024;
// Framed bytes that wait for the socket. The rest stays with its exchange, so that a reply that is
// large does not stand before others.
constexpr std::size_t kFramedBytesMax = 256 * 1024;
// Enough for every open subscription of a test suite on one connection.
constexpr std::uint32_t kConcurrentExchangesMax = 1000;
// How much of a body may be under way: HTTP/2's own default would halt a large PutRecords for a
// round trip every 64 KiB.
constexpr std::uint32_t kStreamWindowBytes = 1024 * 1024;
constexpr std::int32_t kConnectionWindowBytes = 16 * 1024 * 1024;
// Bodies in arrival on one connection: a client that sends more at once is told to try again.
constexpr std::size_t kArrivingBytesMax = 128 * 1024 * 1024;
// Over all exchanges. Larger than what one may have, for one that is not read stops no other.
constexpr std::size_t kUnsentBytesMax = 64 * 1024 * 1024;

std::string_view View(const std::uint8_t* bytes, std::size_t count) {
  return {reinterpret_cast<const char*>(bytes), count};
}

// `text` must stay where it is until the frame has been made.
nghttp2_nv Field(std::string_view name, std::string_view value) {
  // nghttp2 does not write to what it is given; its interface predates const.
  const auto bytes = [](std::string_view text) {
    return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

Extent Append(std::string& text, std::string_view part) {
  const Extent place{text.size(), part.size()};
  text += part;
  return place;
}

}  // namespace

struct Http2Codec::Callbacks {
  static Http2Codec& Self(void* codec) { return *static_cast<Http2Codec*>(codec); }

  static int BeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* codec) {
    return Self(codec).OnBeginHeaders(*frame);
  }
  static int ReceiveHeader(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                           std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                           std::uint8_t, void* codec) {
    return Self(codec).OnHeader(*frame, View(name, name_size), View(value, value_size));
  }
  static int ReceiveFrame(nghttp2_session*, const nghttp2_frame* frame, void* codec) {
    return Self(codec).OnFrameReceived(*frame);
  }
  static int ReceiveData(nghttp2_session*, std::uint8_t, std::int32_t stream,
                         const std::uint8_t* bytes, std::size_t count, void* codec) {
    return Self(codec).OnData(stream, View(bytes, count));
  }
  static int Close(nghttp2_session*, std::int32_t stream, std::uint32_t, void* codec) {
    return Self(codec).OnClosed(stream);
  }
  static int FrameSent(nghttp2_session*, const nghttp2_frame* frame, void* codec) {
    Self(codec).OnFrameSent(*frame);
    return 0;
  }
  static ssize_t Offer(nghttp2_session*, std::int32_t stream, std::uint8_t*, std::size_t room,
                       std::uint32_t* flags, nghttp2_data_source*, void* codec) {
    return Self(codec).OfferData(stream, room, *flags);
  }
  static int Write(nghttp2_session*, nghttp2_frame* frame, const std::uint8_t* frame_header,
                   std::size_t count, nghttp2_data_source*, void* codec) {
    constexpr std::size_t kFrameHeaderBytes = 9;
    return Self(codec).WriteData(frame->hd.stream_id, View(frame_header, kFrameHeaderBytes), count);
  }
};

Http2Codec::Http2Codec(const CodecLimits& limits, const HttpDate& date)
    : limits_(limits), date_(date) {
  MakeSession();
  const std::array<nghttp2_settings_entry, 3> settings = {{
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, kConcurrentExchangesMax},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindowBytes},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.header_bytes_max)},
  }};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kConnectionWindowBytes);
}

Http2Codec::~Http2Codec() { nghttp2_session_del(session_); }

void Http2Codec::MakeSession() {
  nghttp2_session_callbacks* callbacks = nullptr;
  RUNNEL_CHECK(nghttp2_session_callbacks_new(&callbacks) == 0);
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Callbacks::BeginHeaders);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, Callbacks::ReceiveHeader);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Callbacks::ReceiveFrame);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Callbacks::ReceiveData);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Callbacks::Close);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, Callbacks::FrameSent);
  nghttp2_session_callbacks_set_send_data_callback(callbacks, Callbacks::Write);
  nghttp2_option* options = nullptr;
  RUNNEL_CHECK(nghttp2_option_new(&options) == 0);
  nghttp2_option_set_no_closed_streams(options, 1);  // kept only for priorities that nobody sets
  RUNNEL_CHECK(nghttp2_session_server_new2(&session_, callbacks, this, options) == 0);
  nghttp2_option_del(options);
  nghttp2_session_callbacks_del(callbacks);
}

bool Http2Codec::WantsInput() const {
  // Even when nothing can be sent: it is by reading that the peer's permission to send arrives.
  return fault_.empty() && nghttp2_session_want_read(session_) != 0;
}

std::span<char> Http2Codec::Prepare() {
  if (!input_) input_.reset(new char[kInputBytes]);
  return {input_.get(), kInputBytes};
}

void Http2Codec::Commit(std::size_t count) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(input_.get());
  const ssize_t taken = nghttp2_session_mem_recv(session_, bytes, count);
  if (taken < 0) {
    fault_ = nghttp2_strerror(static_cast<int>(taken));
    // Whoever floods us does not get to know; anybody else does, if anything can still be said.
    nghttp2_session_terminate_session(session_, NGHTTP2_PROTOCOL_ERROR);
  }
  if (arriving_ == 0) input_.reset();
}

Http2Codec::Exchange* Http2Codec::Find(std::int32_t stream) const {
  const auto it = exchanges_.find(stream);
  return it == exchanges_.end() ? nullptr : it->second.get();
}

int Http2Codec::OnBeginHeaders(const nghttp2_frame& frame) {
  if (frame.headers.cat != NGHTTP2_HCAT_REQUEST) return 0;  // a trailer
  auto exchange = std::make_unique<Exchange>();
  exchange->id.value = static_cast<std::uint32_t>(frame.hd.stream_id);
  exchanges_[frame.hd.stream_id] = std::move(exchange);
  ++arriving_;
  return 0;
}

int Http2Codec::OnHeader(const nghttp2_frame& frame, std::string_view name,
                         std::string_view value) {
  Exchange* const exchange = Find(frame.hd.stream_id);
  if (exchange == nullptr || frame.headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
  // RFC 9113, section 6.5.2: a field counts 32 bytes more than its texts.
  constexpr std::size_t kFieldOverhead = 32;
  const std::size_t held = exchange->head.size() + exchange->fields.size() * kFieldOverhead;
  if (held + name.size() + value.size() + kFieldOverhead > limits_.header_bytes_max) {
    if (exchange->state == State::kArriving) Refuse(*exchange, 431);
    return 0;
  }
  if (name == ":method") {
    exchange->method = Append(exchange->head, value);
  } else if (name == ":path") {
    exchange->target = Append(exchange->head, value);
    exchange->body_bytes_max = limits_.body_bytes_max(value);
  } else if (!name.starts_with(':') || name == ":authority") {  // which may have been signed
    exchange->expects_continue |= name == "expect" && value == "100-continue";
    exchange->fields.push_back({Append(exchange->head, name), Append(exchange->head, value)});
  }
  return 0;
}

int Http2Codec::OnFrameReceived(const nghttp2_frame& frame) {
  if (frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA) return 0;
  Exchange* const exchange = Find(frame.hd.stream_id);
  if (exchange == nullptr || exchange->state != State::kArriving) return 0;
  if ((frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
    exchange->state = State::kComplete;
    --arriving_;
    complete_.push_back(frame.hd.stream_id);
  } else if (frame.hd.type == NGHTTP2_HEADERS && exchange->expects_continue) {
    const nghttp2_nv status = Field(":status", "100");
    nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, frame.hd.stream_id, nullptr, &status, 1,
                           nullptr);
  }
  return 0;
}

int Http2Codec::OnData(std::int32_t stream, std::string_view bytes) {
  Exchange* const exchange = Find(stream);
  if (exchange == nullptr || exchange->state != State::kArriving) return 0;
  if (exchange->body.size() + bytes.size() > exchange->body_bytes_max) {
    Refuse(*exchange, 413);
  } else if (arriving_bytes_ + bytes.size() > kArrivingBytesMax) {
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream, NGHTTP2_REFUSED_STREAM);
  } else {
    exchange->body += bytes;
    arriving_bytes_ += bytes.size();
  }
  return 0;
}

void Http2Codec::Refuse(Exchange& exchange, int status) {
  --arriving_;
  arriving_bytes_ -= exchange.body.size();
  std::string().swap(exchange.body);
  exchange.state = State::kAnswered;
  exchange.refused = true;
  Reply reply;
  reply.status = status;
  SubmitReply(exchange, reply, false);
}

int Http2Codec::OnClosed(std::int32_t stream) {
  Exchange* const exchange = Find(stream);
  if (exchange == nullptr) return 0;
  if (exchange->state == State::kServing) {
    exchange->gone = true;  // the views given with the request must last until its answer
    return 0;
  }
  if (exchange->state == State::kStreaming || exchange->state == State::kHeld) {
    cancelled_.push_back(exchange->id);
  }
  Forget(*exchange);
  return 0;
}

void Http2Codec::Forget(Exchange& exchange) {
  if (exchange.state == State::kArriving) --arriving_;
  if (exchange.state <= State::kComplete) arriving_bytes_ -= exchange.body.size();
  unsent_bytes_ -= exchange.unsent.size();
  exchanges_.erase(static_cast<std::int32_t>(exchange.id.value));
}

std::optional<IncomingRequest> Http2Codec::Next() {
  while (!complete_.empty() && unsent_bytes_ < kUnsentBytesMax) {
    Exchange* const exchange = Find(complete_.front());
    complete_.pop_front();
    if (exchange == nullptr) continue;  // closed by the peer in the meantime
    exchange->state = State::kServing;
    arriving_bytes_ -= exchange->body.size();
    headers_.clear();
    for (const FieldExtents& field : exchange->fields) {
      headers_.push_back({field.name.In(exchange->head), field.value.In(exchange->head)});
    }
    const Request request{exchange->method.In(exchange->head), exchange->target.In(exchange->head),
                          headers_, exchange->body};
    return IncomingRequest{exchange->id, request};
  }
  return std::nullopt;
}

void Http2Codec::Hold(ExchangeId id) {
  Exchange* const exchange = Find(static_cast<std::int32_t>(id.value));
  if (exchange == nullptr || exchange->state != State::kServing) return;
  std::string().swap(exchange->body);
  exchange->state = State::kHeld;
  if (!exchange->gone) return;
  cancelled_.push_back(id);
  Forget(*exchange);
}

void Http2Codec::Answer(ExchangeId id, Reply reply) {
  Exchange* const exchange = Find(static_cast<std::int32_t>(id.value));
  if (exchange == nullptr) return;
  if (exchange->state != State::kServing && exchange->state != State::kHeld) return;
  const bool streaming = static_cast<bool>(reply.subscription);
  const bool is_head = exchange->method.In(exchange->head) == "HEAD";
  exchange->state = streaming ? State::kStreaming : State::kAnswered;
  if (exchange->gone) {
    if (streaming) cancelled_.push_back(id);
    return Forget(*exchange);
  }
  std::string().swap(exchange->body);
  SubmitReply(*exchange, reply, streaming || (!is_head && !reply.body.empty()));
  if (is_head) return;
  unsent_bytes_ += reply.body.size();
  exchange->unsent_is_all = !streaming;
  exchange->unsent.Push(std::move(reply.body));
}

void Http2Codec::SubmitReply(Exchange& exchange, const Reply& reply, bool has_body) {
  std::array<char, 20> digits{};
  const auto text_of = [](std::span<char> space, std::size_t number) {
    const auto end = std::to_chars(space.data(), space.data() + space.size(), number).ptr;
    return std::string_view(space.data(), static_cast<std::size_t>(end - space.data()));
  };
  std::array<char, 4> status_digits{};
  std::vector<std::string> names;
  names.reserve(reply.headers.size());
  std::vector<nghttp2_nv> fields;
  fields.reserve(reply.headers.size() + 3);
  fields.push_back(
      Field(":status", text_of(status_digits, static_cast<std::size_t>(reply.status))));
  for (const ReplyHeader& header : reply.headers) {
    names.push_back(LowerCased(header.name));  // RFC 9113, section 8.2
    fields.push_back(Field(names.back(), header.value));
  }
  if (!reply.subscription) {
    fields.push_back(Field("content-length", text_of(digits, reply.body.size())));
  }
  fields.push_back(Field("date", date_.text()));
  nghttp2_data_provider body{{}, Callbacks::Offer};
  nghttp2_submit_response(session_, static_cast<std::int32_t>(exchange.id.value), fields.data(),
                          fields.size(), has_body ? &body : nullptr);
}

void Http2Codec::Send(ExchangeId id, std::string bytes) {
  Exchange* const exchange = Find(static_cast<std::int32_t>(id.value));
  if (exchange == nullptr) return;  // cancelled, which the owner will hear of next
  RUNNEL_CHECK(exchange->state == State::kStreaming);
  if (bytes.empty()) return;
  unsent_bytes_ += bytes.size();
  exchange->unsent.Push(std::move(bytes));
  nghttp2_session_resume_data(session_, static_cast<std::int32_t>(id.value));
}

void Http2Codec::End(ExchangeId id) {
  Exchange* const exchange = Find(static_cast<std::int32_t>(id.value));
  if (exchange == nullptr) return;
  RUNNEL_CHECK(exchange->state == State::kStreaming);
  exchange->state = State::kAnswered;
  exchange->unsent_is_all = true;
  nghttp2_session_resume_data(session_, static_cast<std::int32_t>(id.value));
}

std::size_t Http2Codec::Unsent(ExchangeId id) const {
  const Exchange* const exchange = Find(static_cast<std::int32_t>(id.value));
  return exchange == nullptr ? 0 : exchange->unsent.size();
}

std::vector<ExchangeId> Http2Codec::TakeCancelled() { return std::exchange(cancelled_, {}); }

ssize_t Http2Codec::OfferData(std::int32_t stream, std::size_t room, std::uint32_t& flags) {
  const Exchange* const exchange = Find(stream);
  RUNNEL_CHECK(exchange != nullptr);
  const std::size_t count = std::min(room, exchange->unsent.size());
  const bool is_last = exchange->unsent_is_all && count == exchange->unsent.size();
  if (count == 0 && !is_last) return NGHTTP2_ERR_DEFERRED;
  flags |= NGHTTP2_DATA_FLAG_NO_COPY;
  if (is_last) flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(count);
}

int Http2Codec::WriteData(std::int32_t stream, std::string_view frame_header, std::size_t count) {
  Exchange* const exchange = Find(stream);
  RUNNEL_CHECK(exchange != nullptr && count <= exchange->unsent.size());
  if (output_.size() >= kFramedBytesMax) return NGHTTP2_ERR_WOULDBLOCK;
  output_.Append(frame_header);
  for (std::size_t rest = count; rest > 0;) {
    std::array<std::string_view, 1> piece;
    exchange->unsent.Gather(piece);
    const std::string_view part = piece[0].substr(0, rest);
    output_.Append(part);
    exchange->unsent.Consume(part.size());
    rest -= part.size();
  }
  unsent_bytes_ -= count;
  return 0;
}

OutputQueue& Http2Codec::Output() {
  while (output_.size() < kFramedBytesMax) {
    const std::uint8_t* bytes = nullptr;
    const std::size_t before = output_.size();
    const ssize_t count = nghttp2_session_mem_send(session_, &bytes);
    if (count > 0) output_.Append(View(bytes, static_cast<std::size_t>(count)));
    if (count < 0 && fault_.empty()) fault_ = nghttp2_strerror(static_cast<int>(count));
    if (count < 0 || output_.size() == before) break;
  }
  return output_;
}

void Http2Codec::OnFrameSent(const nghttp2_frame& frame) {
  const bool ends_session =
      frame.hd.type == NGHTTP2_GOAWAY && frame.goaway.error_code != NGHTTP2_NO_ERROR;
  if (ends_session && fault_.empty()) fault_ = nghttp2_http2_strerror(frame.goaway.error_code);
  const Exchange* const exchange = Find(frame.hd.stream_id);
  if (frame.hd.type != NGHTTP2_HEADERS || exchange == nullptr || !exchange->refused) return;
  // RFC 9113, section 8.1: having answered early, a server may ask that the rest be not sent.
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, frame.hd.stream_id, NGHTTP2_NO_ERROR);
}

void Http2Codec::Stop() {
  nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE,
                        nghttp2_session_get_last_proc_stream_id(session_), NGHTTP2_NO_ERROR,
                        nullptr, 0);
}

Arrival Http2Codec::arrival() const { return arriving_ > 0 ? Arrival::kBody : Arrival::kNothing; }

bool Http2Codec::finished() const {
  if (!fault_.empty()) return true;
  return nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0;
}

}  // namespace runnel
