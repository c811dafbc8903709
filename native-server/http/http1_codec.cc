#include "native-server/http/http1_codec.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <utility>

#include "core/base/check.h"

namespace runnel {
namespace {

using HttpError = boost::beast::http::error;

constexpr std::string_view kCrlf = "\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";

void AppendNumber(std::string& out, std::size_t number, int base) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  out.append(digits.data(), end);
}

void AppendStatusLine(std::string& out, int status) {
  const auto reason = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  out += "HTTP/1.1 ";
  AppendNumber(out, static_cast<std::size_t>(status), 10);
  out += ' ';
  out.append(reason.data(), reason.size());
  out += kCrlf;
}

void AppendField(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += kCrlf;
}

}  // namespace

Http1Codec::Http1Codec(const CodecLimits& limits, const HttpDate& date)
    : limits_(limits), date_(date) {}

bool Http1Codec::WantsInput() const {
  if (state_ == State::kFinished) return false;
  // A body gets the room it needs and no more; what else a client sends ahead is bounded.
  if (request_bytes_ > head_bytes_) return input_.size() < request_bytes_;
  return input_.size() <= head_bytes_ + limits_.header_bytes_max;
}

std::span<char> Http1Codec::Prepare() { return input_.Prepare(request_bytes_); }

void Http1Codec::Commit(std::size_t count) {
  input_.Commit(count);
  // The head is looked at early: it says how much room the body needs.
  if (state_ == State::kReading && !head_complete_) ParseHead();
}

std::optional<IncomingRequest> Http1Codec::Next() {
  if (state_ != State::kReading || input_.empty()) return std::nullopt;
  if (output_.size() >= limits_.unsent_bytes_max || !ParseFront()) return std::nullopt;
  const std::string_view bytes = input_.bytes();
  headers_.clear();
  for (const FieldExtents& field : fields_) {
    headers_.push_back({field.name.In(bytes), field.value.In(bytes)});
  }
  const std::string_view body = parser_->chunked()
                                    ? parser_->chunked_body()
                                    : bytes.substr(head_bytes_, request_bytes_ - head_bytes_);
  const Request request{parser_->method().In(bytes), parser_->target().In(bytes), headers_, body};
  is_http11_ = parser_->is_http11();
  is_head_request_ = request.method == "HEAD";
  keep_alive_ = parser_->keep_alive() && !stopping_;
  state_ = State::kServing;
  ++exchange_.value;
  return IncomingRequest{exchange_, request};
}

bool Http1Codec::ParseFront() {
  if (!head_complete_ && !ParseHead()) return false;
  if (parser_->chunked()) return ParseChunkedBody();
  return input_.size() >= request_bytes_;
}

bool Http1Codec::ParseHead() {
  if (!parser_) {
    // RFC 9112, section 2.2: empty lines before a request are ignored.
    while (input_.bytes().starts_with(kCrlf)) input_.Consume(kCrlf.size());
    if (input_.empty() || input_.bytes() == "\r") return false;
    parser_.emplace(fields_, limits_.body_bytes_max);
    parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes_max));
    head_bytes_ = parser_->ReadPlain(input_.bytes(), limits_.header_bytes_max);
    if (head_bytes_ > 0) {
      BeginBody();
      return true;
    }
  }
  Http1RequestParser::ErrorCode error;
  head_bytes_ += parser_->Parse(input_.bytes(), head_bytes_, error);
  const bool unfinished = error == HttpError::need_more;
  const std::size_t seen = unfinished ? input_.size() : head_bytes_;
  if (error == HttpError::header_limit || seen > limits_.header_bytes_max) {
    Refuse(431, "header fields too large");
  } else if (error && !unfinished) {
    RefuseMalformed(error);
  }
  if (error || finished()) return false;
  BeginBody();
  return true;
}

void Http1Codec::BeginBody() {
  head_complete_ = true;
  request_bytes_ = head_bytes_;
  request_bytes_ += parser_->body_bytes();
  if (parser_->chunked()) parser_->eager(true);  // the whole body at once
  const bool has_body = parser_->chunked() || request_bytes_ > head_bytes_;
  if (has_body && input_.size() == head_bytes_ && parser_->expects_continue() &&
      parser_->is_http11()) {
    output_.Append("HTTP/1.1 100 Continue\r\n\r\n");
  }
}

