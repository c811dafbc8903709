#include "tests/conformance/cbor.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace runnel::conformance {
namespace {

namespace json = boost::json;

constexpr int kUnsigned = 0;
constexpr int kNegative = 1;
constexpr int kBytes = 2;
constexpr int kText = 3;
constexpr int kList = 4;
constexpr int kMap = 5;
constexpr int kTag = 6;
constexpr int kSimple = 7;
constexpr unsigned char kFalse = 0xF4;
constexpr unsigned char kTrue = 0xF5;
constexpr unsigned char kNull = 0xF6;
constexpr unsigned char kDouble = 0xFB;
constexpr std::uint64_t kTime = 1;

void AppendHead(int major, std::uint64_t argument, std::string& out) {
  const int bytes = argument < 24              ? 0
                    : argument <= 0xFF         ? 1
                    : argument <= 0xFFFF       ? 2
                    : argument <= 0xFFFF'FFFFu ? 4
                                               : 8;
  const unsigned low = bytes == 0   ? static_cast<unsigned>(argument)
                       : bytes == 1 ? 24u
                       : bytes == 2 ? 25u
                       : bytes == 4 ? 26u
                                    : 27u;
  out += static_cast<char>(static_cast<unsigned>(major) << 5 | low);
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(argument >> shift);
  }
}

void AppendInteger(std::int64_t number, std::string& out) {
  const bool negative = number < 0;
  AppendHead(negative ? kNegative : kUnsigned,
             static_cast<std::uint64_t>(negative ? ~number : number), out);
}

void AppendText(std::string_view text, std::string& out) {
  AppendHead(kText, text.size(), out);
  out += text;
}

void AppendDouble(double number, std::string& out) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  out += static_cast<char>(kDouble);
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(bits >> shift);
}

std::string ToBase64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a zero
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

// Nothing if the text is no base64: it is then sent as it is.
std::optional<std::string> FromBase64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(size) - std::min<std::size_t>(padding, size));
  if (ToBase64(bytes) != text) return std::nullopt;
  return bytes;
}

bool IsTime(std::string_view member) { return member.ends_with("Timestamp"); }

void AppendMember(std::string_view name, const json::value& value, std::string& out);

void Append(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::null:
      out += static_cast<char>(kNull);
      break;
    case json::kind::bool_:
      out += static_cast<char>(value.get_bool() ? kTrue : kFalse);
      break;
    case json::kind::int64:
      AppendInteger(value.get_int64(), out);
      break;
    case json::kind::uint64:
      AppendHead(kUnsigned, value.get_uint64(), out);
      break;
    case json::kind::double_:
      AppendDouble(value.get_double(), out);
      break;
    case json::kind::string:
      AppendText(value.get_string(), out);
      break;
    case json::kind::array:
      AppendHead(kList, value.get_array().size(), out);
      for (const json::value& element : value.get_array()) Append(element, out);
      break;
    case json::kind::object:
      AppendHead(kMap, value.get_object().size(), out);
      for (const auto& [name, member] : value.get_object()) AppendMember(name, member, out);
      break;
  }
}

void AppendMember(std::string_view name, const json::value& value, std::string& out) {
  AppendText(name, out);
  if (IsTime(name) && value.is_number()) {
    AppendHead(kTag, kTime, out);
    return AppendInteger(std::llround(value.to_number<double>() * 1000), out);
  }
  if (name == "Data" && value.is_string()) {
    if (const auto bytes = FromBase64(value.get_string())) {
      AppendHead(kBytes, bytes->size(), out);
      out += *bytes;
      return;
    }
  }
  Append(value, out);
}

[[noreturn]] void Refuse(const char* why) {
  throw std::runtime_error(std::string("the body is not the CBOR of Kinesis: ") + why);
}

class Parser {
 public:
  explicit Parser(std::string_view bytes) : rest_(bytes) {}

  json::value Item() {
    const auto first = static_cast<unsigned char>(Take(1)[0]);
    const int major = first >> 5;
    if (major == kSimple) return Simple(first);
    const std::uint64_t argument = Argument(first & 31);
    switch (major) {
      case kUnsigned:
        return argument;
      case kNegative:
        return static_cast<std::int64_t>(~argument);
      case kBytes:
        return json::value(ToBase64(Take(argument)));
      case kText:
        return json::value(Take(argument));
      case kList:
        return List(argument);
      case kMap:
        return Map(argument);
      default:
        return Time(argument);
    }
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view Take(std::uint64_t count) {
    if (count > rest_.size()) Refuse("it is cut off");
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::uint64_t Argument(int low) {
    if (low < 24) return static_cast<std::uint64_t>(low);
    if (low > 27) Refuse("a length is left open");
    std::uint64_t argument = 0;
    for (const char byte : Take(std::uint64_t{1} << (low - 24))) {
      argument = argument << 8 | static_cast<unsigned char>(byte);
    }
    return argument;
  }

  json::value Simple(unsigned char first) {
    if (first == kNull) return nullptr;
    if (first == kTrue || first == kFalse) return first == kTrue;
    if (first != kDouble) Refuse("a simple value of no meaning");
    const std::uint64_t bits = Argument(27);
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    return number;
  }

  json::value List(std::uint64_t size) {
    json::array list;
    for (std::uint64_t i = 0; i < size; ++i) list.push_back(Item());
    return list;
  }

  json::value Map(std::uint64_t size) {
    json::object map;
    for (std::uint64_t i = 0; i < size; ++i) {
      const json::value key = Item();
      if (!key.is_string() || map.contains(key.get_string())) Refuse("a key");
      map.emplace(key.get_string(), Item());
    }
    return map;
  }

  json::value Time(std::uint64_t tag) {
    if (tag != kTime) Refuse("a tag");
    const json::value milliseconds = Item();
    if (!milliseconds.is_uint64() && !milliseconds.is_int64()) Refuse("a time");
    return milliseconds.to_number<double>() / 1000;
  }

  std::string_view rest_;
};

}  // namespace

std::string ToCbor(const json::value& value) {
  std::string bytes;
  Append(value, bytes);
  return bytes;
}

json::value FromCbor(std::string_view bytes) {
  Parser parser(bytes);
  json::value value = parser.Item();
  if (!parser.empty()) Refuse("more comes after it");
  return value;
}

}  // namespace runnel::conformance
