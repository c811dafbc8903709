#include "tests/bench/http_load.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

namespace runnel::bench {
namespace {

using boost::asio::ip::tcp;
using Clock = std::chrono::steady_clock;

class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(io_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    socket_.set_option(tcp::no_delay(true));
  }

  // The status; the body is in body().
  int Send(const std::string& request) {
    boost::asio::write(socket_, boost::asio::buffer(request));
    const std::size_t head =
        boost::asio::read_until(socket_, boost::asio::dynamic_buffer(received_), "\r\n\r\n");
    const std::size_t field = received_.find("Content-Length: ");
    const std::size_t size =
        field < head ? std::strtoul(received_.c_str() + field + 16, nullptr, 10) : 0;
    if (received_.size() < head + size) {
      const std::size_t missing = head + size - received_.size();
      boost::asio::read(socket_, boost::asio::dynamic_buffer(received_),
                        boost::asio::transfer_exactly(missing));
    }
    const int status = std::atoi(received_.c_str() + 9);
    body_ = received_.substr(head, size);
    received_.erase(0, head + size);
    return status;
  }
  const std::string& body() const { return body_; }

 private:
  boost::asio::io_context io_;
  tcp::socket socket_;
  std::string received_;
  std::string body_;
};

struct Share {
  std::vector<double> latencies_us;
  std::uint64_t failures = 0;
};

Share RunConnection(const Load& load, Clock::time_point counted_from, Clock::time_point until) {
  Share share;
  try {
    Connection connection(load.port);
    for (auto begin = Clock::now(); begin < until;) {
      const int status = connection.Send(load.request);
      const auto end = Clock::now();
      if (status != 200) ++share.failures;
      if (begin >= counted_from) {
        share.latencies_us.push_back(
            std::chrono::duration<double, std::micro>(end - begin).count());
      }
      begin = end;
    }
  } catch (const std::exception&) {
    ++share.failures;
  }
  return share;
}

}  // namespace

LoadResult RunLoad(const Load& load) {
  const auto begin = Clock::now();
  const auto counted_from = begin + load.duration / 5;
  const auto until = begin + load.duration;
  std::vector<Share> shares(static_cast<std::size_t>(load.connections));
  std::vector<std::thread> threads;
  for (Share& share : shares) {
    threads.emplace_back([&] { share = RunConnection(load, counted_from, until); });
  }
  for (std::thread& thread : threads) thread.join();
  LoadResult result;
  std::vector<double> all;
  for (const Share& share : shares) {
    all.insert(all.end(), share.latencies_us.begin(), share.latencies_us.end());
    result.failures += share.failures;
  }
  if (all.empty()) return result;
  std::sort(all.begin(), all.end());
  result.requests_per_second =
      static_cast<double>(all.size()) / std::chrono::duration<double>(until - counted_from).count();
  result.median_us = all[all.size() / 2];
  result.p99_us = all[all.size() * 99 / 100];
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
  Connection connection(port);
  const int status = connection.Send(request);
  if (status != 200) {
    throw std::runtime_error("the server answered " + std::to_string(status) + ": " +
                             connection.body());
  }
  return connection.body();
}

}  // namespace runnel::bench
