#include "native-server/functions/url_function.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/base64.h"
#include "core/base/json_document.h"
#include "native-server/functions/http_place.h"
#include "native-server/functions/invocation_log.h"

namespace runnel {
namespace {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::string_view kInvokePath = "/2015-03-31/functions/function/invocations";
constexpr std::size_t kAnswerBytesMax = 16 * 1024 * 1024;
// Beyond the function's own timeout, which the endpoint is to keep.
constexpr std::chrono::seconds kGrace{1};

// Of "http://127.0.0.1:8080" the path is that of the runtime interface emulator.
HttpPlace PlaceOf(std::string_view url) {
  HttpPlace place = HttpPlaceOf(url);
  if (place.path.empty() || place.path == "/") place.path = kInvokePath;
  return place;
}

// Of the emulator that images for containers have; newer ones take the function's own name too.
bool IsOfEmulator(std::string_view path) {
  return path.starts_with("/2015-03-31/functions/") && path.ends_with("/invocations");
}

class UrlCall : public std::enable_shared_from_this<UrlCall> {
 public:
  // Has the invocation again if the endpoint refused it because it was busy: nothing was reported.
  using OnEnd = std::function<void(std::optional<FunctionInvocation> refused)>;

  UrlCall(boost::asio::io_context& io, FunctionInvocation invocation, FunctionReports& reports,
          std::string log_stream, OnEnd on_end)
      : resolver_(io),
        stream_(io),
        invocation_(std::move(invocation)),
        reports_(reports),
        log_(*invocation_.function, reports, std::move(log_stream)),
        place_(PlaceOf(invocation_.function->image_uri)),
        of_emulator_(IsOfEmulator(place_.path)),
        on_end_(std::move(on_end)) {
    parser_.body_limit(kAnswerBytesMax);
  }

  void Start() {
    if (!of_emulator_) log_.Start(invocation_.request_id);
    request_ = {http::verb::post, place_.path, 11, std::move(invocation_.payload)};
    request_.set(http::field::host, place_.Authority());
    request_.set(http::field::content_type, "application/json");
    request_.set("X-Amzn-RequestId", invocation_.request_id);
    request_.set("Lambda-Runtime-Invoked-Function-Arn", invocation_.invoked_arn);
    if (!invocation_.client_context.empty()) {
      std::string encoded;
      AppendBase64(invocation_.client_context, encoded);
      request_.set("X-Amz-Client-Context", encoded);
    }
    request_.prepare_payload();
    stream_.expires_after(std::chrono::seconds(invocation_.function->timeout_seconds) + kGrace);
    resolver_.async_resolve(place_.host, place_.port,
                            [self = shared_from_this()](const ErrorCode& error,
                                                        const tcp::resolver::results_type& found) {
                              if (error) return self->NotReached(error);
                              self->Connect(found);
                            });
  }

 private:
  void Connect(const tcp::resolver::results_type& found) {
    stream_.async_connect(
        found, [self = shared_from_this()](const ErrorCode& error, const tcp::endpoint&) {
          if (error) return self->NotReached(error);
          self->Send();
        });
  }

  void Send() {
    ErrorCode ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    http::async_write(stream_, request_,
                      [self = shared_from_this()](const ErrorCode& error, std::size_t) {
                        if (error) return self->NotReached(error);
                        self->Read();
                      });
  }

  void Read() {
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](const ErrorCode& error, std::size_t) {
                       if (error == boost::beast::error::timeout) return self->TimedOut();
                       if (error) return self->NotReached(error);
                       self->Answered();
                     });
  }

  void Answered() {
    http::response<http::string_body> answer = parser_.release();
    const bool busy = answer.result() == http::status::bad_request && answer.body().empty();
    if (of_emulator_ && busy) {
      invocation_.payload = std::move(request_.body());
      return on_end_(std::move(invocation_));
    }
    StartLateLog();
    const bool has_error = answer.find("X-Amz-Function-Error") != answer.end();
    End(OutcomeOfAnswer(answer.result_int(), has_error, std::move(answer.body())), {});
  }

  // Of an emulator it is the end that tells whether it began with this one at all.
  void StartLateLog() {
    if (of_emulator_) log_.Start(invocation_.request_id);
  }

  void TimedOut() {
    StartLateLog();
    log_.TimedOut(invocation_.request_id);
    End({InvocationOutcome::Kind::kFunctionError,
         R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" + invocation_.request_id +
             " Error: " + log_.TimeoutText() + "\"}",
         {}},
        "timeout");
  }

  void NotReached(const ErrorCode& error) {
    const std::string why =
        "the function cannot be reached at " + invocation_.function->image_uri + ": " +
        (error == boost::beast::error::timeout ? "it does not answer" : error.message());
    StartLateLog();
    log_.Line(why + "\n");
    End({InvocationOutcome::Kind::kNotRun, why, {}}, "error");
  }

