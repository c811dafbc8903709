// A client that speaks TLS with whatever it is given to trust.
#pragma once

#include <openssl/ssl.h>
#include <poll.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "native-server/tls/openssl_handles.h"

namespace runnel::test {

// Connects and shakes hands at once. Reads block, up to ten seconds.
class TlsClient {
 public:
  struct Options {
    std::string host = "localhost";      // asked for, and to be found in the certificate
    std::string authority;               // PEM file to trust; empty: trust anything
    std::vector<std::string> protocols;  // for ALPN
    int version = TLS1_3_VERSION;
  };

  TlsClient(std::uint16_t port, const Options& options)
      : context_(SSL_CTX_new(TLS_client_method())), socket_(io_) {
    SSL_CTX_set_max_proto_version(context_.get(), options.version);
    if (!options.authority.empty()) {
      SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
      SSL_CTX_load_verify_locations(context_.get(), options.authority.c_str(), nullptr);
    }
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    const timeval patience{10, 0};
    setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), socket_.native_handle());
    SSL_set_tlsext_host_name(tls_.get(), options.host.c_str());
    SSL_set1_host(tls_.get(), options.host.c_str());
    std::string offered;
    for (const std::string& protocol : options.protocols) {
      offered += static_cast<char>(protocol.size());
      offered += protocol;
    }
    SSL_set_alpn_protos(tls_.get(), reinterpret_cast<const unsigned char*>(offered.data()),
                        static_cast<unsigned>(offered.size()));
    connected_ = SSL_connect(tls_.get()) == 1;
  }

  bool connected() const { return connected_; }
  // What ALPN has agreed on; empty: nothing.
  std::string protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(tls_.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }

  void Send(std::string_view bytes) {
    if (bytes.empty()) return;
    RUNNEL_CHECK(SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) ==
                 static_cast<int>(bytes.size()));
  }
  // What has come, at least a byte; empty: the server has ended its side in order.
  std::string ReadSome() {
    std::string bytes(64 * 1024, '\0');
    const int count = SSL_read(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    ended_in_order_ = count <= 0 && SSL_get_error(tls_.get(), count) == SSL_ERROR_ZERO_RETURN;
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }
  std::string ReadUntil(std::string_view text) {
    std::string received;
    while (received.find(text) == std::string::npos) {
      const std::string bytes = ReadSome();
      if (bytes.empty()) break;
      received += bytes;
    }
    return received;
  }
  // Whether the last ReadSome found the farewell of TLS, not just the end of the connection.
  bool ended_in_order() const { return ended_in_order_; }

 private:
  TlsContextHandle context_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  TlsHandle tls_;
  bool connected_ = false;
  bool ended_in_order_ = false;
};

}  // namespace runnel::test
