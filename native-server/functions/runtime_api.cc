#include "native-server/functions/runtime_api.h"

#include <array>
#include <boost/asio/write.hpp>
#include <chrono>

#include "native-server/http/http1_codec.h"

namespace runnel {
namespace {

using boost::asio::ip::tcp;

constexpr std::string_view kBase = "/2018-06-01/runtime/";
constexpr std::size_t kResponseBytesMax = 6'291'556;

Reply Accepted() {
  Reply reply;
  reply.status = 202;
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.body = R"({"status":"OK"})"
               "\n";
  return reply;
}

Reply Refused(int status, std::string_view type, std::string_view text) {
  Reply reply;
  reply.status = status;
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.body.append(R"({"errorMessage":")").append(text);
  reply.body.append(R"(","errorType":")").append(type).append("\"}\n");
  return reply;
}

}  // namespace

// One connection of the process.
class RuntimeApi::Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(tcp::socket socket, const std::shared_ptr<RuntimeApi>& api)
      : socket_(std::move(socket)), api_(api), codec_(CodecLimits{}, date_) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    date_.Update(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  }

  void Read() {
    if (!codec_.WantsInput()) return;
    const std::span<char> room = codec_.Prepare();
    socket_.async_read_some(
        boost::asio::buffer(room.data(), room.size()),
        [self = shared_from_this()](const boost::system::error_code& error, std::size_t count) {
          if (error) return;
          self->codec_.Commit(count);
          self->Serve();
        });
  }

  void Say(Reply reply) {
    codec_.Answer(exchange_, std::move(reply));
    Write();
  }

  void Close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  void Serve() {
    const auto api = api_.lock();
    if (!api) return Close();
    if (const auto incoming = codec_.Next()) {
      exchange_ = incoming->exchange;
      const Request& request = incoming->request;
      return api->Answer(*this, request.method, request.target, request.body);
    }
    if (!codec_.Output().empty()) return Write();
    Read();
  }

  void Write() {
    if (writing_) return;
    if (codec_.Output().empty()) {
      if (codec_.finished()) return Close();
      return Serve();
    }
    std::array<std::string_view, 8> pieces;
    const std::size_t count = codec_.Output().Gather(pieces);
    std::array<boost::asio::const_buffer, 8> buffers;
    for (std::size_t i = 0; i < count; ++i) {
      buffers[i] = boost::asio::buffer(pieces[i].data(), pieces[i].size());
    }
    writing_ = true;
    socket_.async_write_some(
        buffers,
        [self = shared_from_this()](const boost::system::error_code& error, std::size_t sent) {
          self->writing_ = false;
          if (error) return;
          self->codec_.Output().Consume(sent);
          self->Write();
        });
  }

  tcp::socket socket_;
  std::weak_ptr<RuntimeApi> api_;
  HttpDate date_;
  Http1Codec codec_;
  ExchangeId exchange_;
  bool writing_ = false;
};

RuntimeApi::RuntimeApi(boost::asio::io_context& io, Events events)
    : io_(io),
      acceptor_(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
      address_("127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port())),
      events_(std::move(events)) {}

void RuntimeApi::Start() { Accept(); }

void RuntimeApi::Stop() {
  events_ = {};
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  for (const auto& weak : exchanges_) {
    if (const auto exchange = weak.lock()) exchange->Close();
  }
  exchanges_.clear();
  waiting_.reset();
}

void RuntimeApi::Accept() {
  acceptor_.async_accept(
      [weak = weak_from_this()](const boost::system::error_code& error, tcp::socket socket) {
        const auto self = weak.lock();
        if (error || !self) return;
        boost::system::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        const auto exchange = std::make_shared<Exchange>(std::move(socket), self);
        std::erase_if(self->exchanges_, [](const auto& other) { return other.expired(); });
        self->exchanges_.push_back(exchange);
        exchange->Read();
        self->Accept();
      });
}

void RuntimeApi::Give(RuntimeEvent event) {
  running_ = event.request_id;
  const auto exchange = std::exchange(waiting_, nullptr);
  if (!exchange) return;  // it has gone; the end of the process tells
  Reply reply;
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.headers.push_back({"Lambda-Runtime-Aws-Request-Id", std::move(event.request_id)});
  for (auto& [name, value] : event.headers) reply.headers.push_back({name, std::move(value)});
  reply.body = std::move(event.payload);
  exchange->Say(std::move(reply));
}

void RuntimeApi::Answer(Exchange& exchange, std::string_view method, std::string_view target,
                        std::string_view body) {
  constexpr std::string_view kInvocation = "invocation/";
  const bool known = target.starts_with(kBase);
  const std::string_view path = known ? target.substr(kBase.size()) : std::string_view();
  if (method == "GET" && path == "invocation/next") return AnswerNext(exchange);
  if (method == "POST" && path == "init/error") return AnswerInitError(exchange, body);
  if (method == "POST" && path.starts_with(kInvocation)) {
    return AnswerInvocation(exchange, path.substr(kInvocation.size()), body);
  }
  exchange.Say(Refused(404, "NotFound", "There is no such path in the runtime API"));
}

void RuntimeApi::AnswerNext(Exchange& exchange) {
  if (!running_.empty()) {
    return exchange.Say(Refused(403, "InvalidStateTransition", "An invocation is under way"));
  }
  initialized_ = true;
  waiting_ = exchange.shared_from_this();
  // A copy, here and below: what is told may stop all this.
  const auto tell = events_.on_next;
  if (tell) tell();
}

void RuntimeApi::AnswerInvocation(Exchange& exchange, std::string_view rest,
                                  std::string_view body) {
  const std::size_t slash = rest.find('/');
  const std::string_view what =
      slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  if (what != "response" && what != "error") {
    return exchange.Say(Refused(404, "NotFound", "There is no such path in the runtime API"));
  }
  if (running_.empty() || rest.substr(0, slash) != running_) {
    return exchange.Say(Refused(400, "InvalidRequestID", "Invalid request ID"));
  }
  running_.clear();
  const Events events = events_;
  if (body.size() > kResponseBytesMax) {
    if (events.on_too_large) events.on_too_large();
    return exchange.Say(Refused(413, "RequestEntityTooLarge",
                                "Exceeded maximum allowed payload size (6291556 bytes)."));
  }
  const auto& tell = what == "response" ? events.on_returned : events.on_failed;
  if (tell) tell(std::string(body));
  exchange.Say(Accepted());
}

void RuntimeApi::AnswerInitError(Exchange& exchange, std::string_view body) {
  if (initialized_) {
    return exchange.Say(
        Refused(403, "InvalidStateTransition", "The next event was asked for already"));
  }
  const auto tell = events_.on_init_failed;
  if (tell) tell(std::string(body));
  exchange.Say(Accepted());
}

}  // namespace runnel
