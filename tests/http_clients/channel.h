// A connection to a server on this machine, plain or by TLS, as bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace runnel::test {

// Used by one thread. Errors are std::runtime_error. Destroying it closes the connection.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual void Send(std::string_view bytes) = 0;
  // What has come, at least a byte. Empty: the server has ended its side, or nothing came within
  // `patience`; ended() tells which.
  virtual std::string Read(std::chrono::milliseconds patience) = 0;
  virtual bool ended() const = 0;
};

// To 127.0.0.1.
std::unique_ptr<Channel> ConnectPlain(std::uint16_t port);
// By TLS, trusting any certificate. `protocol` is offered by ALPN; empty: nothing is offered.
std::unique_ptr<Channel> ConnectTls(std::uint16_t port, std::string_view protocol);

}  // namespace runnel::test
