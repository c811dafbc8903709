// The Lambda runtime API, as one execution environment's process reaches it: a listener on this
// machine's own address.
// Source: integrations 4.1.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runnel {

// What GET /invocation/next is answered with.
struct RuntimeEvent {
  std::string request_id;
  std::string payload;
  std::vector<std::pair<const char*, std::string>> headers;  // beside that of the request's id
};

// Belongs to one thread.
class RuntimeApi : public std::enable_shared_from_this<RuntimeApi> {
 public:
  struct Events {
    std::function<void()> on_next;  // the process waits for an event
    std::function<void(std::string payload)> on_returned;
    std::function<void(std::string payload)> on_failed;
    std::function<void()> on_too_large;
    std::function<void(std::string payload)> on_init_failed;
  };

  // Listens from here on. Throws boost::system::system_error if it cannot.
  RuntimeApi(boost::asio::io_context& io, Events events);
  void Start();
  // Ends the listener and every connection. No event comes after this.
  void Stop();

  const std::string& address() const { return address_; }  // "127.0.0.1:40123"
  // REQUIRES: on_next was called, and nothing has been given since.
  void Give(RuntimeEvent event);

 private:
  class Exchange;
  friend class Exchange;

  void Accept();
  void Answer(Exchange& exchange, std::string_view method, std::string_view target,
              std::string_view body);
  void AnswerNext(Exchange& exchange);
  void AnswerInvocation(Exchange& exchange, std::string_view rest, std::string_view body);
  void AnswerInitError(Exchange& exchange, std::string_view body);

  boost::asio::io_context& io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::string address_;
  Events events_;
  std::vector<std::weak_ptr<Exchange>> exchanges_;
  std::shared_ptr<Exchange> waiting_;  // whoever asked for the next event last; may be null
  bool initialized_ = false;           // the next event was asked for once
  std::string running_;                // the id of the request that was given out; empty: none
};

}  // namespace runnel
