#include "inspector-ui/view_models/gunzip.h"

#include <array>
#include <cstdint>
#include <vector>

namespace runnel {
namespace {

constexpr std::size_t kHeaderBytes = 10;
constexpr int kCodeBitsMax = 15;

// The bits of a deflate stream (RFC 1951), the lowest of each byte first.
class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}

  bool ended() const { return ended_; }
  unsigned Take(int count) {
    unsigned value = 0;
    for (int i = 0; i < count; ++i) value |= TakeOne() << i;
    return value;
  }
  unsigned TakeOne() {
    if (place_ / 8 >= bytes_.size()) {
      ended_ = true;
      return 0;
    }
    const auto byte = static_cast<unsigned char>(bytes_[place_ / 8]);
    return (byte >> (place_++ % 8)) & 1U;
  }
  void SkipToByte() { place_ = (place_ + 7) / 8 * 8; }

 private:
  std::string_view bytes_;
  std::size_t place_ = 0;  // in bits
  bool ended_ = false;
};

// A Huffman code, by the canonical order of its symbols.
class Code {
 public:
  explicit Code(const std::vector<std::uint8_t>& lengths) {
    for (const std::uint8_t length : lengths) ++counts_[length];
    counts_[0] = 0;
    std::array<std::size_t, kCodeBitsMax + 2> begins{};
    for (int i = 1; i <= kCodeBitsMax; ++i) begins[i + 1] = begins[i] + counts_[i];
    symbols_.resize(lengths.size());
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      if (lengths[i] != 0) symbols_[begins[lengths[i]]++] = static_cast<int>(i);
    }
  }
  // -1: there is no such code.
  int Read(BitReader& bits) const {
    int code = 0;
    int first = 0;
    int index = 0;
    for (int i = 1; i <= kCodeBitsMax && !bits.ended(); ++i) {
      code |= static_cast<int>(bits.TakeOne());
      if (code - counts_[i] < first)
        return symbols_[static_cast<std::size_t>(index + code - first)];
      index += counts_[i];
      first = (first + counts_[i]) << 1;
      code <<= 1;
    }
    return -1;
  }

 private:
  std::array<int, kCodeBitsMax + 1> counts_{};
  std::vector<int> symbols_;
};

// How long a match is, and how far back it lies: from these on, by so many further bits.
constexpr std::array<int, 29> kLengths = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                          15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                          67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<int, 29> kLengthBits = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                             2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<int, 30> kDistances = {
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<std::uint8_t, 19> kOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                 11, 4,  12, 3, 13, 2, 14, 1, 15};

// False: the stream is damaged or cut off. What was read before stays in `out`.
bool ReadMatches(BitReader& bits, const Code& literals, const Code& distances, std::string& out,
                 std::size_t bytes_max) {
  while (out.size() < bytes_max) {
    const int symbol = literals.Read(bits);
    if (symbol < 0 || symbol > 285) return false;
    if (symbol == 256) return true;
    if (symbol < 256) {
      out += static_cast<char>(symbol);
      continue;
    }
    const auto length_code = static_cast<std::size_t>(symbol - 257);
    const int length =
        kLengths[length_code] + static_cast<int>(bits.Take(kLengthBits[length_code]));
    const int distance_code = distances.Read(bits);
    if (distance_code < 0 || distance_code > 29) return false;
    const int further = distance_code < 4 ? 0 : distance_code / 2 - 1;
    const std::size_t back =
        static_cast<std::size_t>(kDistances[distance_code]) + bits.Take(further);
    if (back > out.size() || bits.ended()) return false;
    for (int i = 0; i < length; ++i) out += out[out.size() - back];
  }
  return true;
}

bool ReadStored(BitReader& bits, std::string& out, std::size_t bytes_max) {
  bits.SkipToByte();
  const unsigned length = bits.Take(16);
  if ((length ^ 0xffffU) != bits.Take(16)) return false;
  for (unsigned i = 0; i < length && out.size() < bytes_max; ++i) {
    const auto byte = static_cast<char>(bits.Take(8));
    if (bits.ended()) return false;
    out += byte;
  }
  return true;
}

