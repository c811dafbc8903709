#include "native-server/http/plain_head.h"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <charconv>
#include <utility>

#include "core/base/plain_text.h"

namespace runnel {
namespace {

using boost::beast::iequals;

constexpr std::string_view kVersion = "HTTP/1.1";
// More bytes than any body may have.
constexpr std::size_t kLengthDigitsMax = 12;

// RFC 9110, section 5.6.2.
constexpr std::array<bool, 256> kTokenCharacters = [] {
  std::array<bool, 256> token{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    token[static_cast<unsigned char>(c)] = true;
  }
  return token;
}();

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return kTokenCharacters[static_cast<unsigned char>(c)];
  });
}

// Whether it is printable ASCII and blanks.
bool IsValue(std::string_view text) {
  constexpr char kDelete = 0x7f;  // which is plain, but no part of a value
  if (text.find(kDelete) != std::string_view::npos) return false;
  // A quotation mark or backslash, which end what PlainLength counts, are rare here.
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(PlainLength(text)), text.end(),
                     [](char c) { return (c >= 0x20 && c < kDelete) || c == '\t'; });
}

std::string_view Trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

class Reader {
 public:
  Reader(std::string_view input, PlainHead& head, std::vector<FieldExtents>& fields)
      : input_(input), head_(head), fields_(fields) {}

  bool Read() {
    std::string_view line;
    if (!TakeLine(line) || !ReadRequestLine(line)) return false;
    while (TakeLine(line)) {
      if (line.empty()) {
        head_.head_bytes = at_;
        return true;
      }
      if (!ReadField(line)) return false;
    }
    return false;
  }

 private:
  // The next line, without its end. False: it has not come whole, or ends unusually.
  bool TakeLine(std::string_view& line) {
    const std::size_t end = input_.find('\n', at_);
    if (end == std::string_view::npos || end == at_ || input_[end - 1] != '\r') return false;
    line = input_.substr(at_, end - 1 - at_);
    at_ = end + 1;
    return true;
  }

  Extent PlaceOf(std::string_view part) const {
    return {static_cast<std::size_t>(part.data() - input_.data()), part.size()};
  }

  bool ReadRequestLine(std::string_view line) {
    const std::size_t method_end = line.find(' ');
    const std::size_t target_end = line.rfind(' ');
    if (method_end == std::string_view::npos || method_end == target_end) return false;
    const std::string_view method = line.substr(0, method_end);
    const std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
    const bool good =
        IsToken(method) && !target.empty() &&
        std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; }) &&
        line.substr(target_end + 1) == kVersion;
    head_.method = PlaceOf(method);
    head_.target = PlaceOf(target);
    return good;
  }

  bool ReadField(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = Trimmed(line.substr(colon + 1));
    if (!IsToken(name) || !IsValue(value) || !Understands(name, value)) return false;
    fields_.push_back({PlaceOf(name), value.empty() ? Extent{} : PlaceOf(value)});
    return true;
  }

  // Takes in what decides over the connection or the body. False: this is too unusual.
  bool Understands(std::string_view name, std::string_view value) {
    switch (name.size()) {
      case 4:
        return !iequals(name, "host") || !std::exchange(has_host_, true);
      case 6:
        return !iequals(name, "expect");
      case 7:
        return !iequals(name, "upgrade");
      case 10:
        return !iequals(name, "connection") || iequals(value, "keep-alive");
      case 14:
        return !iequals(name, "content-length") || ReadLength(value);
      case 16:
        return !iequals(name, "proxy-connection");
      case 17:
        return !iequals(name, "transfer-encoding");
      default:
        return true;
    }
  }

  bool ReadLength(std::string_view value) {
    if (has_length_ || value.empty() || value.size() > kLengthDigitsMax) return false;
    has_length_ = true;
    const char* const end = value.data() + value.size();
    return std::from_chars(value.data(), end, head_.body_bytes).ptr == end;
  }

  const std::string_view input_;
  PlainHead& head_;
  std::vector<FieldExtents>& fields_;
  std::size_t at_ = 0;
  bool has_length_ = false;
  bool has_host_ = false;
};

}  // namespace

bool ReadPlainHead(std::string_view input, PlainHead& head, std::vector<FieldExtents>& fields) {
  fields.clear();
  head = {};
  if (Reader(input, head, fields).Read()) return true;
  fields.clear();
  return false;
}

}  // namespace runnel
