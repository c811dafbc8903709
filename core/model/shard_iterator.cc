#include "core/model/shard_iterator.h"

#include "core/base/base64.h"
#include "core/model/byte_fields.h"

namespace runnel {
namespace {

// AWS: the first eight bytes of every iterator.
constexpr std::string_view kMarker("\0\0\0\0\0\0\0\1", 8);

// AWS: 152 bytes, and 16 more for every 16 characters of the name (kinesis-api 5.4).
std::size_t SizeFor(const StreamName& stream) {
  return 152 + 16 * ((stream.text().size() + 2) / 16);
}

// What Seal adds to the fields: the marker, and the nonce and tag of sealed text.
constexpr std::size_t kOverhead = 8 + kSealBytes;

}  // namespace

std::string ShardIterator::Seal(SealKey key, std::uint64_t nonce) const {
  std::string fields = FieldWriter()
                           .Add(issued.milliseconds)
                           .Add(stream_uid.value)
                           .Add(std::int64_t{shard.index})
                           .Add(position.index)
                           .Add(position.seconds)
                           .Add(std::string_view(scope.account.text()))
                           .Add(std::string_view(scope.region.text()))
                           .Add(std::string_view(stream.text()))
                           .Take();
  std::size_t size = SizeFor(stream);
  while (size < fields.size() + kOverhead) size += 16;
  fields.resize(size - kOverhead);
  std::string text;
  AppendBase64(std::string(kMarker) + runnel::Seal(key, nonce, fields), text);
  return text;
}

std::optional<ShardIterator> ShardIterator::Open(SealKey key, std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  std::string bytes;
  if (DecodeBase64(text, bytes) || !bytes.starts_with(kMarker)) return std::nullopt;
  const auto fields = Unseal(key, std::string_view(bytes).substr(kMarker.size()));
  if (!fields) return std::nullopt;
  FieldReader reader(*fields);
  ShardIterator iterator;
  iterator.issued.milliseconds = reader.Signed();
  iterator.stream_uid.value = reader.Unsigned();
  iterator.shard.index = static_cast<std::int32_t>(reader.Signed());
  iterator.position.index = reader.Unsigned();
  iterator.position.seconds = reader.Signed();
  iterator.scope.account = AccountId(reader.Text());
  iterator.scope.region = Region(reader.Text());
  iterator.stream = StreamName(reader.Text());
  if (!reader.ok()) return std::nullopt;
  return iterator;
}

}  // namespace runnel
