// Who may put and read records (kinesis-api 4.7 to 4.10, 7.1, 9.1).
#include <algorithm>

#include "tests/simulation/reference/reference.h"

namespace runnel::simulation {
namespace {

constexpr std::int64_t kMebibyte = 1024 * 1024;

Expected Unusable(const std::string& state) {
  if (state == "DISABLED") return Expected::kKeyDisabled;
  if (state == "PENDING_DELETION") return Expected::kKeyPendingDeletion;
  if (state == "NOT_FOUND") return Expected::kKeyNotFound;
  if (state == "OPT_IN_REQUIRED") return Expected::kKeyOptIn;
  return Expected::kKeyThrottled;
}

}  // namespace

std::size_t ReferenceStream::FirstKept(const ReferenceShard& shard) const {
  const auto kept = std::find_if(shard.records.begin(), shard.records.end(),
                                 [this](const auto& record) { return record.arrival >= horizon; });
  return static_cast<std::size_t>(kept - shard.records.begin());
}

std::string ReferenceStream::KeyAt(Millis arrival) const {
  std::string key_then;
  for (const auto& [since, name] : keys) {
    if (since <= arrival) key_then = name;
  }
  return key_then;
}

Expected Reference::UseRecords(const std::string& name, std::string_view) const {
  const ReferenceStream* const stream = Find(name);
  return stream == nullptr || stream->shards.empty() ? Expected::kStreamNotFound
                                                     : Expected::kSuccess;
}

Expected Reference::UseShard(const std::string& name, int shard) {
  const ReferenceStream* const stream = Find(name);
  return stream == nullptr || stream->Find(shard) == nullptr ? Expected::kNoSuchShard
                                                             : Expected::kSuccess;
}

Expected Reference::SpendIterator(const std::string& name, int shard) {
  ReferenceStream& stream = *Find(name);
  ReferenceBucket& bucket = stream.Find(shard)->iterator_calls;
  if (LimitsHold(stream) && !Leaves(Has(bucket, 1, 5, 5), Limit::kIteratorCalls)) {
    return Expected::kShardRateExceeded;
  }
  if (const auto e = Strike("GetShardIterator", name); e != Expected::kSuccess) return e;
  if (LimitsHold(stream)) Take(bucket, 1, 5, 5);
  return Expected::kSuccess;
}

Expected Reference::MayEncrypt(const std::string& key) const {
  const auto state = key_states_.find(key);
  if (key.empty() || state == key_states_.end()) return Expected::kSuccess;
  if (state->second == "ACCESS_DENIED") return Expected::kMayNotEncrypt;
  return Unusable(state->second);
}

Expected Reference::MayDecrypt(const ReferenceStream& stream, const ReferenceShard& shard,
                               std::size_t from, std::size_t through) const {
  for (std::size_t i = from; i < through; ++i) {
    if (!shard.records[i].encrypted) continue;
    const auto state = key_states_.find(stream.KeyAt(shard.records[i].arrival));
    if (state == key_states_.end()) continue;
    if (state->second == "ACCESS_DENIED") return Expected::kMayNotDecrypt;
    return Unusable(state->second);
  }
  return Expected::kSuccess;
}

bool Reference::SpendWrite(ReferenceStream& stream, ReferenceShard& shard, std::size_t bytes) {
  if (!LimitsHold(stream)) return true;
  constexpr std::int64_t kRecords = 1000;
  const auto cost = static_cast<std::int64_t>(bytes);
  const std::int64_t burst = std::max<std::int64_t>(stream.record_size_kib * 1024, kMebibyte);
  const bool bytes_left = Has(shard.write_bytes, cost, kMebibyte, burst);
  if (!Leaves(bytes_left, Limit::kWriteBytes)) return false;
  const bool records_left = Has(shard.write_records, 1, kRecords, kRecords);
  if (!Leaves(records_left, Limit::kWriteRecords)) return false;
  Take(shard.write_bytes, cost, kMebibyte, burst);
  Take(shard.write_records, 1, kRecords, kRecords);
  return true;
}

bool Reference::MayRead(const ReferenceStream& stream, const ReferenceShard& shard) const {
  if (!LimitsHold(stream)) return true;
  const bool bytes_left = Has(shard.read_bytes, 1, 2 * kMebibyte, 2 * kMebibyte);
  return Leaves(Has(shard.read_calls, 1, 5, 5), Limit::kReadCalls) &&
         Leaves(bytes_left, Limit::kReadBytes);
}

void Reference::SpendRead(const ReferenceStream& stream, ReferenceShard& shard,
                          std::size_t bytes) const {
  if (!LimitsHold(stream)) return;
  Take(shard.read_calls, 1, 5, 5);
  Take(shard.read_bytes, static_cast<std::int64_t>(bytes), 2 * kMebibyte, 2 * kMebibyte);
  shard.read_bytes.debt = shard.read_bytes.left < 0;
}

}  // namespace runnel::simulation
