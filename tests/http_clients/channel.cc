#include "tests/http_clients/channel.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace runnel::test {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;

class Socket {
 public:
  explicit Socket(std::uint16_t port) : file_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(file_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(file_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    close(file_);
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
  ~Socket() { close(file_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int file() const { return file_; }
  bool WaitReadable(std::chrono::milliseconds patience) const {
    pollfd readable{file_, POLLIN, 0};
    return poll(&readable, 1, static_cast<int>(patience.count())) > 0;
  }

 private:
  int file_;
};

class PlainChannel : public Channel {
 public:
  explicit PlainChannel(std::uint16_t port) : socket_(port) {}

  void Send(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = send(socket_.file(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0) throw std::runtime_error("the server has closed the connection");
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  std::string Read(std::chrono::milliseconds patience) override {
    if (!socket_.WaitReadable(patience)) return {};
    std::array<char, kReadBytes> bytes;
    const ssize_t count = recv(socket_.file(), bytes.data(), bytes.size(), 0);
    ended_ = count <= 0;
    return ended_ ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(count));
  }
  bool ended() const override { return ended_; }

 private:
  Socket socket_;
  bool ended_ = false;
};

class TlsChannel : public Channel {
 public:
  TlsChannel(std::uint16_t port, std::string_view protocol)
      : socket_(port), context_(SSL_CTX_new(TLS_client_method())), tls_(SSL_new(context_.get())) {
    // Else a read that finds a session ticket alone would wait for what may never come.
    SSL_clear_mode(tls_.get(), SSL_MODE_AUTO_RETRY);
    SSL_set_fd(tls_.get(), socket_.file());
    SSL_set_tlsext_host_name(tls_.get(), "localhost");
    std::string offered;
    if (!protocol.empty()) offered.append(1, static_cast<char>(protocol.size())).append(protocol);
    SSL_set_alpn_protos(tls_.get(), reinterpret_cast<const unsigned char*>(offered.data()),
                        static_cast<unsigned>(offered.size()));
    if (SSL_connect(tls_.get()) != 1) throw std::runtime_error("the TLS handshake failed");
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(tls_.get(), &chosen, &size);
    if (std::string_view(reinterpret_cast<const char*>(chosen), size) != protocol) {
      throw std::runtime_error("the server did not take " + std::string(protocol) + " by ALPN");
    }
  }

  void Send(std::string_view bytes) override {
    if (bytes.empty()) return;
    std::size_t count = 0;
    if (SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &count) != 1) {
      throw std::runtime_error("the server has closed the connection");
    }
  }
  std::string Read(std::chrono::milliseconds patience) override {
    std::array<char, kReadBytes> bytes;
    std::size_t count = 0;
    while (SSL_pending(tls_.get()) > 0 || socket_.WaitReadable(patience)) {
      const int result = SSL_read_ex(tls_.get(), bytes.data(), bytes.size(), &count);
      if (result == 1) return {bytes.data(), count};
      ended_ = SSL_get_error(tls_.get(), result) != SSL_ERROR_WANT_READ;
      if (ended_) break;
    }
    return {};
  }
  bool ended() const override { return ended_; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  Socket socket_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> tls_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Channel> ConnectPlain(std::uint16_t port) {
  return std::make_unique<PlainChannel>(port);
}

std::unique_ptr<Channel> ConnectTls(std::uint16_t port, std::string_view protocol) {
  return std::make_unique<TlsChannel>(port, protocol);
}

}  // namespace runnel::test
