#include "native-server/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>

#include "native-server/health.h"
#include "native-server/http/http1_codec.h"
#include "native-server/http/http2_codec.h"
#include "native-server/inspector_page.h"
#include "native-server/metrics.h"

namespace runnel {
namespace {

using boost::asio::ip::tcp;
using std::chrono::steady_clock;

// One connection's share before others have their turn.
constexpr std::size_t kReadBytesPerTurn = 1024 * 1024;
constexpr int kRequestsPerRound = 64;
constexpr int kRoundsPerTurn = 4;
constexpr std::size_t kFirstReadBytes = 16 * 1024;

std::string PeerAddressOf(const tcp::socket& socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  return error ? std::string() : peer.address().to_string();
}

ServerLog::RequestLine LineOf(const Request& request) {
  return {std::string(request.method), std::string(request.target), request.body.size()};
}

}  // namespace

ClientConnection::ClientConnection(tcp::socket socket, EventLoop& loop,
                                   const ServerContext& context)
    : transport_(std::move(socket), loop.tls()),
      peer_address_(PeerAddressOf(transport_.socket())),
      timer_(loop.io()),
      loop_(loop),
      context_(context) {}

void ClientConnection::Start() {
  loop_.Add(*this);
  SetDeadline(Wait::kIdle);
  WaitReadable();
}

void ClientConnection::WaitReadable() {
  if (waits_readable_ || closed_) return;
  waits_readable_ = true;
  if (codec_ && !lingers_ && transport_.is_plain()) {
    // Unlike waiting for it to be readable, this costs no system call of its own.
    transport_.socket().async_receive(
        boost::asio::buffer(received_),
        [self = shared_from_this()](const ErrorCode& error, std::size_t count) {
          self->waits_readable_ = false;
          if (self->closed_) return;
          if (error == boost::asio::error::eof) return self->OnPeerEnded();
          if (error) return self->OnFailed();
          self->OnReceived(count);
        });
    return;
  }
  auto on_readable = [self = shared_from_this()](const ErrorCode& error) {
    self->waits_readable_ = false;
    if (!error) self->OnReadable();
  };
  if (transport_.HasInput()) {
    boost::asio::post(loop_.io(), [on_readable] { on_readable({}); });
  } else {
    transport_.socket().async_wait(tcp::socket::wait_read, std::move(on_readable));
  }
}

void ClientConnection::WaitWritable() {
  if (waits_writable_ || closed_) return;
  waits_writable_ = true;
  transport_.socket().async_wait(
      tcp::socket::wait_write, [self = shared_from_this()](const ErrorCode& error) {
        self->waits_writable_ = false;
        if (error) return;
        self->transport_.waits_to_write() ? self->OnReadable() : self->Advance();
      });
}

void ClientConnection::OnReadable() {
  if (closed_) return;
  loop_.UpdateDate();
  std::size_t turn_bytes = 0;
  for (bool more = true; more && turn_bytes < kReadBytesPerTurn;) {
    std::array<char, kFirstReadBytes> local;
    const bool into_codec = codec_ && !lingers_;
    if (into_codec && !codec_->WantsInput()) break;
    const std::span<char> room = into_codec ? codec_->Prepare() : std::span<char>(local);
    const auto [status, count] = transport_.Read(room);
    if (status == Transport::Status::kWaits) break;
    if (status == Transport::Status::kEnded) return OnPeerEnded();
    if (status == Transport::Status::kFailed) return OnFailed();
    if (into_codec) {
      codec_->Commit(count);
    } else if (!lingers_) {
      Recognize({room.data(), count});
    }
    more = count == room.size() || transport_.HasInput();
    turn_bytes += count;
  }
  if (lingers_) return WaitReadable();  // what is read now is of no interest
  Advance();
}

void ClientConnection::OnReceived(std::size_t count) {
  loop_.UpdateDate();
  if (lingers_) return WaitReadable();  // what is read now is of no interest
  if (!codec_->finished()) TakeIn({received_.data(), count});
  if (count == received_.size()) return OnReadable();  // there is more
  Advance();
}

void ClientConnection::TakeIn(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::span<char> room = codec_->Prepare();
    const std::size_t count = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), count);
    codec_->Commit(count);
    bytes.remove_prefix(count);
  }
}

