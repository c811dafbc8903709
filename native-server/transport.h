// The bytes of one accepted socket, with TLS in front if the client begins with it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "native-server/http/output_queue.h"
#include "native-server/tls/openssl_handles.h"
#include "native-server/tls/tls_context.h"

namespace runnel {

// Never blocks. Not thread-safe: belongs to one connection.
class Transport {
 public:
  enum class Status {
    kOk,
    kWaits,   // for the socket: see waits_to_write()
    kEnded,   // the peer has ended its side
    kFailed,  // see failure()
  };
  struct ReadResult {
    Status status;
    std::size_t count = 0;
  };

  // `tls` must outlive the transport.
  Transport(boost::asio::ip::tcp::socket socket, TlsContext& tls);

  boost::asio::ip::tcp::socket& socket() { return socket_; }

  ReadResult Read(std::span<char> room);
  // Consumes what it has sent. kOk: all of it.
  Status Write(OutputQueue& output);
  // There may be bytes to Read that the socket will not announce.
  bool HasInput() const;
  // Reading waits until the socket can be written to: a handshake does both.
  bool waits_to_write() const { return waits_to_write_; }
  // The peer has said something.
  bool heard() const { return recognized_; }
  // It is known that there is no TLS: reading the socket is what Read does.
  bool is_plain() const { return recognized_ && !tls_; }
  bool over_tls() const { return tls_ != nullptr; }
  // Why TLS failed; empty if it did not.
  const std::string& failure() const { return failure_; }

  // Ends our side; what the peer sends can still be read.
  void EndOutput();
  void Close();

 private:
  ReadResult ReadTls(std::span<char> room);
  Status WriteTls(OutputQueue& output);
  // What an operation of TLS that did not succeed means.
  Status Explain(int result);
  void SayFarewell();

  boost::asio::ip::tcp::socket socket_;
  TlsContext& tls_context_;
  TlsHandle tls_;
  bool recognized_ = false;      // whether there is TLS is known
  bool may_have_input_ = false;  // OpenSSL may hold a whole record, not only a part of one
  bool waits_to_write_ = false;
  std::string failure_;
};

}  // namespace runnel
