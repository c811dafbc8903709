// One accepted socket: moves bytes between it and a codec, requests to the emulator, and what
// subscriptions have to say to the peer.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/capture_file.h"
#include "native-server/emulator_host.h"
#include "native-server/event_loop.h"
#include "native-server/http/codec.h"
#include "native-server/server_log.h"
#include "native-server/transport.h"
#include "native-server/web_pages.h"

namespace runnel {

// How long a peer may take. Constants of the server, listed in native-server/README.md.
struct ConnectionLimits {
  std::chrono::milliseconds idle{std::chrono::minutes(15)};    // between requests
  std::chrono::milliseconds header{std::chrono::seconds(30)};  // first to last byte of a header
  std::chrono::milliseconds body{std::chrono::minutes(2)};     // first to last byte of a request
  std::chrono::milliseconds stall{std::chrono::minutes(10)};   // without taking a byte we send
  std::chrono::milliseconds linger{std::chrono::seconds(2)};   // to close after we have
};

// What all connections of a server share. Must outlive them.
struct ServerContext {
  EmulatorHost& host;
  ServerLog& log;
  std::chrono::steady_clock::time_point started;
  bool metrics;          // whether /metrics is answered
  CaptureFile* capture;  // null: calls are not captured
  WebPages web_pages;    // that may call
  CodecLimits codec_limits;
  ConnectionLimits connection_limits;
};

// Belongs to one event loop and is used by its thread only. Lives as long as an operation on the
// socket or its timer is pending, or the loop has to tell it something.
class ClientConnection final : public LoopConnection,
                               public std::enable_shared_from_this<ClientConnection> {
 public:
  ClientConnection(boost::asio::ip::tcp::socket socket, EventLoop& loop,
                   const ServerContext& context);

  // To be called once, on the loop's thread.
  void Start();

  void MarkReady(SubscriptionId subscription) override;
  void Advance() override;
  void Stop() override;
  void Close() override;
  void Durable(const DurableState& state) override;
  void Answered(std::uint64_t waiting) override;

 private:
  using Time = EventLoop::Time;
  using ErrorCode = boost::system::error_code;

  struct OpenAnswer {
    ExchangeId exchange;
    SubscriptionId subscription;
    bool ready = true;  // may have something to say
    std::size_t sent_bytes = 0;
    Time started;

    // What it has to say and may not say before that is durable.
    std::optional<PolledOutput> held = std::nullopt;
  };

  // A call that ran, and whose answer may not be shown before that is durable.
  struct HeldCall {
    ExchangeId exchange;
    ServerLog::RequestLine request;
    HandledCall handled;
    Time begin;
  };

  // A reply that waits for its answer.
  struct WaitingReply {
    ExchangeId exchange;
    ServerLog::RequestLine request;
    Reply reply;
    Time begin;
  };

  // An answer that a fault rule keeps back.
  struct DelayedAnswer {
    boost::asio::steady_timer timer;
    ExchangeId exchange;
    Reply reply;
    Time begin;
  };

  // What the peer is waited for.
  enum class Wait { kIdle, kHeader, kBody, kSubscription, kStall, kLinger };

  void WaitReadable();
  void WaitWritable();
  void OnReadable();
  // `count` bytes have come into received_.
  void OnReceived(std::size_t count);
  // Gives the codec what has come.
  void TakeIn(std::string_view bytes);
  void OnPeerEnded();
  void OnFailed();
  // For messages.
  std::string PeerName() const;
  // Collects bytes until they tell the protocol; then there is a codec, and it has them.
  void Recognize(std::string_view first_bytes);

  // Answers requests and polls subscriptions, each once. False: there was nothing to do.
  bool Serve();
  void AnswerRequest(const IncomingRequest& incoming);
  void Respond(ExchangeId exchange, const ServerLog::RequestLine& request, Reply reply, Time begin);
  // The answer of a call that ran and is durable.
  Reply Encode(Call& call);
  void ReleaseCalls(const DurableState& state);
  void ReleaseOutputs(const DurableState& state);
  // The one who asked is gone.
  void Forget(HeldCall& held);
  void Deliver(ExchangeId exchange, Reply reply, Time begin);
  void Await(ExchangeId exchange, const ServerLog::RequestLine& request, Reply reply, Time begin);
  void Forget(const WaitingReply& waiting);
  // Delivers the answer after its delay.
  void Delay(ExchangeId exchange, Reply reply, Time begin);
  void Forget(DelayedAnswer& held);
  bool PollSubscriptions();
  // True: the subscription has ended, and with it the answer.
  bool PollOnce(OpenAnswer& answer);
  bool Say(OpenAnswer& answer, SubscriptionOutput& output);
  void Cancel(ExchangeId exchange);
  // Ends the subscription, not the answer.
  void GiveUp(const OpenAnswer& answer, std::string_view why);
  void LogEnd(const OpenAnswer& answer, std::string_view why);

  // Writes what the socket takes. Whether that was anything.
  bool Flush();
  void Finish();

  void UpdateDeadline(bool served);
  void SetDeadline(Wait wait);
  void StartTimer();
  void OnTimer();

  Transport transport_;
  const std::string peer_address_;  // empty if it has gone already
  boost::asio::steady_timer timer_;
  EventLoop& loop_;
  const ServerContext& context_;
  std::unique_ptr<Codec> codec_;  // null until the first bytes have told the protocol
  std::string first_bytes_;
  // Where the next bytes come to, so that waiting for them and reading them is one: enough for a
  // PutRecord of 1 KiB with all headers.
  std::array<char, 3 * 1024> received_;
  std::vector<OpenAnswer> open_answers_;
  std::deque<HeldCall> held_calls_;  // in the order in which they ran
  std::vector<std::shared_ptr<DelayedAnswer>> delayed_answers_;
  std::vector<WaitingReply> waiting_replies_;

  bool waits_readable_ = false;
  bool waits_writable_ = false;
  bool peer_ended_ = false;
  bool lingers_ = false;
  bool hangs_up_ = false;  // a fault rule wants the connection to end as it is
  bool closed_ = false;
  bool wrote_ = false;  // since the last UpdateDeadline

  Wait wait_ = Wait::kIdle;
  Time deadline_;
  Time timer_set_for_ = Time::max();
};

}  // namespace runnel
