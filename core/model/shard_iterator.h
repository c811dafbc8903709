// Shard iterators: a position in a shard as an opaque text. An iterator is a value, not a cursor:
// it may be used any number of times while it is fresh. Source: kinesis-api 5.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/sealed_text.h"
#include "core/base/time.h"
#include "core/model/names.h"
#include "core/model/sequence_number.h"

namespace runnel {

struct ShardIterator {
  Timestamp issued;
  Scope scope;
  StreamName stream;
  StreamUid stream_uid;
  ShardId shard;
  ShardPosition position;  // of the first record to read, or where it will be

  // Canonical base64 with the length that the service's iterators have. `nonce` makes texts differ
  // for equal contents.
  std::string Seal(SealKey key, std::uint64_t nonce) const;
  // Accepts one pair of surrounding double quotes, as the service does. nullopt for any text that
  // Seal did not make under this key.
  static std::optional<ShardIterator> Open(SealKey key, std::string_view text);
};

}  // namespace runnel