void ClientConnection::OnFailed() {
  if (!transport_.failure().empty()) {
    context_.log.Say(LogLevel::kWarn, "TLS with " + PeerName() +
                                          " failed: " + transport_.failure() +
                                          "; `runnel cert` prints what a client has to trust");
    loop_.FlushLogSoon();
  }
  Close();
}

std::string ClientConnection::PeerName() const {
  return peer_address_.empty() ? "a client" : peer_address_;
}

void ClientConnection::Recognize(std::string_view first_bytes) {
  first_bytes_ += first_bytes;
  const std::optional<HttpVersion> version = RecognizeHttpVersion(first_bytes_);
  if (!version) return;
  if (*version == HttpVersion::k2) {
    codec_ = std::make_unique<Http2Codec>(context_.codec_limits, loop_.date());
  } else {
    codec_ = std::make_unique<Http1Codec>(context_.codec_limits, loop_.date());
  }
  TakeIn(first_bytes_);
  std::string().swap(first_bytes_);
}

// A peer that has ended its side still gets the answers to what it sent before. An open answer is
// given up: nothing else tells that its reader has gone.
void ClientConnection::OnPeerEnded() {
  peer_ended_ = true;
  if (!codec_ || lingers_ || !open_answers_.empty()) return Close();
  Advance();
}

void ClientConnection::Advance() {
  if (closed_ || lingers_) return;
  if (!codec_) {
    // A socket may be called readable when there is nothing to read.
    if (wait_ == Wait::kIdle && transport_.heard()) SetDeadline(Wait::kHeader);
    return transport_.waits_to_write() ? WaitWritable() : WaitReadable();
  }
  try {
    bool served = false;
    bool goes_on = false;
    for (int round = 0;; ++round) {
      const bool worked = Serve();
      served |= worked;
      // What is sent makes room for more answers, and for what subscriptions have to say.
      const bool sent = Flush();
      if (closed_) return;
      if (!worked && !sent) break;
      if (round + 1 < kRoundsPerTurn) continue;
      goes_on = true;
      boost::asio::post(loop_.io(), [self = shared_from_this()] { self->Advance(); });
      break;
    }
    const bool waits =
        goes_on || !held_calls_.empty() || !delayed_answers_.empty() || !waiting_replies_.empty();
    const bool ended = (peer_ended_ && !waits) || codec_->finished();
    if (codec_->Output().empty() && ended) return Finish();
    if (!codec_->Output().empty()) WaitWritable();
    if (!peer_ended_ && codec_->WantsInput()) WaitReadable();
    UpdateDeadline(served);
  } catch (const std::exception& error) {
    context_.log.Say(LogLevel::kError, std::string("internal error: ") + error.what());
    Close();
  }
}

bool ClientConnection::Serve() {
  for (const ExchangeId cancelled : codec_->TakeCancelled()) Cancel(cancelled);
  int requests = 0;
  while (requests < kRequestsPerRound && !hangs_up_) {
    const std::optional<IncomingRequest> incoming = codec_->Next();
    if (!incoming) break;
    AnswerRequest(*incoming);
    ++requests;
  }
  const bool polled = PollSubscriptions();
  if (hangs_up_) {
    Flush();  // what was said before
    Close();
  }
  return polled || requests > 0;
}

void ClientConnection::AnswerRequest(const IncomingRequest& incoming) {
  const Time begin = steady_clock::now();
  const auto respond = [&](Reply reply) {
    Respond(incoming.exchange, LineOf(incoming.request), std::move(reply), begin);
  };
  if (auto reply = AnswerHealth(incoming.request, begin - context_.started)) {
    return respond(*std::move(reply));
  }
  if (auto reply = RefuseWebPage(incoming.request, context_.web_pages)) {
    return respond(*std::move(reply));
  }
  if (auto reply = AnswerInspectorPage(incoming.request)) {
    return respond(*std::move(reply));
  }
  if (context_.metrics) {
    if (auto reply = AnswerMetrics(incoming.request, context_.host)) {
      return respond(*std::move(reply));
    }
  }
  Request request = incoming.request;
  request.peer_address = peer_address_;
  request.over_tls = transport_.over_tls();
  HandledCall handled = context_.host.Handle(request, loop_, begin);
  if (handled.shown_with.IsMet()) return respond(Encode(handled.call));
  held_calls_.push_back({incoming.exchange, LineOf(request), std::move(handled), begin});
  codec_->Hold(incoming.exchange);
  loop_.AwaitDurable(shared_from_this());
}

