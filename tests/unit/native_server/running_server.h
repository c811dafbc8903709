// A server on a port that the system picked, in this process, and a client that speaks in bytes.
#pragma once

#include <poll.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "native-server/config.h"
#include "native-server/server.h"

namespace runnel::test {

inline Config QuietConfig() {
  Config config;
  config.ports = {0};
  config.log_level = LogLevel::kOff;
  config.seed = 1;
  config.settings.create_stream_delay = Duration::Seconds(0);
  config.settings.register_consumer_delay = Duration::Seconds(0);
  return config;
}

class RunningServer {
 public:
  explicit RunningServer(const Config& config = QuietConfig(), const ConnectionLimits& limits = {})
      : server(config, limits) {
    server.Start();
    thread_ = std::thread([this] { server.Run(); });
  }
  ~RunningServer() { Stop(); }

  // Returns once the server has come to its end.
  void Stop() {
    if (!thread_.joinable()) return;
    server.Stop();
    thread_.join();
  }

  std::uint16_t port() const { return server.ports().front(); }

  Server server;

 private:
  std::thread thread_;
};

// Every read blocks until its condition holds or the server ends the connection. Silence of ten
// seconds counts as the end: the test then fails instead of hanging.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(io_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    socket_.set_option(boost::asio::ip::tcp::no_delay(true));
  }

  void Send(std::string_view bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes)); }
  // False: the server has closed the connection.
  bool TrySend(std::string_view bytes) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes), error);
    return !error;
  }
  // Ends the connection without a farewell, as the death of a machine would.
  void Reset() {
    socket_.set_option(boost::asio::socket_base::linger(true, 0));
    socket_.close();
  }
  void EndSending() { socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }

  // Reads until what has been received since the last call contains `text`; returns all up to and
  // including it. Without it: everything until the end.
  std::string ReadUntil(std::string_view text) {
    std::size_t searched = 0;
    std::size_t at = 0;
    while ((at = received_.find(text, searched)) == std::string::npos) {
      searched = received_.size() - std::min(received_.size(), text.size());
      if (!ReadSome()) return std::exchange(received_, {});
    }
    const std::string result = received_.substr(0, at + text.size());
    received_.erase(0, result.size());
    return result;
  }
  // The next `size` bytes.
  std::string Read(std::size_t size) {
    while (received_.size() < size && ReadSome()) continue;
    std::string result = received_.substr(0, size);
    received_.erase(0, size);
    return result;
  }
  // What has come, at least a byte; empty: the end.
  std::string ReadAny() {
    if (received_.empty()) ReadSome();
    return std::exchange(received_, {});
  }
  std::string ReadToEnd() {
    while (ReadSome()) continue;
    return std::exchange(received_, {});
  }
  // Whether the server ends the connection, however it does, rather than fall silent.
  bool ReachesEnd() {
    ReadToEnd();
    return ended_;
  }

 private:
  bool ReadSome() {
    pollfd readable{socket_.native_handle(), POLLIN, 0};
    if (::poll(&readable, 1, 10'000) <= 0) return false;
    char bytes[64 * 1024];
    boost::system::error_code error;
    const std::size_t count = socket_.read_some(boost::asio::buffer(bytes), error);
    received_.append(bytes, count);
    ended_ = static_cast<bool>(error);
    return !error;
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  std::string received_;
  bool ended_ = false;
};

// The header fields of a call as an SDK sends it, as HTTP/2 spells them.
inline std::vector<std::pair<std::string, std::string>> KinesisFields(std::string_view operation) {
  return {{"content-type", "application/x-amz-json-1.1"},
          {"x-amz-target", "Kinesis_20131202." + std::string(operation)},
          {"x-amz-date", "20260101T000000Z"},
          {"authorization",
           "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
           "SignedHeaders=host, Signature=abc"}};
}

// A request as an SDK sends it.
inline std::string KinesisRequest(std::string_view operation, std::string_view body) {
  std::string text = "POST / HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : KinesisFields(operation)) text += name + ": " + value + "\r\n";
  text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  return text.append(body);
}

}  // namespace runnel::test
