// Fields of opaque tokens, one after the other: fixed-size integers and length-prefixed text.
// Little endian. A reader that runs past the end says so once, in ok().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/little_endian.h"

namespace runnel {

class FieldWriter {
 public:
  FieldWriter& Add(std::uint64_t value) {
    char field[8];
    StoreLittle64(value, field);
    bytes_.append(field, sizeof field);
    return *this;
  }
  FieldWriter& Add(std::int64_t value) { return Add(static_cast<std::uint64_t>(value)); }
  // REQUIRES: text.size() < 65536.
  FieldWriter& Add(std::string_view text) {
    bytes_ += static_cast<char>(text.size());
    bytes_ += static_cast<char>(text.size() >> 8);
    bytes_ += text;
    return *this;
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t Unsigned() {
    const std::string_view field = Bytes(8);
    return field.empty() ? 0 : LoadLittle64(field.data());
  }
  std::int64_t Signed() { return static_cast<std::int64_t>(Unsigned()); }
  std::string_view Text() {
    const std::string_view field = Bytes(2);
    if (field.empty()) return field;
    return Bytes(static_cast<unsigned char>(field[0]) |
                 std::size_t{static_cast<unsigned char>(field[1])} << 8);
  }
  bool ok() const { return ok_; }

 private:
  std::string_view Bytes(std::size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view field = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return field;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace runnel