bool ReadFixed(BitReader& bits, std::string& out, std::size_t bytes_max) {
  std::vector<std::uint8_t> lengths(288, 8);
  for (std::size_t i = 144; i < 256; ++i) lengths[i] = 9;
  for (std::size_t i = 256; i < 280; ++i) lengths[i] = 7;
  return ReadMatches(bits, Code(lengths), Code(std::vector<std::uint8_t>(30, 5)), out, bytes_max);
}

bool ReadDynamic(BitReader& bits, std::string& out, std::size_t bytes_max) {
  const std::size_t literals = 257 + bits.Take(5);
  const std::size_t distances = 1 + bits.Take(5);
  const std::size_t codes = 4 + bits.Take(4);
  std::vector<std::uint8_t> lengths(kOrder.size(), 0);
  for (std::size_t i = 0; i < codes; ++i)
    lengths[kOrder[i]] = static_cast<std::uint8_t>(bits.Take(3));
  const Code of_lengths(lengths);
  std::vector<std::uint8_t> all;
  while (all.size() < literals + distances) {
    const int symbol = of_lengths.Read(bits);
    if (symbol < 0 || (symbol == 16 && all.empty())) return false;
    if (symbol < 16) {
      all.push_back(static_cast<std::uint8_t>(symbol));
      continue;
    }
    const std::uint8_t repeated = symbol == 16 ? all.back() : 0;
    const unsigned times = symbol == 16   ? 3 + bits.Take(2)
                           : symbol == 17 ? 3 + bits.Take(3)
                                          : 11 + bits.Take(7);
    all.insert(all.end(), times, repeated);
  }
  if (all.size() != literals + distances || bits.ended()) return false;
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(literals);
  return ReadMatches(bits, Code({all.begin(), middle}), Code({middle, all.end()}), out, bytes_max);
}

// Where the deflate stream begins; 0: there is none.
std::size_t AfterHeader(std::string_view data) {
  const auto flags = static_cast<unsigned char>(data[3]);
  std::size_t place = kHeaderBytes;
  if ((flags & 4) != 0) {
    if (place + 2 > data.size()) return 0;
    place += 2 + static_cast<unsigned char>(data[place]) +
             256U * static_cast<unsigned char>(data[place + 1]);
  }
  for (const int text : {8, 16}) {
    if ((flags & text) == 0) continue;
    const std::size_t end = place < data.size() ? data.find('\0', place) : std::string_view::npos;
    if (end == std::string_view::npos) return 0;
    place = end + 1;
  }
  if ((flags & 2) != 0) place += 2;
  return place < data.size() ? place : 0;
}

}  // namespace

bool IsGzip(std::string_view data) {
  return data.size() > kHeaderBytes && data.starts_with("\x1f\x8b\x08");
}

std::optional<std::string> Gunzip(std::string_view data, std::size_t bytes_max) {
  if (!IsGzip(data)) return std::nullopt;
  const std::size_t begin = AfterHeader(data);
  if (begin == 0) return std::nullopt;
  BitReader bits(data.substr(begin));
  std::string out;
  for (bool last = false; !last && out.size() < bytes_max;) {
    last = bits.TakeOne() == 1;
    const unsigned kind = bits.Take(2);
    const bool read = kind == 0   ? ReadStored(bits, out, bytes_max)
                      : kind == 1 ? ReadFixed(bits, out, bytes_max)
                      : kind == 2 ? ReadDynamic(bits, out, bytes_max)
                                  : false;
    if (read) continue;
    if (out.empty()) return std::nullopt;
    break;
  }
  if (out.size() > bytes_max) out.resize(bytes_max);
  return out;
}

}  // namespace runnel