Reply ClientConnection::Encode(Call& call) {
  if (context_.capture != nullptr) context_.capture->Add(Emulator::Describe(call));
  return Emulator::Encode(call);
}

void ClientConnection::Respond(ExchangeId exchange, const ServerLog::RequestLine& request,
                               Reply reply, Time begin) {
  if (reply.waiting != 0) return Await(exchange, request, std::move(reply), begin);
  if (context_.log.Wants(LogLevel::kInfo)) {
    context_.log.Answered(request, reply, steady_clock::now() - begin);
    loop_.FlushLogSoon();
  }
  if (reply.delay.milliseconds > 0) return Delay(exchange, std::move(reply), begin);
  Deliver(exchange, std::move(reply), begin);
}

void ClientConnection::Deliver(ExchangeId exchange, Reply reply, Time begin) {
  const SubscriptionId subscription = reply.subscription;
  if (reply.hang_up) {
    if (subscription) context_.host.Unsubscribe(subscription);
    hangs_up_ = true;
    return;
  }
  if (subscription) {
    open_answers_.push_back({exchange, subscription, true, reply.body.size(), begin});
    loop_.Follow(subscription, shared_from_this());
    context_.host.Follow(subscription, loop_);
  }
  codec_->Answer(exchange, std::move(reply));
}

void ClientConnection::Await(ExchangeId exchange, const ServerLog::RequestLine& request,
                             Reply reply, Time begin) {
  const std::uint64_t waiting = reply.waiting;
  waiting_replies_.push_back({exchange, request, std::move(reply), begin});
  codec_->Hold(exchange);
  loop_.Await(waiting, shared_from_this());
  context_.host.Await(waiting, loop_);
}

void ClientConnection::Answered(std::uint64_t waiting) {
  const auto found =
      std::find_if(waiting_replies_.begin(), waiting_replies_.end(),
                   [waiting](const WaitingReply& one) { return one.reply.waiting == waiting; });
  if (closed_ || found == waiting_replies_.end()) return;
  WaitingReply answered = std::move(*found);
  waiting_replies_.erase(found);
  context_.host.Finish(answered.reply);
  Respond(answered.exchange, answered.request, std::move(answered.reply), answered.begin);
  Advance();
}

// The one who asked is gone.
void ClientConnection::Forget(const WaitingReply& waiting) {
  loop_.Unawait(waiting.reply.waiting);
  context_.host.ForgetWaiting(waiting.reply.waiting);
}

void ClientConnection::Durable(const DurableState& state) {
  if (closed_ || !codec_) return;
  ReleaseCalls(state);
  ReleaseOutputs(state);
  const bool waits = !held_calls_.empty() ||
                     std::any_of(open_answers_.begin(), open_answers_.end(),
                                 [](const OpenAnswer& answer) { return answer.held.has_value(); });
  if (waits) loop_.AwaitDurable(shared_from_this());
  Advance();
}

void ClientConnection::ReleaseCalls(const DurableState& state) {
  while (!held_calls_.empty()) {
    HeldCall& first = held_calls_.front();
    const bool failed = first.handled.shown_with.FailedIn(state);
    if (!failed && !first.handled.shown_with.HoldsIn(state)) return;
    Reply reply = failed ? Emulator::EncodeJournalFailure(first.handled.call, state.failure)
                         : Encode(first.handled.call);
    const HeldCall held = std::move(first);
    held_calls_.pop_front();
    Respond(held.exchange, held.request, std::move(reply), held.begin);
  }
}

void ClientConnection::ReleaseOutputs(const DurableState& state) {
  std::erase_if(open_answers_, [&](OpenAnswer& answer) {
    if (!answer.held) return false;
    if (answer.held->shown_with.FailedIn(state)) {
      codec_->End(answer.exchange);
      GiveUp(answer, "the journal failed");
      return true;
    }
    if (!answer.held->shown_with.HoldsIn(state)) return false;
    SubscriptionOutput output = std::move(answer.held->output);
    answer.held.reset();
    const bool ended = Say(answer, output);
    if (ended) LogEnd(answer, "complete");
    return ended;
  });
}

