#include "native-server/http/http1_request_parser.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <charconv>
#include <functional>
#include <system_error>
#include <utility>

#include "native-server/http/plain_head.h"

namespace runnel {

using boost::beast::iequals;
using HttpError = boost::beast::http::error;

std::size_t Http1RequestParser::Parse(std::string_view input, std::size_t parsed,
                                      ErrorCode& error) {
  input_ = input;
  const std::string_view rest = input.substr(parsed);
  return put(boost::asio::const_buffer(rest.data(), rest.size()), error);
}

std::size_t Http1RequestParser::ReadPlain(std::string_view input, std::size_t head_bytes_max) {
  PlainHead head;
  if (!ReadPlainHead(input, head, fields_)) return 0;
  if (head.head_bytes > head_bytes_max ||
      head.body_bytes > body_bytes_max_(head.target.In(input))) {
    fields_.clear();
    return 0;
  }
  is_plain_ = true;
  is_http11_ = true;
  head_complete_ = true;
  method_ = head.method;
  target_ = head.target;
  body_bytes_ = head.body_bytes;
  return head.head_bytes;
}

Extent Http1RequestParser::PlaceOf(BeastView part) const {
  return {static_cast<std::size_t>(part.data() - input_.data()), part.size()};
}

void Http1RequestParser::on_request_impl(boost::beast::http::verb, BeastView method,
                                         BeastView target, int version, ErrorCode&) {
  method_ = PlaceOf(method);
  target_ = PlaceOf(target);
  is_http11_ = version == 11;
  body_limit(body_bytes_max_({target.data(), target.size()}));
}

// RFC 9112, section 5.2: a value folded over several lines is refused. The parser unfolds it into
// memory of its own, which is how it is recognized, unless only the first of the lines is empty.
bool Http1RequestParser::IsFolded(BeastView name, BeastView value) const {
  if (value.empty()) return false;
  const std::less<const char*> before;
  if (before(value.data(), input_.data()) || !before(value.data(), input_.data() + input_.size())) {
    return true;
  }
  const char* const name_end = name.data() + name.size();
  return std::find(name_end, value.data(), '\n') != value.data();
}

void Http1RequestParser::on_field_impl(Field field, BeastView name, BeastView value,
                                       ErrorCode& error) {
  if (head_complete_) return;  // a trailer of a chunked body: of no use to Kinesis
  if (IsFolded(name, value)) {
    error = HttpError::bad_obs_fold;
    return;
  }
  if (field == Field::content_length) {
    // Beast has checked it, and that several agree. (Asking Beast for the number instead makes GCC
    // 12 warn about an optional of Boost.)
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), body_bytes_);
    if (parsed.ec != std::errc()) error = HttpError::bad_content_length;
  }
  // RFC 9112, section 3.2: of two nobody knows which counts.
  if (field == Field::host && std::exchange(has_host_, true)) error = HttpError::bad_value;
  if (field == Field::expect) expects_continue_ = iequals(value, "100-continue");
  if (field == Field::transfer_encoding) {
    // RFC 9112, section 6.1: any other coding would leave the end of the body to guesswork, which
    // is how requests are smuggled.
    has_transfer_encoding_ = true;
    if (!iequals(value, "chunked")) error = HttpError::bad_transfer_encoding;
  }
  fields_.push_back({PlaceOf(name), value.empty() ? Extent{} : PlaceOf(value)});
}

void Http1RequestParser::on_header_impl(ErrorCode& error) {
  head_complete_ = true;
  if (has_transfer_encoding_ && !chunked()) error = HttpError::bad_transfer_encoding;
}

std::size_t Http1RequestParser::on_chunk_body_impl(std::uint64_t, BeastView body, ErrorCode&) {
  chunked_body_.append(body.data(), body.size());
  return body.size();
}

}  // namespace runnel
