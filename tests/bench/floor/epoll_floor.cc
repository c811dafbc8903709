// epoll_floor [--work] [--threads N] [--reply BYTES] - the least that a server can do on this
// machine: a yardstick, which trusts what it reads.
//
// It reads requests by their Content-Length and answers each with fixed bytes. With --work it does
// the least that PutRecord and PutRecords must do in memory: find the fields in the JSON, decode
// the base64, hash the partition key for its shard, append the record, and answer with a shard and
// a sequence number for each. It prints one line, which ends in its port.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/floor/floor_work.h"

namespace runnel::bench {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\n"
    "x-amzn-RequestId: 00000000-0000-0000-0000-000000000000\r\nContent-Length: ";

struct Options {
  bool work = false;
  int threads = 1;
  std::size_t reply_bytes = 110;  // of the body
};

void AppendAnswer(std::string_view body, std::string& out) {
  out += kHead;
  out += std::to_string(body.size());
  out += "\r\n\r\n";
  out += body;
}

struct Connection {
  int socket = -1;
  std::string in;
  std::size_t head_bytes = 0;
  std::size_t request_bytes = 0;  // 0: not known yet
  std::string out;
  std::size_t sent = 0;
};

class Server {
 public:
  explicit Server(const Options& options) : options_(options) {
    AppendAnswer(std::string(options.reply_bytes, ' '), fixed_answer_);
    for (int i = 0; i < options.threads; ++i) {
      epolls_.push_back(epoll_create1(EPOLL_CLOEXEC));
      std::thread([this, epoll = epolls_.back()] { Serve(epoll); }).detach();
    }
  }

  // Connections go to the threads in turn.
  [[noreturn]] void Accept(int listener) {
    for (std::size_t i = 0;; ++i) {
      const int socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      const int one = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      auto* const connection = new Connection{};
      connection->socket = socket;
      Watch(epolls_[i % epolls_.size()], EPOLL_CTL_ADD, *connection, EPOLLIN);
    }
  }

 private:
  static void Watch(int epoll, int how, Connection& connection, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &connection;
    epoll_ctl(epoll, how, connection.socket, &event);
  }

  void Serve(int epoll) {
    std::vector<char> room(kReadBytes);
    std::string body;
    epoll_event events[128];
    while (true) {
      const int count = epoll_wait(epoll, events, 128, -1);
      for (int i = 0; i < count; ++i) {
        auto* const connection = static_cast<Connection*>(events[i].data.ptr);
        if ((events[i].events & EPOLLIN) != 0) {
          if (!Read(*connection, room)) {
            close(connection->socket);
            delete connection;
            continue;
          }
          if (!TakeRequest(*connection)) continue;
          Answer(*connection, body);
        }
        Write(epoll, *connection, (events[i].events & EPOLLOUT) != 0);
      }
    }
  }

  // False: the client has gone.
  static bool Read(Connection& connection, std::vector<char>& room) {
    const ssize_t count = recv(connection.socket, room.data(), room.size(), MSG_DONTWAIT);
    if (count > 0) connection.in.append(room.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  // Whether a whole request is there.
  static bool TakeRequest(Connection& connection) {
    if (connection.request_bytes == 0) {
      const std::size_t end = connection.in.find("\r\n\r\n");
      if (end == std::string::npos) return false;
      const char* const field = strcasestr(connection.in.c_str(), "content-length:");
      connection.head_bytes = end + 4;
      connection.request_bytes = end + 4;
      if (field != nullptr) connection.request_bytes += std::strtoul(field + 15, nullptr, 10);
      connection.in.reserve(connection.request_bytes);
    }
    return connection.in.size() >= connection.request_bytes;
  }

  void Answer(Connection& connection, std::string& body) const {
    connection.out.clear();
    if (options_.work) {
      DoWork(std::string_view(connection.in).substr(connection.head_bytes), body);
      AppendAnswer(body, connection.out);
    } else {
      connection.out = fixed_answer_;
    }
    connection.in.clear();
    connection.request_bytes = 0;
    connection.sent = 0;
  }

  static void Write(int epoll, Connection& connection, bool waited) {
    while (connection.sent < connection.out.size()) {
      const ssize_t count =
          send(connection.socket, connection.out.data() + connection.sent,
               connection.out.size() - connection.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0) break;
      connection.sent += static_cast<std::size_t>(count);
    }
    const bool waits = connection.sent < connection.out.size();
    if (waits == waited) return;
    Watch(epoll, EPOLL_CTL_MOD, connection, EPOLLIN | (waits ? std::uint32_t{EPOLLOUT} : 0));
  }

  const Options options_;
  std::string fixed_answer_;
  std::vector<int> epolls_;
};

int Listen() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const name = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, name, size) != 0 || listen(listener, 512) != 0 ||
      getsockname(listener, name, &size) != 0) {
    std::perror("epoll_floor");
    std::exit(1);
  }
  std::printf("listening on http://127.0.0.1:%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

}  // namespace
}  // namespace runnel::bench

int main(int argc, char** argv) {
  runnel::bench::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--work") options.work = true;
    if (i + 1 == argc) break;
    if (name == "--threads") options.threads = std::max(1, std::atoi(argv[++i]));
    if (name == "--reply") options.reply_bytes = std::strtoul(argv[++i], nullptr, 10);
  }
  signal(SIGPIPE, SIG_IGN);
  const int listener = runnel::bench::Listen();
  runnel::bench::Server(options).Accept(listener);
}