void ClientConnection::Forget(HeldCall& held) {
  const Reply reply = Emulator::Encode(held.handled.call);
  if (reply.subscription) context_.host.Unsubscribe(reply.subscription);
  if (reply.waiting != 0) context_.host.ForgetWaiting(reply.waiting);
}

void ClientConnection::Delay(ExchangeId exchange, Reply reply, Time begin) {
  codec_->Hold(exchange);
  boost::asio::steady_timer timer(loop_.io(), std::chrono::milliseconds(reply.delay.milliseconds));
  auto held = std::make_shared<DelayedAnswer>(
      DelayedAnswer{std::move(timer), exchange, std::move(reply), begin});
  delayed_answers_.push_back(held);
  held->timer.async_wait([self = shared_from_this(), held](const ErrorCode& error) {
    if (error || std::erase(self->delayed_answers_, held) == 0) return;
    self->Deliver(held->exchange, std::move(held->reply), held->begin);
    self->Advance();
  });
}

// The one who asked is gone.
void ClientConnection::Forget(DelayedAnswer& held) {
  if (held.reply.subscription) context_.host.Unsubscribe(held.reply.subscription);
  held.timer.cancel();
}

void ClientConnection::MarkReady(SubscriptionId subscription) {
  for (OpenAnswer& answer : open_answers_) {
    if (answer.subscription == subscription) answer.ready = true;
  }
}

