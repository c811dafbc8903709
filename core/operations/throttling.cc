#include "core/operations/throttling.h"

#include <algorithm>

#include "core/api/errors.h"

namespace runnel {
namespace {

ShardThroughput ThroughputOf(const Shard& shard) {
  return shard.throughput ? *shard.throughput : ShardThroughput();
}

Error RateExceeded(const Stream& stream, const Shard& shard) {
  return error::RateExceededForShard(shard.id, stream.name(), stream.account());
}

}  // namespace

bool IsThrottling(const Error& error) {
  return error.code() == "ProvisionedThroughputExceededException";
}

bool WriteBudget::Take(const Shard& shard, std::int64_t bytes) {
  auto entry = std::find_if(spent_.begin(), spent_.end(),
                            [&](const auto& spent) { return spent.first == shard.id; });
  ShardThroughput throughput = entry == spent_.end() ? ThroughputOf(shard) : entry->second;
  const TokenRate rate = limits::WriteBytesRate(stream_.record_size_max_kib);
  const Timestamp now = context_.now;
  if (!throughput.write_bytes.Has(bytes, rate, now)) return false;
  if (!throughput.write_records.Has(1, limits::kWriteRecords, now)) return false;
  throughput.write_bytes.Take(bytes, rate, now);
  throughput.write_records.Take(1, limits::kWriteRecords, now);
  if (stream_.mode == StreamMode::kOnDemand) throughput.window_bytes += bytes;
  if (entry == spent_.end()) {
    spent_.emplace_back(shard.id, throughput);
  } else {
    entry->second = throughput;
  }
  return true;
}

Result<const Shard*> WriteBudget::Spend(const Shard& shard, std::size_t bytes) {
  const auto cost = static_cast<std::int64_t>(bytes);
  if (Take(shard, cost)) return &shard;
  if (stream_.distribution == RecordDistributionStrategy::kAuto) {
    for (const OpenShard& open : stream_.open_shards) {
      if (Take(*open.shard, cost)) return open.shard;
    }
  }
  return RateExceeded(stream_, shard);
}

void WriteBudget::Emit(Context& context) {
  if (spent_.empty()) return;
  context.Emit(ThroughputSpent{stream_.uid, context.now, std::move(spent_)});
}

Result<const Shard*> SpendWrite(Context& context, const Stream& stream, const Shard& shard,
                                std::size_t bytes) {
  WriteBudget budget(context, stream);
  auto taken = budget.Spend(shard, bytes);
  budget.Emit(context);
  return taken;
}

Result<void> CheckRead(const Context& context, const Stream& stream, const Shard& shard) {
  const ShardThroughput throughput = ThroughputOf(shard);
  if (throughput.read_calls.Has(1, limits::kReadCalls, context.now) &&
      throughput.read_bytes.Has(1, limits::kReadBytes, context.now)) {
    return {};
  }
  return RateExceeded(stream, shard);
}

void SpendRead(Context& context, const Stream& stream, const Shard& shard, std::size_t bytes) {
  ShardThroughput throughput = ThroughputOf(shard);
  throughput.read_calls.Take(1, limits::kReadCalls, context.now);
  throughput.read_bytes.Overdraw(static_cast<std::int64_t>(bytes), limits::kReadBytes, context.now);
  context.Emit(ThroughputSpent{stream.uid, context.now, {{shard.id, throughput}}});
}

Result<void> SpendIterator(Context& context, const Stream& stream, const Shard& shard) {
  ShardThroughput throughput = ThroughputOf(shard);
  if (!throughput.iterator_calls.Has(1, limits::kIteratorCalls, context.now)) {
    return RateExceeded(stream, shard);
  }
  throughput.iterator_calls.Take(1, limits::kIteratorCalls, context.now);
  context.Emit(ThroughputSpent{stream.uid, context.now, {{shard.id, throughput}}});
  return {};
}

Result<void> SpendSubscribe(Context& context, const Consumer& consumer, const Shard& shard) {
  const auto present = consumer.subscribe_calls.find(shard.id);
  TokenBucket bucket = present == consumer.subscribe_calls.end() ? TokenBucket() : present->second;
  if (!bucket.Has(1, limits::kSubscribeCalls, context.now)) {
    return error::RateExceededForSubscription(consumer.arn, shard.id);
  }
  bucket.Take(1, limits::kSubscribeCalls, context.now);
  context.Emit(SubscribeCallCounted{consumer.uid, shard.id, bucket});
  return {};
}

Result<void> CountCall(Context& context, std::string_view operation, const Stream* stream) {
  const auto* const rate = std::find_if(
      std::begin(limits::kCallRates), std::end(limits::kCallRates),
      [&](const limits::CallRate& candidate) { return candidate.operation == operation; });
  if (rate == std::end(limits::kCallRates)) return {};
  const bool by_stream = rate->scope == limits::CallScope::kStream;
  const bool holds = by_stream ? stream != nullptr && LimitsHold(context, *stream)
                               : context.settings.enforce_rate_quotas;
  if (!holds) return {};
  const CallBuckets& calls =
      by_stream ? stream->calls : context.state.AccountIn(context.caller).calls;
  const auto present = calls.find(operation);
  TokenBucket bucket = present == calls.end() ? TokenBucket() : present->second;
  const TokenRate tokens{rate->per_second, rate->per_second};
  if (!bucket.Has(1, tokens, context.now)) {
    if (by_stream) return error::RateExceededForStream(stream->name(), stream->account());
    return error::RateExceededForAccount(context.caller.account);
  }
  bucket.Take(1, tokens, context.now);
  CallCounted counted{context.caller, rate->operation, bucket};
  if (by_stream) counted.counted_by = stream->uid;
  context.counted.push_back(std::move(counted));
  return {};
}

}  // namespace runnel
