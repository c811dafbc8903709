#include "native-server/listener.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <chrono>
#include <sstream>
#include <string>
#include <utility>

#include "native-server/failure.h"

namespace runnel {
namespace {

using boost::asio::ip::tcp;
namespace errc = boost::system::errc;

// How long to leave waiting connections alone when the process or the system is out of something
// that a connection needs.
constexpr std::chrono::milliseconds kAcceptPause{100};

[[noreturn]] void FailToListen(const tcp::endpoint& endpoint,
                               const boost::system::error_code& error) {
  std::ostringstream text;
  text << "cannot listen on " << endpoint << ": ";
  if (error == errc::address_in_use) {
    text << "address already in use; is another Runnel or emulator running? choose another with "
            "--port";
  } else if (error == errc::permission_denied) {
    text << "permission denied; choose a port above 1023 with --port";
  } else if (error == errc::address_not_available) {
    text << "this machine has no such address; choose another with --host";
  } else {
    text << error.message();
  }
  throw Failure(kExitFailed, text.str());
}

}  // namespace

Listener::Listener(const Endpoint& endpoint, std::span<const std::unique_ptr<EventLoop>> loops,
                   const ServerContext& context)
    : loops_(loops),
      context_(context),
      acceptor_(loops.front()->io()),
      pause_timer_(loops.front()->io()) {
  ErrorCode error;
  acceptor_.open(endpoint.protocol(), error);
  // A restart right after a stop finds old connections of the port still in TIME_WAIT.
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) FailToListen(endpoint, error);
  endpoint_ = acceptor_.local_endpoint();
}

void Listener::Stop() {
  ErrorCode ignored;
  acceptor_.close(ignored);
  pause_timer_.cancel();
}

void Listener::Accept() {
  EventLoop& loop = *loops_[next_loop_];
  next_loop_ = (next_loop_ + 1) % loops_.size();
  acceptor_.async_accept(loop.io(), [this, &loop](const ErrorCode& error, tcp::socket socket) {
    OnAccepted(error, std::move(socket), loop);
  });
}

void Listener::OnAccepted(const ErrorCode& error, tcp::socket socket, EventLoop& loop) {
  if (!acceptor_.is_open()) return;
  const bool starved = error == errc::too_many_files_open ||
                       error == errc::too_many_files_open_in_system ||
                       error == errc::no_buffer_space || error == errc::not_enough_memory;
  if (starved) return Pause(error);
  // Any other error is that of one connection which went away before it was accepted.
  if (!error) {
    auto connection = std::make_shared<ClientConnection>(std::move(socket), loop, context_);
    boost::asio::dispatch(loop.io(), [connection] { connection->Start(); });
  }
  Accept();
}

void Listener::Pause(const ErrorCode& error) {
  context_.log.Say(LogLevel::kWarn, "cannot accept a connection: " + error.message());
  pause_timer_.expires_after(kAcceptPause);
  pause_timer_.async_wait([this](const ErrorCode& cancelled) {
    if (!cancelled) Accept();
  });
}

}  // namespace runnel
