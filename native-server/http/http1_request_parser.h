// What Boost.Beast's parser finds in the head of an HTTP/1.1 request, as places in the input; or a
// quicker look at it, where that will do.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/http/extent.h"

namespace runnel {

// Used for one request. The body of a request with Content-Length is not parsed at all: it lies
// in the input behind the head. A chunked body is joined here.
class Http1RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  using ErrorCode = boost::beast::error_code;

  // How many bytes the body of a request for a target may have.
  using BodyBytesMax = std::size_t (*)(std::string_view target);

  // `fields` receives the header fields; its memory is used again for the next request.
  Http1RequestParser(std::vector<FieldExtents>& fields, BodyBytesMax body_bytes_max)
      : body_bytes_max_(body_bytes_max), fields_(fields) {
    fields_.clear();
  }

  // Parses on. `input` starts with the first byte of the request, `parsed` bytes of it have been
  // consumed before. Returns how many bytes were consumed now.
  std::size_t Parse(std::string_view input, std::size_t parsed, ErrorCode& error);

  // Reads an ordinary head that is whole, of at most `head_bytes_max`. Returns how many bytes it
  // has; 0: there is none, and Parse is to be asked.
  std::size_t ReadPlain(std::string_view input, std::size_t head_bytes_max);

  bool chunked() const { return !is_plain_ && basic_parser::chunked(); }
  bool keep_alive() const { return is_plain_ || basic_parser::keep_alive(); }
  Extent method() const { return method_; }
  Extent target() const { return target_; }
  bool is_http11() const { return is_http11_; }
  // Zero without a Content-Length.
  std::uint64_t body_bytes() const { return body_bytes_; }
  bool expects_continue() const { return expects_continue_; }
  const std::string& chunked_body() const { return chunked_body_; }

 private:
  using BeastView = boost::beast::string_view;
  using Field = boost::beast::http::field;

  void on_request_impl(boost::beast::http::verb, BeastView method, BeastView target, int version,
                       ErrorCode&) override;
  void on_response_impl(int, BeastView, int, ErrorCode&) override {}
  void on_field_impl(Field field, BeastView name, BeastView value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(BeastView, ErrorCode&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, BeastView, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, BeastView body, ErrorCode&) override;
  void on_finish_impl(ErrorCode&) override {}

  Extent PlaceOf(BeastView part) const;
  bool IsFolded(BeastView name, BeastView value) const;

  const BodyBytesMax body_bytes_max_;
  std::string_view input_;
  Extent method_;
  Extent target_;
  std::vector<FieldExtents>& fields_;
  bool is_plain_ = false;  // Beast was not asked
  bool is_http11_ = false;
  bool head_complete_ = false;
  std::uint64_t body_bytes_ = 0;
  bool expects_continue_ = false;
  bool has_transfer_encoding_ = false;
  bool has_host_ = false;
  std::string chunked_body_;
};

}  // namespace runnel
