#include <cmath>
#include <cstring>

#include "core/base/utf8.h"
#include "core/wire/cbor.h"
#include "core/wire/cbor_format.h"

namespace runnel::cbor {
namespace {

constexpr int kDepthMax = 32;  // as many as the JSON reader allows
constexpr unsigned char kBreak = 0xFF;

// What stands in front of an item's content.
struct Head {
  Major major;
  unsigned low;                // the lower five bits
  std::uint64_t argument = 0;  // meaningless when indefinite
  bool indefinite() const { return low == kIndefinite; }
};

double HalfToDouble(std::uint64_t bits) {
  const auto exponent = static_cast<int>(bits >> 10 & 31);
  const auto mantissa = static_cast<double>(bits & 1023);
  double magnitude = 0;
  if (exponent == 0) {
    magnitude = std::ldexp(mantissa, -24);
  } else if (exponent == 31) {
    magnitude = HUGE_VAL;  // or not a number: both are refused
  } else {
    magnitude = std::ldexp(mantissa + 1024, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

double FloatToDouble(const Head& head) {
  if (head.low == kHalf) return HalfToDouble(head.argument);
  if (head.low == kSingle) {
    const auto bits = static_cast<std::uint32_t>(head.argument);
    float number = 0;
    std::memcpy(&number, &bits, sizeof number);
    return number;
  }
  double number = 0;
  std::memcpy(&number, &head.argument, sizeof number);
  return number;
}

// Every function that reads returns false when the body is not acceptable.
class Parser {
 public:
  Parser(std::string_view body, ShapeReader& reader) : rest_(body), reader_(reader) {}

  bool ReadBody() { return ReadItem(0) && rest_.empty(); }

 private:
  // Takes the first byte and the argument.
  bool TakeHead(Head& head) {
    if (rest_.empty()) return false;
    const auto first = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    head.major = static_cast<Major>(first >> 5);
    head.low = first & 31;
    if (head.low < kOneByte) {
      head.argument = head.low;
      return true;
    }
    if (head.low > kEightBytes) return head.low == kIndefinite;
    const std::size_t bytes = std::size_t{1} << (head.low - kOneByte);
    if (rest_.size() < bytes) return false;
    head.argument = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      head.argument = head.argument << 8 | static_cast<unsigned char>(rest_[i]);
    }
    rest_.remove_prefix(bytes);
    return true;
  }

  bool TakeBreak() {
    if (rest_.empty() || static_cast<unsigned char>(rest_[0]) != kBreak) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool ReadItem(int depth) {
    Head head;
    bool is_time = false;
    if (!TakeHead(head)) return false;
    while (head.major == Major::kTag) {
      if (head.indefinite()) return false;
      if (head.argument == kTagBignum || head.argument == kTagNegativeBignum) return false;
      is_time = head.argument == kTagTime;
      if (!TakeHead(head)) return false;
    }
    const bool is_float = head.major == Major::kSimple && head.low >= kHalf && head.low <= kDouble;
    const bool is_number =
        is_float || head.major == Major::kUnsigned || head.major == Major::kNegative;
    if (is_time && !is_number) return false;
    is_time = is_time || (is_number && reader_.ExpectsTimestamp());
    switch (head.major) {
      case Major::kUnsigned:
      case Major::kNegative:
        return ReadInteger(head, is_time);
      case Major::kBytes:
      case Major::kText:
        return ReadString(head);
      case Major::kList:
        return depth < kDepthMax && ReadList(head, depth + 1);
      case Major::kMap:
        return depth < kDepthMax && ReadMap(head, depth + 1);
      case Major::kSimple:
        return is_float ? ReadFloat(FloatToDouble(head), is_time) : ReadSimple(head);
      case Major::kTag:
        break;
    }
    return false;
  }

  bool ReadInteger(const Head& head, bool is_time) {
    if (head.indefinite()) return false;
    const bool negative = head.major == Major::kNegative;
    if (head.argument > static_cast<std::uint64_t>(INT64_MAX)) {
      const auto magnitude = static_cast<double>(head.argument);
      return ReadFloat(negative ? -1 - magnitude : magnitude, is_time);
    }
    const auto number = static_cast<std::int64_t>(head.argument);
    const std::int64_t signed_number = negative ? -1 - number : number;
    if (is_time) {
      reader_.Time({signed_number});
    } else {
      reader_.Integer(signed_number);
    }
    return true;
  }

  bool ReadFloat(double number, bool is_time) {
    if (!std::isfinite(number)) return false;
    if (!is_time) {
      reader_.Number(number);
      return true;
    }
    const double milliseconds = std::round(number);
    if (std::abs(milliseconds) >= std::ldexp(1.0, 63)) return false;
    reader_.Time({static_cast<std::int64_t>(milliseconds)});
    return true;
  }

  bool ReadSimple(const Head& head) {
    switch (head.low) {
      case kFalse:
      case kTrue:
        reader_.Boolean(head.low == kTrue);
        return true;
      case kNull:
      case kUndefined:
        reader_.Null();
        return true;
      default:
        return false;  // unassigned, or a break where nothing is open
    }
  }

  // The content of a string: straight from the body, or joined in `joined` when it is in chunks.
  bool TakeString(const Head& head, std::string& joined, std::string_view& content) {
    if (!head.indefinite()) return TakeChunk(head, content);
    while (!TakeBreak()) {
      Head chunk_head;
      std::string_view chunk;
      if (!TakeHead(chunk_head) || chunk_head.major != head.major || chunk_head.indefinite() ||
          !TakeChunk(chunk_head, chunk)) {
        return false;
      }
      joined += chunk;
    }
    content = joined;
    return true;
  }

  bool TakeChunk(const Head& head, std::string_view& content) {
    if (head.argument > rest_.size()) return false;
    content = rest_.substr(0, static_cast<std::size_t>(head.argument));
    rest_.remove_prefix(content.size());
    return true;
  }

  bool ReadString(const Head& head) {
    std::string joined;
    std::string_view content;
    if (!TakeString(head, joined, content)) return false;
    if (head.major == Major::kBytes) {
      reader_.Bytes(content);
      return true;
    }
    if (!IsValidUtf8(content)) return false;
    reader_.String(content);
    return true;
  }

  bool ReadList(const Head& head, int depth) {
    // Each element takes a byte at least.
    if (!head.indefinite() && head.argument > rest_.size()) return false;
    reader_.BeginList();
    for (std::uint64_t i = 0; head.indefinite() ? !TakeBreak() : i < head.argument; ++i) {
      if (!ReadItem(depth)) return false;
    }
    reader_.EndList();
    return true;
  }

  bool ReadMap(const Head& head, int depth) {
    if (!head.indefinite() && head.argument > rest_.size() / 2) return false;
    reader_.BeginMap();
    for (std::uint64_t i = 0; head.indefinite() ? !TakeBreak() : i < head.argument; ++i) {
      if (!ReadKey() || !ReadItem(depth)) return false;
    }
    reader_.EndMap();
    return true;
  }

  bool ReadKey() {
    Head head;
    std::string joined;
    std::string_view key;
    if (!TakeHead(head) || head.major != Major::kText || !TakeString(head, joined, key) ||
        !IsValidUtf8(key)) {
      return false;
    }
    reader_.Key(key);
    return true;
  }

  std::string_view rest_;
  ShapeReader& reader_;
};

}  // namespace

bool Read(std::string_view body, ShapeReader& reader) { return Parser(body, reader).ReadBody(); }

}  // namespace runnel::cbor