bool Http1Codec::ParseChunkedBody() {
  while (!parser_->is_done()) {
    // No body ends before so much more has come, and Beast asserts that it has.
    if (input_.size() < head_bytes_ + kLastChunk.size()) return false;
    Http1RequestParser::ErrorCode error;
    input_.Erase(head_bytes_, parser_->Parse(input_.bytes(), head_bytes_, error));
    if (error == HttpError::need_more) {
      const bool endless = input_.size() - head_bytes_ > limits_.header_bytes_max;
      if (endless) Refuse(431, "chunk header or trailer too large");
      return false;
    }
    if (error) {
      RefuseMalformed(error);
      return false;
    }
  }
  return true;
}

void Http1Codec::Answer(ExchangeId exchange, Reply reply) {
  if (state_ != State::kServing || exchange != exchange_) return;
  const bool streaming = static_cast<bool>(reply.subscription);
  if (streaming && !is_http11_) keep_alive_ = false;  // only the end of the connection can end it
  AppendHead(reply, streaming);
  input_.Consume(request_bytes_);
  parser_.reset();
  head_complete_ = false;
  head_bytes_ = request_bytes_ = 0;
  if (streaming) {
    state_ = State::kStreaming;
    Send(exchange, std::move(reply.body));
    return;
  }
  if (!is_head_request_) output_.Push(std::move(reply.body));
  FinishAnswer();
}

void Http1Codec::AppendHead(const Reply& reply, bool streaming) {
  head_.clear();
  AppendStatusLine(head_, reply.status);
  for (const ReplyHeader& header : reply.headers) AppendField(head_, header.name, header.value);
  if (!streaming) {
    head_ += "Content-Length: ";
    AppendNumber(head_, reply.body.size(), 10);
    head_ += kCrlf;
  } else if (is_http11_) {
    AppendField(head_, "Transfer-Encoding", "chunked");
  }
  AppendField(head_, "Date", date_.text());
  if (!keep_alive_) {
    AppendField(head_, "Connection", "close");
  } else if (!is_http11_) {
    AppendField(head_, "Connection", "keep-alive");
  }
  head_ += kCrlf;
  output_.Append(head_);
}

void Http1Codec::Send(ExchangeId exchange, std::string bytes) {
  RUNNEL_CHECK(state_ == State::kStreaming && exchange == exchange_);
  if (bytes.empty()) return;  // a chunk of no bytes would be the last one
  if (!is_http11_) return output_.Push(std::move(bytes));
  head_.clear();
  AppendNumber(head_, bytes.size(), 16);
  head_ += kCrlf;
  output_.Append(head_);
  output_.Push(std::move(bytes));
  output_.Append(kCrlf);
}

void Http1Codec::End(ExchangeId exchange) {
  RUNNEL_CHECK(state_ == State::kStreaming && exchange == exchange_);
  if (is_http11_) output_.Append(kLastChunk);
  FinishAnswer();
}

void Http1Codec::FinishAnswer() {
  state_ = keep_alive_ && !stopping_ ? State::kReading : State::kFinished;
}

std::size_t Http1Codec::Unsent(ExchangeId) const { return output_.size(); }

void Http1Codec::Stop() {
  stopping_ = true;
  if (idle()) state_ = State::kFinished;
}

Arrival Http1Codec::arrival() const {
  if (state_ != State::kReading || input_.empty()) return Arrival::kNothing;
  return head_complete_ ? Arrival::kBody : Arrival::kHeader;
}

void Http1Codec::RefuseMalformed(const Http1RequestParser::ErrorCode& error) {
  if (error == HttpError::body_limit) return Refuse(413, "body too large");
  if (error == HttpError::bad_version) return Refuse(505, "unknown HTTP version");
  Refuse(400, "malformed request");
}

void Http1Codec::Refuse(int status, std::string_view why) {
  fault_ = why;
  state_ = State::kFinished;
  head_.clear();
  AppendStatusLine(head_, status);
  AppendField(head_, "Date", date_.text());
  AppendField(head_, "Connection", "close");
  // AWS: the answer to a body that is too large is chunked and empty (kinesis-api 1.5 step 1).
  const bool chunked = status == 413 && parser_->is_http11();
  AppendField(head_, chunked ? "Transfer-Encoding" : "Content-Length", chunked ? "chunked" : "0");
  head_ += kCrlf;
  if (chunked) head_ += kLastChunk;
  output_.Append(head_);
}

}  // namespace runnel
