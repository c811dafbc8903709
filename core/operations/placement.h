// Where records go: the shard and the sequence number of each record of one call.
// Source: kinesis-api 4.7, 4.8, 5.2, 5.3; kinesis-api-45 6.2.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

// The text; where it is absent, a view without data().
inline std::string_view ViewOf(const std::optional<std::string>& text) {
  return text ? std::string_view(*text) : std::string_view();
}

class RecordPlacer {
 public:
  // `stream` has open shards and must outlive the placer.
  explicit RecordPlacer(const Stream& stream)
      : stream_(stream), next_auto_place_(stream.next_auto_place) {}

  // The shard of the next record, by its keys as ViewOf gives them. AUTO distribution takes the
  // open shards in turn. Errors: InvalidArgumentException when the explicit hash key is 2^128 or
  // more.
  Result<const Shard*> Choose(std::string_view partition_key, std::string_view explicit_hash_key);
  // The shard of each record, as Choose gives it one by one; faster if no record has an explicit
  // hash key. Errors: the first record's that has one.
  struct Keys {
    std::string_view partition_key;
    std::string_view explicit_hash_key;
  };
  Result<std::vector<const Shard*>> ChooseEach(std::span<const Keys> keys);
  // The sequence index of the next record in `shard`.
  std::uint64_t TakeIndex(const Shard& shard);

  // To be stored with the records; nullopt unless the stream distributes by itself.
  std::optional<std::size_t> next_auto_place() const;

 private:
  const Stream& stream_;
  std::size_t next_auto_place_;
  // The next index of each group of five shards that this call has used so far.
  std::vector<std::pair<std::int32_t, std::uint64_t>> next_index_;
};

}  // namespace runnel
