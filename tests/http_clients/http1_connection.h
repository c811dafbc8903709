// An HTTP/1.1 client on a channel: requests may be sent ahead, answers come in their order.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/http_clients/channel.h"

namespace runnel::test {

struct Http1Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// Used by one thread. Errors, among them silence for longer than `patience`, are
// std::runtime_error.
class Http1Connection {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  explicit Http1Connection(std::unique_ptr<Channel> channel) : channel_(std::move(channel)) {}

  void Begin(std::string_view method, std::string_view path, std::string_view body,
             const Fields& fields);
  // The next answer, whole.
  Http1Answer Finish(std::chrono::milliseconds patience);
  // The head of the next answer, which stays open if it is chunked.
  Http1Answer Head(std::chrono::milliseconds patience);
  // The next chunk of an open answer; empty: it has ended.
  std::string Chunk(std::chrono::milliseconds patience);

 private:
  // Takes all up to and with `end`.
  std::string TakeThrough(std::string_view end, std::chrono::milliseconds patience);
  std::string Take(std::size_t count, std::chrono::milliseconds patience);
  void ReadMore(std::chrono::milliseconds patience);

  std::unique_ptr<Channel> channel_;
  std::string received_;
};

}  // namespace runnel::test