bool ClientConnection::PollSubscriptions() {
  bool polled = false;
  for (std::size_t i = 0; i < open_answers_.size();) {
    OpenAnswer& answer = open_answers_[i];
    const bool can = answer.ready && !answer.held &&
                     codec_->Unsent(answer.exchange) < context_.codec_limits.unsent_bytes_max;
    polled |= can;
    if (can && PollOnce(answer)) {
      LogEnd(answer, "complete");
      open_answers_.erase(open_answers_.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return polled;
}

bool ClientConnection::PollOnce(OpenAnswer& answer) {
  PolledOutput polled = context_.host.Poll(answer.subscription, loop_);
  answer.ready = false;
  if (polled.shown_with.IsMet()) return Say(answer, polled.output);
  answer.held = std::move(polled);
  loop_.AwaitDurable(shared_from_this());
  return false;
}

bool ClientConnection::Say(OpenAnswer& answer, SubscriptionOutput& output) {
  std::string bytes;
  const bool ends_by_itself = output.ended;
  output.Encode(bytes);
  if (output.ended && !ends_by_itself) context_.host.Unsubscribe(answer.subscription);
  answer.ready |= output.more;
  answer.sent_bytes += bytes.size();
  codec_->Send(answer.exchange, std::move(bytes));
  if (!output.ended) return false;
  if (output.hang_up) {
    loop_.Unfollow(answer.subscription);
    hangs_up_ = true;
    return true;
  }
  codec_->End(answer.exchange);
  loop_.Unfollow(answer.subscription);
  return true;
}

void ClientConnection::GiveUp(const OpenAnswer& answer, std::string_view why) {
  loop_.Unfollow(answer.subscription);
  context_.host.Unsubscribe(answer.subscription);
  LogEnd(answer, why);
}

void ClientConnection::Cancel(ExchangeId exchange) {
  std::erase_if(held_calls_, [&](HeldCall& held) {
    if (held.exchange != exchange) return false;
    Forget(held);
    return true;
  });
  std::erase_if(waiting_replies_, [&](const WaitingReply& waiting) {
    if (waiting.exchange != exchange) return false;
    Forget(waiting);
    return true;
  });
  std::erase_if(delayed_answers_, [&](const std::shared_ptr<DelayedAnswer>& held) {
    if (held->exchange != exchange) return false;
    Forget(*held);
    return true;
  });
  const auto it =
      std::find_if(open_answers_.begin(), open_answers_.end(),
                   [exchange](const OpenAnswer& answer) { return answer.exchange == exchange; });
  if (it == open_answers_.end()) return;
  GiveUp(*it, "cancelled by the client");
  open_answers_.erase(it);
}

void ClientConnection::LogEnd(const OpenAnswer& answer, std::string_view why) {
  if (!context_.log.Wants(LogLevel::kInfo)) return;
  context_.log.Ended("SubscribeToShard", why, answer.sent_bytes,
                     steady_clock::now() - answer.started);
  loop_.FlushLogSoon();
}

bool ClientConnection::Flush() {
  bool sent = false;
  for (OutputQueue* output = &codec_->Output(); !closed_ && !output->empty();
       output = &codec_->Output()) {
    const std::size_t before = output->size();
    const Transport::Status status = transport_.Write(*output);
    sent |= output->size() < before;
    if (status == Transport::Status::kWaits) break;
    if (status != Transport::Status::kOk) Close();
  }
  wrote_ |= sent;
  return sent;
}

// Everything has been said.
void ClientConnection::Finish() {
  const std::string_view fault = codec_->fault();
  if (fault.empty() || peer_ended_) return Close();
  context_.log.Say(LogLevel::kWarn, "refused " + PeerName() + ": " + std::string(fault));
  // Closing now, with the rest of a refused request still arriving, would reset the connection, and
  // the peer would lose the answer that tells it why.
  lingers_ = true;
  transport_.EndOutput();
  SetDeadline(Wait::kLinger);
  WaitReadable();
}

void ClientConnection::Stop() {
  if (!codec_ || lingers_) return Close();
  for (const OpenAnswer& answer : open_answers_) {
    codec_->End(answer.exchange);
    GiveUp(answer, "the server stops");
  }
  open_answers_.clear();
  codec_->Stop();
  Advance();
}

void ClientConnection::Close() {
  if (closed_) return;
  closed_ = true;
  const char* const why = hangs_up_ ? "ended by a fault rule" : "the client hung up";
  for (const OpenAnswer& answer : open_answers_) GiveUp(answer, why);
  open_answers_.clear();
  for (HeldCall& held : held_calls_) Forget(held);
  held_calls_.clear();
  for (const auto& held : delayed_answers_) Forget(*held);
  delayed_answers_.clear();
  for (const WaitingReply& waiting : waiting_replies_) Forget(waiting);
  waiting_replies_.clear();
  transport_.Close();
  timer_.cancel();
  loop_.Remove(shared_from_this());
}

void ClientConnection::UpdateDeadline(bool served) {
  Wait wait = Wait::kIdle;
  if (!codec_->Output().empty()) {
    wait = Wait::kStall;
  } else if (!open_answers_.empty() || !held_calls_.empty() || !delayed_answers_.empty() ||
             !waiting_replies_.empty()) {
    wait = Wait::kSubscription;
  } else if (codec_->arrival() != Arrival::kNothing) {
    wait = codec_->arrival() == Arrival::kHeader ? Wait::kHeader : Wait::kBody;
  }
  const bool progress = served || (wait == Wait::kStall && wrote_);
  wrote_ = false;
  if (wait != wait_ || progress) SetDeadline(wait);
}

void ClientConnection::SetDeadline(Wait wait) {
  wait_ = wait;
  if (wait == Wait::kSubscription) {  // the emulator or the journal ends that
    deadline_ = Time::max();
    return;
  }
  const ConnectionLimits& limits = context_.connection_limits;
  const std::chrono::milliseconds limit = wait == Wait::kHeader   ? limits.header
                                          : wait == Wait::kBody   ? limits.body
                                          : wait == Wait::kStall  ? limits.stall
                                          : wait == Wait::kLinger ? limits.linger
                                                                  : limits.idle;
  deadline_ = steady_clock::now() + limit;
  // A later deadline needs no new timer: it is looked at when the timer fires.
  if (deadline_ < timer_set_for_) StartTimer();
}

void ClientConnection::StartTimer() {
  timer_set_for_ = deadline_;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](const ErrorCode& error) {
    if (!error) self->OnTimer();
  });
}

void ClientConnection::OnTimer() {
  timer_set_for_ = Time::max();
  if (closed_ || deadline_ == Time::max()) return;
  if (steady_clock::now() < deadline_) return StartTimer();
  context_.log.Say(LogLevel::kDebug, "closed a connection that was silent for too long");
  if (wait_ == Wait::kIdle && codec_) {
    codec_->Stop();  // HTTP/2 has a word for it, by which a client knows what may be tried again
    Flush();
  }
  Close();
}

}  // namespace runnel
