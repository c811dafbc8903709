#include "core/wire/plain_json.h"

#include "core/base/plain_text.h"
#include "core/base/whole_number.h"

namespace runnel::json {
namespace {

// What is nested more deeply is left to the parser that knows how deep is too deep.
constexpr int kDepthMax = 16;
// So many digits fit into 64 bits, whichever they are.
constexpr std::size_t kDigitsMax = 18;
constexpr std::size_t kBodyBytesMax = UINT32_MAX;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool PlainJson::Scan(std::string_view body) {
  if (body.size() > kBodyBytesMax) return false;
  body_ = body;
  at_ = 0;
  tokens_.clear();
  constexpr std::size_t kTokensOfCall = 32;
  tokens_.reserve(kTokensOfCall);
  SkipSpace();
  if (!Take('{') || !ScanMap(1)) return false;
  SkipSpace();
  return at_ == body_.size();
}

void PlainJson::SkipSpace() {
  while (at_ < body_.size() &&
         (body_[at_] == ' ' || body_[at_] == '\n' || body_[at_] == '\r' || body_[at_] == '\t')) {
    ++at_;
  }
}

bool PlainJson::Take(char c) {
  if (Peek() != c) return false;
  ++at_;
  return true;
}

bool PlainJson::ScanValue(int depth) {
  if (depth > kDepthMax) return false;
  switch (Peek()) {
    case '"':
      ++at_;
      return ScanText(Kind::kString);
    case '{':
      ++at_;
      return ScanMap(depth + 1);
    case '[':
      ++at_;
      return ScanList(depth + 1);
    case 't':
      return ScanWord("true", Kind::kTrue);
    case 'f':
      return ScanWord("false", Kind::kFalse);
    case 'n':
      return ScanWord("null", Kind::kNull);
    default:
      return ScanInteger();
  }
}

// What stands after an opening bracket, up to the closing one and with it.
bool PlainJson::ScanElements(char closing, auto scan_element) {
  SkipSpace();
  if (Take(closing)) return true;
  do {
    SkipSpace();
    if (!scan_element()) return false;
    SkipSpace();
  } while (Take(','));
  return Take(closing);
}

// After its brace.
bool PlainJson::ScanMap(int depth) {
  Add(Kind::kBeginMap);
  const auto scan_member = [&] {
    if (!Take('"') || !ScanText(Kind::kKey)) return false;
    SkipSpace();
    if (!Take(':')) return false;
    SkipSpace();
    return ScanValue(depth);
  };
  if (!ScanElements('}', scan_member)) return false;
  Add(Kind::kEndMap);
  return true;
}

// After its bracket.
bool PlainJson::ScanList(int depth) {
  Add(Kind::kBeginList);
  if (!ScanElements(']', [&] { return ScanValue(depth); })) return false;
  Add(Kind::kEndList);
  return true;
}

// After its quotation mark.
bool PlainJson::ScanText(Kind kind) {
  const std::size_t size = PlainLength(body_.substr(at_));
  tokens_.push_back({kind, static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(size)});
  at_ += size;
  return Take('"');
}

bool PlainJson::ScanInteger() {
  const std::size_t begin = at_;
  const bool negative = Take('-');
  const std::size_t digits = at_;
  while (IsDigit(Peek())) ++at_;
  const std::size_t count = at_ - digits;
  if (count == 0 || count > kDigitsMax) return false;
  // No number but zero itself begins with a zero, and that of which sign is a question of its own.
  if (body_[digits] == '0' && (count > 1 || negative)) return false;
  if (Peek() == '.' || Peek() == 'e' || Peek() == 'E') return false;
  tokens_.push_back(
      {Kind::kInteger, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_ - begin)});
  return true;
}

bool PlainJson::ScanWord(std::string_view word, Kind kind) {
  if (body_.substr(at_, word.size()) != word) return false;
  at_ += word.size();
  Add(kind);
  return true;
}

void PlainJson::ReadInto(ShapeReader& reader) const {
  for (const Token& token : tokens_) {
    const std::string_view text = body_.substr(token.at, token.size);
    switch (token.kind) {
      case Kind::kBeginMap:
        reader.BeginMap();
        break;
      case Kind::kEndMap:
        reader.EndMap();
        break;
      case Kind::kBeginList:
        reader.BeginList();
        break;
      case Kind::kEndList:
        reader.EndList();
        break;
      case Kind::kKey:
        reader.Key(text);
        break;
      case Kind::kString:
        reader.String(text);
        break;
      case Kind::kInteger:
        reader.Integer(*ReadWholeNumber<std::int64_t>(text));  // no more than kDigitsMax
        break;
      case Kind::kTrue:
      case Kind::kFalse:
        reader.Boolean(token.kind == Kind::kTrue);
        break;
      case Kind::kNull:
        reader.Null();
        break;
    }
  }
}

}  // namespace runnel::json
