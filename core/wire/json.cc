#include "core/wire/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "core/api/shape_walk.h"
#include "core/base/base64.h"
#include "core/base/plain_text.h"
#include "core/wire/plain_json.h"

namespace runnel::json {
namespace {

namespace bj = boost::json;

// Boost.JSON's parser calls these as it meets things. Text without escapes comes in one piece,
// straight from the body.
class Handler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit Handler(ShapeReader& reader) : reader_(reader) {}

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    reader_.BeginMap();
    return true;
  }
  bool on_object_end(std::size_t, bj::error_code&) {
    reader_.EndMap();
    return true;
  }
  bool on_array_begin(bj::error_code&) {
    reader_.BeginList();
    return true;
  }
  bool on_array_end(std::size_t, bj::error_code&) {
    reader_.EndList();
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return Keep(part); }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    reader_.Key(Whole(part));
    held_.clear();
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return Keep(part); }
  bool on_string(bj::string_view part, std::size_t, bj::error_code&) {
    reader_.String(Whole(part));
    held_.clear();
    return true;
  }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t number, bj::string_view, bj::error_code&) {
    reader_.Integer(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, bj::string_view, bj::error_code&) {
    reader_.Number(static_cast<double>(number));
    return true;
  }
  bool on_double(double number, bj::string_view, bj::error_code&) {
    reader_.Number(number);
    return true;
  }
  bool on_bool(bool value, bj::error_code&) {
    reader_.Boolean(value);
    return true;
  }
  bool on_null(bj::error_code&) {
    reader_.Null();
    return true;
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  bool Keep(bj::string_view part) {
    held_.append(part.data(), part.size());
    return true;
  }
  std::string_view Whole(bj::string_view part) {
    if (held_.empty()) return {part.data(), part.size()};
    Keep(part);
    return held_;
  }

  ShapeReader& reader_;
  std::string held_;  // the parts of a text that comes in several
};

template <class Integer>
void WriteInteger(Integer number, std::string& out) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, number);
  out.append(text, end.ptr);
}

// The fewest digits that read back as the same number. (libc++ 14 has no to_chars for doubles.)
void WriteDouble(double number, std::string& out) {
  char text[32];
  int size = 0;
  for (int digits = 15; digits <= 17; ++digits) {
    size = std::snprintf(text, sizeof text, "%.*g", digits, number);
    if (std::strtod(text, nullptr) == number) break;
  }
  out.append(text, static_cast<std::size_t>(size));
}

void WriteValue(const Shape& shape, const void* value, std::string& out);

void WriteList(const Shape& shape, const void* list, std::string& out) {
  MakeRoom(shape, list, out);
  out += '[';
  bool first = true;
  ForEachElement(shape, list, [&](const void* element) {
    if (!first) out += ',';
    first = false;
    WriteValue(*shape.element, element, out);
  });
  out += ']';
}

void WriteMap(const TagMap& map, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : map) {
    if (!first) out += ',';
    first = false;
    WriteString(key, out);
    out += ':';
    WriteString(value, out);
  }
  out += '}';
}

// A value that is not the text of a member: strings here are elements of lists.
void WriteValue(const Shape& shape, const void* value, std::string& out) {
  switch (shape.kind) {
    case ShapeKind::kString:
    case ShapeKind::kBlob:
      WriteString(*static_cast<const std::string*>(value), out);
      break;
    case ShapeKind::kInteger:
      WriteInteger(*static_cast<const std::int32_t*>(value), out);
      break;
    case ShapeKind::kLong:
      WriteInteger(*static_cast<const std::int64_t*>(value), out);
      break;
    case ShapeKind::kDouble:
      WriteDouble(*static_cast<const double*>(value), out);
      break;
    case ShapeKind::kBoolean:
      out += *static_cast<const bool*>(value) ? "true" : "false";
      break;
    case ShapeKind::kTimestamp:
      WriteTimestamp(*static_cast<const Timestamp*>(value), out);
      break;
    case ShapeKind::kList:
      WriteList(shape, value, out);
      break;
    case ShapeKind::kMap:
      WriteMap(*static_cast<const TagMap*>(value), out);
      break;
    case ShapeKind::kStructure:
      Write(shape, value, out);
      break;
  }
}

void WriteText(ShapeKind kind, std::string_view text, std::string& out) {
  if (kind == ShapeKind::kBlob) {
    out += '"';
    AppendBase64(text, out);
    out += '"';
  } else {
    WriteString(text, out);
  }
}

}  // namespace

bool Read(std::string_view body, ShapeReader& reader) {
  if (PlainJson plain; plain.Scan(body)) {
    plain.ReadInto(reader);
    return true;
  }
  bj::basic_parser<Handler> parser(bj::parse_options(), reader);
  bj::error_code error;
  const std::size_t consumed = parser.write_some(false, body.data(), body.size(), error);
  if (error || !parser.done()) return false;
  return body.find_first_not_of(" \t\r\n", consumed) == std::string_view::npos;
}

void Write(const Shape& structure, const void* object, std::string& out) {
  out += '{';
  bool first = true;
  ForEachPresentMember(structure, object, [&](const Member& member, const MemberValue& held) {
    if (!first) out += ',';
    first = false;
    out += '"';
    out += member.name;
    out += "\":";
    if (held.value == nullptr) {
      WriteText(member.shape->kind, held.text, out);
    } else {
      WriteValue(*member.shape, held.value, out);
    }
  });
  out += '}';
}

void WriteString(std::string_view text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = PlainLength(text); i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void WriteTimestamp(Timestamp time, std::string& out) {
  // Before 1970 the fraction counts away from zero, as the digits do.
  if (time.milliseconds < 0) out += '-';
  const auto bits = static_cast<std::uint64_t>(time.milliseconds);
  const std::uint64_t magnitude = time.milliseconds < 0 ? 0 - bits : bits;
  WriteInteger(magnitude / 1000, out);
  out += '.';
  auto milliseconds = static_cast<int>(magnitude % 1000);
  for (int scale = 100; scale >= 1; scale /= 10) {
    out += static_cast<char>('0' + milliseconds / scale);
    milliseconds %= scale;
    if (milliseconds == 0) break;
  }
}

}  // namespace runnel::json