  void End(InvocationOutcome outcome, const std::string& status) {
    InvocationLog::End end;
    end.request_id = invocation_.request_id;
    end.took = std::chrono::steady_clock::now() - began_;
    end.status = status;
    log_.Finish(end);
    outcome.log = log_.TakeTail();
    reports_.Complete(invocation_.id, std::move(outcome));
    on_end_(std::nullopt);
  }

  tcp::resolver resolver_;
  boost::beast::tcp_stream stream_;
  FunctionInvocation invocation_;
  FunctionReports& reports_;
  InvocationLog log_;
  const HttpPlace place_;
  const bool of_emulator_;
  const OnEnd on_end_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
  boost::beast::flat_buffer buffer_;
};

// Whether it is an object that says what went wrong and nothing else.
bool IsErrorObject(const std::string& body) {
  boost::system::error_code error;
  const boost::json::value value = ParseJson(body, error);
  if (error || !value.is_object()) return false;
  const boost::json::object& object = value.get_object();
  if (!object.contains("errorMessage") || !object.contains("errorType")) return false;
  for (const auto& member : object) {
    const auto name = member.key();
    const bool of_errors = name == "errorMessage" || name == "errorType" || name == "stackTrace" ||
                           name == "trace" || name == "requestId" || name == "cause";
    if (!of_errors) return false;
  }
  return true;
}

}  // namespace

void UrlFunctions::Invoke(FunctionInvocation invocation) {
  Endpoint& endpoint = endpoints_[invocation.function->image_uri];
  endpoint.waiting.push_back(std::move(invocation));
  Serve(endpoint);
}

void UrlFunctions::Serve(Endpoint& endpoint) {
  while (!endpoint.waiting.empty() && !(endpoint.takes_one_at_a_time && endpoint.under_way > 0)) {
    FunctionInvocation next = std::move(endpoint.waiting.front());
    endpoint.waiting.pop_front();
    const std::uint64_t id = next.id;
    ++endpoint.under_way;
    try {
      Begin(endpoint, std::move(next));
    } catch (const std::exception& error) {
      --endpoint.under_way;
      reports_.Complete(id, {InvocationOutcome::Kind::kNotRun, error.what(), {}});
    }
  }
}

void UrlFunctions::Begin(Endpoint& endpoint, FunctionInvocation invocation) {
  const auto function = invocation.function;
  const std::string stream = TakeStream(*function);
  const auto on_end = [this, &endpoint, function, stream,
                       ended = endpoint.ended](std::optional<FunctionInvocation> refused) {
    const bool alone = endpoint.under_way == 1 && endpoint.ended == ended;
    --endpoint.under_way;
    ++endpoint.ended;
    GiveBack(*function, stream);
    if (refused) Refused(endpoint, *std::move(refused), alone);
    Serve(endpoint);
  };
  std::make_shared<UrlCall>(io_, std::move(invocation), reports_, stream, on_end)->Start();
}

void UrlFunctions::Refused(Endpoint& endpoint, FunctionInvocation invocation, bool alone) {
  endpoint.takes_one_at_a_time = true;
  if (!alone) return endpoint.waiting.push_front(std::move(invocation));
  // Somebody else keeps it busy, and nobody says until when.
  reports_.Complete(invocation.id, {InvocationOutcome::Kind::kThrottled, {}, {}});
}

std::string UrlFunctions::TakeStream(const RunnableFunction& function) {
  Streams& streams = streams_[{function.scope, function.name, function.version}];
  if (streams.revision_id != function.revision_id) streams = {function.revision_id, {}};
  if (streams.free.empty()) return NewLogStreamName(function.version);
  std::string stream = std::move(streams.free.back());
  streams.free.pop_back();
  return stream;
}

void UrlFunctions::GiveBack(const RunnableFunction& function, const std::string& stream) {
  Streams& streams = streams_[{function.scope, function.name, function.version}];
  if (streams.revision_id == function.revision_id) streams.free.push_back(stream);
}

InvocationOutcome OutcomeOfAnswer(int status, bool has_error_header, std::string body) {
  using Kind = InvocationOutcome::Kind;
  constexpr int kTooManyRequests = 429;
  constexpr std::string_view kTimeout = "Task timed out after ";
  if (status == kTooManyRequests) return {Kind::kThrottled, std::move(body), {}};
  if (body.starts_with(kTimeout)) {
    while (!body.empty() && body.back() == '\n') body.pop_back();
    return {Kind::kFunctionError,
            R"({"errorType":"Sandbox.Timedout","errorMessage":")" + body + "\"}",
            {}};
  }
  const bool failed = has_error_header || status < 200 || status > 299 || IsErrorObject(body);
  if (failed && body.empty()) {
    body = R"({"errorType":"Unhandled","errorMessage":"the endpoint answered with status )" +
           std::to_string(status) + "\"}";
  }
  return {failed ? Kind::kFunctionError : Kind::kReturned, std::move(body), {}};
}

}  // namespace runnel
