// One thread's event loop, and what lives on it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/api/request.h"
#include "native-server/http/http_date.h"
#include "native-server/journal/durable_state.h"
#include "native-server/server_log.h"
#include "native-server/tls/tls_context.h"

namespace runnel {

// What a loop knows of a connection. In the loop's list from construction to destruction or
// Unlink.
class LoopConnection : public boost::intrusive::list_base_hook<
                           boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~LoopConnection() = default;
  // The subscription has something to say; Advance follows.
  virtual void MarkReady(SubscriptionId subscription) = 0;
  // Does whatever can be done now.
  virtual void Advance() = 0;
  // Ends open subscriptions and idle connections cleanly, others after their answer.
  virtual void Stop() = 0;
  virtual void Close() = 0;
  // More is durable, or something failed to be; says and does whatever waited for it.
  virtual void Durable(const DurableState& state) = 0;
  // The answer of a reply with that `waiting` is there.
  virtual void Answered(std::uint64_t waiting) = 0;
};

// Everything but io(), PostStop and construction belongs to the thread that calls Run.
class EventLoop {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `log` must outlive the loop.
  EventLoop(ServerLog& log, const TlsSettings& tls);

  boost::asio::io_context& io() { return io_; }
  // Until a stop is complete. An exception of a handler ends the connection that it was for.
  void Run();
  // From any thread: stops the connections, then the loop, within half a second.
  void PostStop();

  void Add(LoopConnection& connection);
  void Remove(const std::shared_ptr<LoopConnection>& connection);
  // A connection lives as long as it is waiting for one of these.
  void Follow(SubscriptionId subscription, std::shared_ptr<LoopConnection> connection);
  void Unfollow(SubscriptionId subscription);
  // These subscriptions have something to say.
  void Wake(const std::vector<SubscriptionId>& subscriptions);

  // The connection's Answered is called once, unless Unawait comes first.
  void Await(std::uint64_t waiting, std::shared_ptr<LoopConnection> connection) {
    awaited_[waiting] = std::move(connection);
  }
  void Unawait(std::uint64_t waiting) { awaited_.erase(waiting); }
  void Answered(const std::vector<std::uint64_t>& waiting);

  // The connection's Durable is called once, at the next change.
  void AwaitDurable(std::shared_ptr<LoopConnection> connection) {
    await_durable_.insert(std::move(connection));
  }
  void Durable(const DurableState& state);

  TlsContext& tls() { return tls_; }

  // The Date header as of now.
  const HttpDate& date() const { return date_; }
  void UpdateDate();

  // Has the log written within a few milliseconds. To be called after logging.
  void FlushLogSoon();

 private:
  void Stop();
  void StopIfEmpty();

  using Connections =
      boost::intrusive::list<LoopConnection, boost::intrusive::constant_time_size<false>>;

  ServerLog& log_;
  TlsContext tls_;
  HttpDate date_;
  Connections connections_;
  bool stopping_ = false;
  bool flush_pending_ = false;
  // What is still waiting in it may refer to all of the above.
  boost::asio::io_context io_;
  // Connections, whose sockets belong to io_.
  std::unordered_map<std::uint64_t, std::shared_ptr<LoopConnection>> followed_;
  std::vector<std::shared_ptr<LoopConnection>> woken_;  // scratch
  std::unordered_set<std::shared_ptr<LoopConnection>> await_durable_;
  std::unordered_map<std::uint64_t, std::shared_ptr<LoopConnection>> awaited_;
  boost::asio::steady_timer flush_timer_;
  boost::asio::steady_timer grace_timer_;
};

}  // namespace runnel
