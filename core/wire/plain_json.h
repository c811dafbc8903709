// JSON as nearly every client writes it: ASCII without escapes, whole numbers, not nested deeply.
// It is found out quickly whether a body is that, and then read quickly.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/wire/shape_reader.h"

namespace runnel::json {

class PlainJson {
 public:
  // True: `body` is such JSON, an object, and ReadInto may follow. False says nothing: it may be
  // JSON of another kind, or none at all. `body` must outlive this.
  bool Scan(std::string_view body);
  // Tells what Scan has found.
  void ReadInto(ShapeReader& reader) const;

 private:
  enum class Kind : std::uint8_t {
    kBeginMap,
    kEndMap,
    kBeginList,
    kEndList,
    kKey,
    kString,
    kInteger,
    kTrue,
    kFalse,
    kNull,
  };
  struct Token {
    Kind kind;
    std::uint32_t at;  // of kKey, kString and kInteger: where it is, without quotation marks
    std::uint32_t size;
  };

  void SkipSpace();
  // What comes next, or a zero byte at the end.
  char Peek() const { return at_ < body_.size() ? body_[at_] : '\0'; }
  bool Take(char c);
  void Add(Kind kind) { tokens_.push_back({kind, 0, 0}); }

  bool ScanValue(int depth);
  bool ScanElements(char closing, auto scan_element);
  bool ScanMap(int depth);
  bool ScanList(int depth);
  bool ScanText(Kind kind);
  bool ScanInteger();
  bool ScanWord(std::string_view word, Kind kind);

  std::string_view body_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace runnel::json
