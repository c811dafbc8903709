#include "native-server/functions/http_call.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "native-server/functions/http_place.h"
#include "native-server/tls/trusted_roots.h"

namespace runnel {
namespace {

namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Kind = InvocationOutcome::Kind;

constexpr std::size_t kAnswerBytesMax = 16 * 1024 * 1024;
// AWS: that long an endpoint may take.
constexpr std::chrono::seconds kPatience{5};

class HttpExchange : public std::enable_shared_from_this<HttpExchange> {
 public:
  HttpExchange(boost::asio::io_context& io, FunctionInvocation invocation, FunctionReports& reports)
      : resolver_(io),
        plain_(io),
        invocation_(std::move(invocation)),
        place_(HttpPlaceOf(invocation_.http->url)),
        reports_(reports) {
    if (place_.secure) secure_.emplace(io, TrustingContext());
    parser_.body_limit(kAnswerBytesMax);
  }

  void Start() {
    request_.method_string(invocation_.http->method);
    request_.target(place_.path.empty() ? "/" : place_.path);
    request_.set(http::field::host, place_.Authority());
    for (const auto& [name, value] : invocation_.http->headers) request_.set(name, value);
    request_.body() = std::move(invocation_.payload);
    request_.prepare_payload();
    lowest().expires_after(kPatience);
    resolver_.async_resolve(place_.host, place_.port,
                            [self = shared_from_this()](const ErrorCode& error,
                                                        const tcp::resolver::results_type& found) {
                              if (error) return self->NotReached(error);
                              self->lowest().async_connect(
                                  found, [self](const ErrorCode& failed, const tcp::endpoint&) {
                                    if (failed) return self->NotReached(failed);
                                    self->Connected();
                                  });
                            });
  }

 private:
  boost::beast::tcp_stream& lowest() { return secure_ ? secure_->next_layer() : plain_; }

  void Connected() {
    if (!secure_) return Exchange(plain_);
    secure_->set_verify_callback(ssl::host_name_verification(place_.host));
    ::SSL_set_tlsext_host_name(secure_->native_handle(), place_.host.c_str());
    secure_->async_handshake(ssl::stream_base::client,
                             [self = shared_from_this()](const ErrorCode& error) {
                               if (error) return self->NotReached(error);
                               self->Exchange(*self->secure_);
                             });
  }

  template <class Stream>
  void Exchange(Stream& stream) {
    http::async_write(stream, request_,
                      [self = shared_from_this(), &stream](const ErrorCode& error, std::size_t) {
                        if (error) return self->NotReached(error);
                        http::async_read(stream, self->buffer_, self->parser_,
                                         [self](const ErrorCode& failed, std::size_t) {
                                           if (failed) return self->NotReached(failed);
                                           self->Answered();
                                         });
                      });
  }

  // The URL without its query, which may have secrets.
  std::string Address() const {
    const std::string& url = invocation_.http->url;
    return url.substr(0, url.find('?'));
  }

  void Answered() {
    constexpr unsigned kTooManyRequests = 429;
    const unsigned status = parser_.get().result_int();
    InvocationOutcome outcome;
    outcome.payload = std::move(parser_.get().body());
    if (status == kTooManyRequests) {
      outcome.kind = Kind::kThrottled;
    } else if (status < 200 || status > 299) {
      outcome = {
          Kind::kFunctionError, Address() + " answered with status " + std::to_string(status), {}};
    }
    reports_.Complete(invocation_.id, std::move(outcome));
  }

  void NotReached(const ErrorCode& error) {
    const bool silent = error == boost::beast::error::timeout;
    reports_.Complete(
        invocation_.id,
        {Kind::kNotRun,
         Address() + " cannot be reached: " + (silent ? "it does not answer" : error.message()),
         {}});
  }

  tcp::resolver resolver_;
  boost::beast::tcp_stream plain_;
  std::optional<boost::beast::ssl_stream<boost::beast::tcp_stream>> secure_;
  FunctionInvocation invocation_;
  const HttpPlace place_;
  FunctionReports& reports_;
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace

void CallHttp(boost::asio::io_context& io, FunctionInvocation invocation,
              FunctionReports& reports) {
  std::make_shared<HttpExchange>(io, std::move(invocation), reports)->Start();
}

}  // namespace runnel
