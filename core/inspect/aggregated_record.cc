#include "core/inspect/aggregated_record.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base/md5.h"

namespace runnel {
namespace {

constexpr std::string_view kMagic = "\xf3\x89\x9a\xc2";
constexpr std::size_t kDigestBytes = 16;

// Reads the fields of a protobuf message one by one.
class MessageReader {
 public:
  explicit MessageReader(std::string_view bytes) : rest_(bytes) {}

  bool AtEnd() const { return rest_.empty(); }

  struct Part {
    std::uint64_t number = 0;
    std::uint64_t value = 0;  // of a varint
    std::string_view bytes;   // of what has a length
  };
  // nullopt: the bytes are no message.
  std::optional<Part> Next() {
    const auto tag = Varint();
    if (!tag) return std::nullopt;
    Part part;
    part.number = *tag >> 3;
    switch (*tag & 7) {
      case 0: {
        const auto value = Varint();
        if (!value) return std::nullopt;
        part.value = *value;
        return part;
      }
      case 1:
        return Take(8, part);
      case 2: {
        const auto length = Varint();
        return length ? Take(*length, part) : std::nullopt;
      }
      case 5:
        return Take(4, part);
      default:
        return std::nullopt;
    }
  }

 private:
  std::optional<std::uint64_t> Varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }
  std::optional<Part> Take(std::uint64_t length, Part part) {
    if (length > rest_.size()) return std::nullopt;
    part.bytes = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(static_cast<std::size_t>(length));
    return part;
  }

  std::string_view rest_;
};

struct PackedRecord {
  std::uint64_t partition_key_index = 0;
  std::optional<std::uint64_t> explicit_hash_key_index;
  std::string_view data;
};

std::optional<PackedRecord> ReadRecord(std::string_view bytes) {
  PackedRecord record;
  MessageReader reader(bytes);
  while (!reader.AtEnd()) {
    const auto part = reader.Next();
    if (!part) return std::nullopt;
    if (part->number == 1) record.partition_key_index = part->value;
    if (part->number == 2) record.explicit_hash_key_index = part->value;
    if (part->number == 3) record.data = part->bytes;
  }
  return record;
}

}  // namespace

std::optional<std::vector<UserRecord>> UnpackAggregate(std::string_view data) {
  if (!data.starts_with(kMagic) || data.size() < kMagic.size() + kDigestBytes) return std::nullopt;
  const std::string_view message =
      data.substr(kMagic.size(), data.size() - kMagic.size() - kDigestBytes);
  const auto digest = Md5(message);
  if (std::memcmp(digest.data(), data.data() + data.size() - kDigestBytes, kDigestBytes) != 0) {
    return std::nullopt;
  }
  std::vector<std::string_view> partition_keys;
  std::vector<std::string_view> explicit_hash_keys;
  std::vector<PackedRecord> packed;
  MessageReader reader(message);
  while (!reader.AtEnd()) {
    const auto part = reader.Next();
    if (!part) return std::nullopt;
    if (part->number == 1) partition_keys.push_back(part->bytes);
    if (part->number == 2) explicit_hash_keys.push_back(part->bytes);
    if (part->number != 3) continue;
    const auto record = ReadRecord(part->bytes);
    if (!record) return std::nullopt;
    packed.push_back(*record);
  }
  std::vector<UserRecord> records;
  for (const PackedRecord& record : packed) {
    if (record.partition_key_index >= partition_keys.size()) return std::nullopt;
    UserRecord& user = records.emplace_back();
    user.partition_key = partition_keys[record.partition_key_index];
    user.data = record.data;
    if (!record.explicit_hash_key_index) continue;
    if (*record.explicit_hash_key_index >= explicit_hash_keys.size()) return std::nullopt;
    user.explicit_hash_key = explicit_hash_keys[*record.explicit_hash_key_index];
  }
  return records;
}

}  // namespace runnel
