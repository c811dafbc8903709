#include "tests/bench/http_load.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace runnel::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kRoomBytes = 1024 * 1024;

// Takes in one answer. What is of no use, the body unless it is wanted, is only counted.
class Answer {
 public:
  void Clear() {
    head_.clear();
    body_.clear();
    size_ = whole_ = 0;
  }

  // Whether the answer is complete. It has a Content-Length, or none and no body.
  bool Take(std::string_view bytes, bool keeps_body) {
    size_ += bytes.size();
    if (whole_ == 0) {
      head_ += bytes;
      const std::size_t end = head_.find("\r\n\r\n");
      if (end == std::string::npos) return false;
      ReadHead(end + 4);
      bytes = std::string_view(head_).substr(end + 4);
    }
    if (keeps_body) body_ += bytes;
    return size_ >= whole_;
  }

  int status() const { return status_; }
  std::size_t size() const { return size_; }
  const std::string& body() const { return body_; }

 private:
  void ReadHead(std::size_t head_bytes) {
    constexpr std::string_view kLength = "\r\ncontent-length:";
    whole_ = head_bytes;
    status_ = std::atoi(head_.c_str() + 9);
    const char* const field = strcasestr(head_.c_str(), kLength.data());
    if (field != nullptr) whole_ += std::strtoul(field + kLength.size(), nullptr, 10);
  }

  std::string head_;
  std::string body_;
  std::size_t size_ = 0;
  std::size_t whole_ = 0;  // 0: not known yet
  int status_ = 0;
};

class Connection {
 public:
  // `send_flags` beside MSG_NOSIGNAL.
  Connection(std::uint16_t port, int send_flags)
      : port_(port), send_flags_(send_flags | MSG_NOSIGNAL) {
    Connect();
  }
  ~Connection() { close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int socket() const { return socket_; }
  const Answer& answer() const { return answer_; }

  void Reconnect() {
    close(socket_);
    Connect();
  }

  void Begin(std::string_view request) {
    answer_.Clear();
    unsent_ = request;
    begun_ = Clock::now();
    Send();
  }
  // Sends what the socket takes. False: there is more.
  bool Send() {
    while (!unsent_.empty()) {
      const ssize_t count = send(socket_, unsent_.data(), unsent_.size(), send_flags_);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) return false;
      if (count < 0) throw std::runtime_error("the server has ended a connection");
      unsent_.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // Reads what there is. Whether the answer is complete.
  bool Receive(std::string& room, bool keeps_body) {
    const ssize_t count = recv(socket_, room.data(), room.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (count <= 0) throw std::runtime_error("the server has ended a connection");
    return answer_.Take({room.data(), static_cast<std::size_t>(count)}, keeps_body);
  }
  double MicrosecondsUntil(Clock::time_point end) const {
    return std::chrono::duration<double, std::micro>(end - begun_).count();
  }

 private:
  void Connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      close(socket_);
      throw std::runtime_error("nobody listens");
    }
    const int one = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }

  std::uint16_t port_;
  int send_flags_;
  int socket_ = -1;
  std::string_view unsent_;
  Answer answer_;
  Clock::time_point begun_;
};

class Loop {
 public:
  explicit Loop(const Load& load) : load_(load), epoll_(epoll_create1(EPOLL_CLOEXEC)) {}
  ~Loop() { close(epoll_); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  LoadResult Run() {
    const auto begin = Clock::now();
    counted_from_ = begin + load_.duration / 5;
    const auto until = begin + load_.duration;
    for (int i = 0; i < load_.connections; ++i) {
      connections_.push_back(std::make_unique<Connection>(load_.port, MSG_DONTWAIT));
      Watch(*connections_.back(), EPOLL_CTL_ADD, EPOLLIN);
      BeginNext(*connections_.back());
    }
    while (Clock::now() < until) Turn();
    LoadResult result = Summarize(std::move(latencies_us_), until - counted_from_);
    result.bytes_per_second =
        static_cast<double>(bytes_) / std::chrono::duration<double>(until - counted_from_).count();
    result.answered = answered_;
    result.failures = failures_;
    return result;
  }

 private:
  void Watch(Connection& connection, int how, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &connection;
    epoll_ctl(epoll_, how, connection.socket(), &event);
  }

  void BeginNext(Connection& connection) {
    connection.Begin(load_.requests[next_++ % load_.requests.size()]);
    if (!connection.Send()) Watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
  }

  void Turn() {
    constexpr int kEvents = 128;
    constexpr int kPatienceMilliseconds = 10'000;
    epoll_event events[kEvents];
    const int count = epoll_wait(epoll_, events, kEvents, kPatienceMilliseconds);
    if (count == 0) throw std::runtime_error("the server has not answered for ten seconds");
    for (int i = 0; i < count; ++i) {
      Connection& connection = *static_cast<Connection*>(events[i].data.ptr);
      if ((events[i].events & EPOLLOUT) != 0 && connection.Send()) {
        Watch(connection, EPOLL_CTL_MOD, EPOLLIN);
      }
      if ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) continue;
      if (connection.Receive(room_, false)) Answered(connection);
    }
  }

  void Answered(Connection& connection) {
    const auto now = Clock::now();
    ++answered_;
    if (connection.answer().status() != 200) ++failures_;
    if (now >= counted_from_) {
      latencies_us_.push_back(connection.MicrosecondsUntil(now));
      bytes_ += connection.answer().size();
    }
    if (load_.reconnects) {
      connection.Reconnect();
      Watch(connection, EPOLL_CTL_ADD, EPOLLIN);
    }
    BeginNext(connection);
  }

  const Load& load_;
  int epoll_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::size_t next_ = 0;
  std::string room_ = std::string(kRoomBytes, '\0');
  Clock::time_point counted_from_;
  std::vector<double> latencies_us_;
  std::uint64_t bytes_ = 0;
  std::uint64_t answered_ = 0;
  std::uint64_t failures_ = 0;
};

}  // namespace

LoadResult RunLoad(const Load& load) { return Loop(load).Run(); }

LoadResult Summarize(std::vector<double> latencies_us, std::chrono::duration<double> counted_for) {
  LoadResult result;
  if (latencies_us.empty()) return result;
  std::sort(latencies_us.begin(), latencies_us.end());
  result.requests_per_second = static_cast<double>(latencies_us.size()) / counted_for.count();
  result.median_us = latencies_us[latencies_us.size() / 2];
  result.p99_us = latencies_us[latencies_us.size() * 99 / 100];
  return result;
}

std::vector<std::pair<std::string, std::string>> CallFields(const std::string& operation) {
  return {{"content-type", "application/x-amz-json-1.1"},
          {"x-amz-target", "Kinesis_20131202." + operation},
          {"x-amz-date", "20260101T000000Z"},
          {"authorization",
           "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
           "SignedHeaders=host, Signature=0"}};
}

std::string CallText(const std::string& operation, const std::string& body) {
  std::string text = "POST / HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : CallFields(operation)) text += name + ": " + value + "\r\n";
  return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string SendOnce(std::uint16_t port, const std::string& request) {
  Connection connection(port, 0);
  connection.Begin(request);
  std::string room(kRoomBytes, '\0');
  while (!connection.Receive(room, true)) {
  }
  const Answer& answer = connection.answer();
  if (answer.status() == 200) return answer.body();
  throw std::runtime_error("the server answered " + std::to_string(answer.status()) + ": " +
                           answer.body());
}

}  // namespace runnel::bench
