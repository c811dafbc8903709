#include "native-server/command_line/http_client.h"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <limits>
#include <optional>

#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

// A connection whose every step waits, but no longer than it may: Boost.Asio can only end a step
// early if it is an asynchronous one, so each is started and the loop run until it is over.
class HttpConnection {
 public:
  HttpConnection(const Endpoint& endpoint, Duration silence_max)
      : endpoint_(endpoint), silence_max_(silence_max), stream_(loop_) {}

  void Connect() {
    error_code error;
    asio::ip::tcp::resolver resolver(loop_);
    const auto addresses = resolver.resolve(endpoint_.host, std::to_string(endpoint_.port), error);
    if (error) Fail(error);
    Wait([&](auto done) {
      stream_.async_connect(addresses, [done](error_code failed, const auto&) { done(failed); });
    });
    connected_ = true;
  }

  void Send(const http::request<http::string_body>& request) {
    Wait([&](auto done) {
      http::async_write(stream_, request, [done](error_code failed, std::size_t) { done(failed); });
    });
  }

  void ReadHeader(http::response_parser<http::buffer_body>& parser) {
    Wait([&](auto done) {
      http::async_read_header(stream_, buffer_, parser,
                              [done](error_code failed, std::size_t) { done(failed); });
    });
  }

  // Gives each part of the body to `sink`.
  void ReadBody(http::response_parser<http::buffer_body>& parser, const BodySink& sink) {
    std::array<char, 65536> part;
    while (!parser.is_done()) {
      parser.get().body().data = part.data();
      parser.get().body().size = part.size();
      Wait([&](auto done) {
        http::async_read_some(stream_, buffer_, parser, [done](error_code failed, std::size_t) {
          // Only says that `part` is full.
          done(failed == http::error::need_buffer ? error_code() : failed);
        });
      });
      sink(std::string_view(part.data(), part.size() - parser.get().body().size));
    }
  }

 private:
  void Wait(const auto& start) {
    error_code outcome;
    stream_.expires_after(std::chrono::milliseconds(silence_max_.milliseconds));
    start([&outcome](error_code failed) { outcome = failed; });
    loop_.restart();
    loop_.run();
    if (outcome) Fail(outcome);
  }

  [[noreturn]] void Fail(error_code error) const {
    std::string text = "no answer from " + endpoint_.Url() + ": " + error.message();
    if (error == asio::error::connection_refused) {
      text += "; is the server running? `runnel serve --detach` starts it";
    }
    throw NoAnswer(Why(error), text);
  }

  NoAnswer::Why Why(error_code error) const {
    using enum NoAnswer::Why;
    if (!connected_) {
      return error == asio::error::connection_refused ? kNothingListens : kUnreachable;
    }
    if (error == beast::error::timeout) return kSilent;
    const bool cut_off =
        error == http::error::end_of_stream || error == http::error::partial_message ||
        error.category() != http::make_error_code(http::error::end_of_stream).category();
    return cut_off ? kCutOff : kNoHttp;
  }

  Endpoint endpoint_;
  Duration silence_max_;
  asio::io_context loop_{1};
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  bool connected_ = false;
};

http::request<http::string_body> ToBeast(const Endpoint& endpoint, const HttpRequest& request) {
  http::request<http::string_body> message;
  message.method_string(request.method);
  message.target(request.target);
  message.version(11);
  message.set(http::field::host, endpoint.Authority());
  message.set(http::field::connection, "close");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

}  // namespace

std::string Endpoint::Url() const { return "http://" + Authority(); }

bool Endpoint::IsThisMachine() const { return host == "localhost" || host == "127.0.0.1"; }

std::string Endpoint::Authority() const {
  const bool numeric_v6 = host.find(':') != std::string::npos;
  return (numeric_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Endpoint ReadEndpoint(std::string_view text, std::string_view source) {
  const auto refuse = [&](const std::string& reason) {
    return Failure(kExitUsage, std::string(source) + ": '" + std::string(text) + "' " + reason +
                                   "; write an address such as http://127.0.0.1:4566");
  };
  std::string_view rest = WithoutBlanks(text);
  constexpr std::string_view kHttp = "http://";
  if (constexpr std::string_view kHttps = "https://"; rest.starts_with(kHttps)) {
    throw Failure(kExitUsage, std::string(source) + ": '" + std::string(text) +
                                  "' is https, which clients may use and the command line does "
                                  "not speak; Runnel's ports take both: write " +
                                  std::string(kHttp) + std::string(rest.substr(kHttps.size())));
  }
  if (rest.starts_with(kHttp)) rest.remove_prefix(kHttp.size());
  rest = rest.substr(0, rest.find('/'));
  Endpoint endpoint;
  const std::size_t bracket = rest.rfind(']');  // of a numeric IPv6 address
  const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
  std::string_view host = rest.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  endpoint.host = host;
  if (endpoint.host.empty()) throw refuse("names no host");
  if (colon != std::string_view::npos) {
    const std::optional<std::int64_t> port = ReadInteger(rest.substr(colon + 1));
    if (!port || *port < 1 || *port > 65535) throw refuse("has no port from 1 to 65535");
    endpoint.port = static_cast<std::uint16_t>(*port);
  }
  return endpoint;
}

std::string_view HttpAnswer::Header(std::string_view name) const {
  for (const auto& [present, value] : headers) {
    if (LowerCase(present) == LowerCase(name)) return value;
  }
  return {};
}

HttpAnswer SendHttp(const Endpoint& endpoint, const HttpRequest& request, Duration silence_max,
                    const BodySink& sink) {
  HttpConnection connection(endpoint, silence_max);
  connection.Connect();
  connection.Send(ToBeast(endpoint, request));
  http::response_parser<http::buffer_body> parser;
  parser.body_limit(boost::none);
  connection.ReadHeader(parser);
  HttpAnswer answer;
  answer.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get()) {
    answer.headers.emplace_back(field.name_string(), field.value());
  }
  connection.ReadBody(
      parser, sink && answer.status == 200 ? sink : [&](std::string_view part) {
        answer.body.append(part);
      });
  return answer;
}

}  // namespace runnel
