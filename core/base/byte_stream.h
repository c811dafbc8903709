// Binary values one after the other, as journals and snapshots hold them: variable-length integers
// and length-prefixed text. The same bytes on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace runnel {

// Appends to a string that it owns.
class ByteWriter {
 public:
  // 7 bits a byte, the lowest first; the top bit says that more follow.
  void Unsigned(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  // Small magnitudes are short, whatever their sign.
  void Signed(std::int64_t value) {
    Unsigned(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void Raw(std::string_view bytes) { bytes_ += bytes; }
  void Text(std::string_view text) {
    Unsigned(text.size());
    Raw(text);
  }
  // There will be about so many more bytes.
  void Expect(std::size_t bytes) { bytes_.reserve(bytes_.size() + bytes); }
  std::size_t size() const { return bytes_.size(); }
  const std::string& bytes() const { return bytes_; }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what a ByteWriter wrote. Past the end, or at a malformed value, it gives zeros and empty
// views and ok() turns false for good; it never reads beyond its bytes.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t Unsigned() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    Fail();
    return 0;
  }
  std::int64_t Signed() {
    const std::uint64_t value = Unsigned();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  // A view of the bytes that the reader was given.
  std::string_view Raw(std::uint64_t count) {
    if (count > rest_.size()) {
      Fail();
      return {};
    }
    const std::string_view bytes = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(bytes.size());
    return bytes;
  }
  std::string_view Text() { return Raw(Unsigned()); }

  std::size_t remaining() const { return rest_.size(); }
  bool ok() const { return ok_; }
  void Fail() {
    ok_ = false;
    rest_ = {};
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace runnel
