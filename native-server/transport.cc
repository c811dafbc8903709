#include "native-server/transport.h"

#include <openssl/err.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <utility>

#include "native-server/failure.h"

namespace runnel {
namespace {

using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kWritePieces = 16;
// RFC 8446, section 5.1: how the first record of a client begins. No HTTP begins like this.
constexpr char kTlsHandshake = 0x16;

// The pieces of one gathered write, as Asio wants them.
class WritePieces {
 public:
  using value_type = boost::asio::const_buffer;
  using const_iterator = const value_type*;

  explicit WritePieces(const OutputQueue& output) {
    std::array<std::string_view, kWritePieces> views;
    count_ = output.Gather(views);
    for (std::size_t i = 0; i < count_; ++i) pieces_[i] = {views[i].data(), views[i].size()};
  }
  const_iterator begin() const { return pieces_.data(); }
  const_iterator end() const { return pieces_.data() + count_; }
  std::size_t count() const { return count_; }

 private:
  std::array<value_type, kWritePieces> pieces_;
  std::size_t count_;
};

}  // namespace

Transport::Transport(tcp::socket socket, TlsContext& tls)
    : socket_(std::move(socket)), tls_context_(tls) {
  ErrorCode ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
}

Transport::ReadResult Transport::Read(std::span<char> room) {
  if (tls_) return ReadTls(room);
  ErrorCode error;
  // OpenSSL reads the socket itself, so the first byte is only looked at.
  const auto flags = recognized_ ? 0 : tcp::socket::message_peek;
  const std::span<char> target = recognized_ ? room : room.first(1);
  const std::size_t count =
      socket_.receive(boost::asio::buffer(target.data(), target.size()), flags, error);
  if (error == boost::asio::error::would_block) return {Status::kWaits};
  if (error == boost::asio::error::eof) return {Status::kEnded};
  if (error) return {Status::kFailed};
  if (recognized_) return {Status::kOk, count};
  recognized_ = true;
  if (room.front() != kTlsHandshake) return Read(room);
  try {
    tls_ = tls_context_.Accept(socket_.native_handle());
  } catch (const Failure& failure) {
    failure_ = failure.what();
    return {Status::kFailed};
  }
  return ReadTls(room);
}

Transport::ReadResult Transport::ReadTls(std::span<char> room) {
  waits_to_write_ = false;
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_read_ex(tls_.get(), room.data(), room.size(), &count);
  may_have_input_ = result == 1;
  if (result == 1) return {Status::kOk, count};
  return {Explain(result)};
}

bool Transport::HasInput() const {
  return tls_ && may_have_input_ && SSL_has_pending(tls_.get()) == 1;
}

Transport::Status Transport::Explain(int result) {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Status::kWaits;
    case SSL_ERROR_WANT_WRITE:
      waits_to_write_ = true;
      return Status::kWaits;
    case SSL_ERROR_ZERO_RETURN:
      return Status::kEnded;
    case SSL_ERROR_SSL:
      failure_ = TakeOpensslError();
      return Status::kFailed;
    default:
      return Status::kFailed;
  }
}

Transport::Status Transport::Write(OutputQueue& output) {
  if (tls_) return WriteTls(output);
  while (!output.empty()) {
    const WritePieces pieces(output);
    ErrorCode error;
    // One piece, the usual case, is cheaper to send as one.
    const std::size_t count = pieces.count() == 1 ? socket_.write_some(*pieces.begin(), error)
                                                  : socket_.write_some(pieces, error);
    if (error == boost::asio::error::would_block) return Status::kWaits;
    if (error) return Status::kFailed;
    output.Consume(count);
  }
  return Status::kOk;
}

Transport::Status Transport::WriteTls(OutputQueue& output) {
  while (!output.empty()) {
    std::array<std::string_view, 1> piece;
    output.Gather(piece);
    ERR_clear_error();
    std::size_t count = 0;
    const int result = SSL_write_ex(tls_.get(), piece[0].data(), piece[0].size(), &count);
    if (result != 1) return Explain(result);
    output.Consume(count);
  }
  return Status::kOk;
}

void Transport::SayFarewell() {
  // Before the end of the handshake, and after a failure, OpenSSL does not want to be asked.
  if (!tls_ || !failure_.empty() || SSL_is_init_finished(tls_.get()) == 0) return;
  ERR_clear_error();
  SSL_shutdown(tls_.get());
}

void Transport::EndOutput() {
  SayFarewell();
  ErrorCode ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void Transport::Close() {
  SayFarewell();
  ErrorCode ignored;
  socket_.close(ignored);
}

}  // namespace runnel
