// Listens on one address and hands what connects to the event loops, in turn.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <span>

#include "native-server/connection.h"
#include "native-server/event_loop.h"

namespace runnel {

class Listener {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;

  // Listens from here on; a port of 0 lets the system pick one. Throws Failure, with a text for the
  // person at the command line, when it cannot. Accepts on the first of `loops`. All must outlive
  // the listener.
  Listener(const Endpoint& endpoint, std::span<const std::unique_ptr<EventLoop>> loops,
           const ServerContext& context);

  // Where it listens, with the port that the system picked.
  const Endpoint& endpoint() const { return endpoint_; }
  // These two on the first loop's thread.
  void Start() { Accept(); }
  void Stop();

 private:
  using ErrorCode = boost::system::error_code;

  void Accept();
  void OnAccepted(const ErrorCode& error, boost::asio::ip::tcp::socket socket, EventLoop& loop);
  void Pause(const ErrorCode& error);

  const std::span<const std::unique_ptr<EventLoop>> loops_;
  const ServerContext& context_;
  std::size_t next_loop_ = 0;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_timer_;
  Endpoint endpoint_;
};

}  // namespace runnel
