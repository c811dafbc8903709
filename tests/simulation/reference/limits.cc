// Calls in a second, and fault rules (kinesis-api 7.4; core/faults).
#include <algorithm>

#include "tests/simulation/reference/reference.h"

namespace runnel::simulation {
namespace {

struct CallRate {
  std::string_view operation;
  int per_second;
  bool by_stream;
};

constexpr CallRate kRates[] = {
    {"AddTagsToStream", 5, false},
    {"CreateStream", 5, false},
    {"DeleteStream", 5, false},
    {"ListStreams", 5, false},
    {"DeleteResourcePolicy", 5, false},
    {"GetResourcePolicy", 5, false},
    {"PutResourcePolicy", 5, false},
    {"DescribeAccountSettings", 5, false},
    {"UpdateAccountSettings", 5, false},
    {"UpdateStreamWarmThroughput", 5, false},
    {"DescribeLimits", 1, false},
    {"DescribeStream", 10, false},
    {"DescribeStreamSummary", 20, false},
    {"CreateChannel", 5, false},
    {"DeleteChannel", 5, false},
    {"DescribeChannel", 5, false},
    {"ListChannels", 5, false},
    {"UpdateChannel", 5, false},
    {"UpdateStreamRecordDistributionStrategy", 5, false},
    {"DecreaseStreamRetentionPeriod", 5, true},
    {"IncreaseStreamRetentionPeriod", 5, true},
    {"DisableEnhancedMonitoring", 5, true},
    {"EnableEnhancedMonitoring", 5, true},
    {"DeregisterStreamConsumer", 5, true},
    {"RegisterStreamConsumer", 5, true},
    {"ListStreamConsumers", 5, true},
    {"ListTagsForStream", 5, true},
    {"RemoveTagsFromStream", 5, true},
    {"MergeShards", 5, true},
    {"SplitShard", 5, true},
    {"DescribeStreamConsumer", 20, true},
    {"ListShards", 1000, true},
    {"UpdateShardCount", 10, true},
};

// Whether a rule strikes what matches it now.
bool Fires(ReferenceFault& fault) {
  ++fault.matched;
  if (fault.first != 0 && fault.matched > fault.first) return false;
  return fault.every_nth == 0 || fault.matched % fault.every_nth == 0;
}

}  // namespace

std::int64_t Reference::LevelOf(const ReferenceBucket& bucket, std::int64_t per_second,
                                std::int64_t burst) const {
  const std::int64_t full = burst * 1000;
  if (bucket.left < 0 && !bucket.debt) return full;
  const auto brought = static_cast<__int128>(now_ - bucket.at) * per_second;
  return static_cast<std::int64_t>(std::min<__int128>(full, bucket.left + brought));
}

bool Reference::Has(const ReferenceBucket& bucket, std::int64_t tokens, std::int64_t per_second,
                    std::int64_t burst) const {
  const std::int64_t level = LevelOf(bucket, per_second, burst);
  if (bucket.debt && level < burst * 1000) return false;
  return level >= tokens * 1000;
}

void Reference::Take(ReferenceBucket& bucket, std::int64_t tokens, std::int64_t per_second,
                     std::int64_t burst) const {
  bucket.left = LevelOf(bucket, per_second, burst) - tokens * 1000;
  bucket.at = now_;
  bucket.debt = false;
}

Expected Reference::Count(std::string_view operation, const std::string& name) {
  const auto* const rate =
      std::find_if(std::begin(kRates), std::end(kRates),
                   [&](const CallRate& candidate) { return candidate.operation == operation; });
  if (rate == std::end(kRates)) return Expected::kSuccess;
  ReferenceStream* const stream = rate->by_stream ? Find(name) : nullptr;
  if (rate->by_stream && (stream == nullptr || !LimitsHold(*stream))) return Expected::kSuccess;
  if (!rate->by_stream && !settings_.limits) return Expected::kSuccess;
  auto& calls = stream == nullptr ? calls_ : stream->calls;
  ReferenceBucket& bucket = calls[std::string(operation)];
  const Limit limit = stream == nullptr ? Limit::kAccountCalls : Limit::kStreamCalls;
  if (!Leaves(Has(bucket, 1, rate->per_second, rate->per_second), limit)) {
    return stream == nullptr ? Expected::kAccountRateExceeded : Expected::kStreamRateExceeded;
  }
  Take(bucket, 1, rate->per_second, rate->per_second);
  return Expected::kSuccess;
}

Expected Reference::Strike(std::string_view operation, const std::string& name) {
  for (ReferenceFault& fault : faults_) {
    const bool matches = !fault.of_records && fault.operation == operation && fault.stream == name;
    if (matches && Fires(fault)) return Expected::kInjected;
  }
  return Expected::kSuccess;
}

bool Reference::StrikeRecord(std::string_view operation, const std::string& name) {
  for (ReferenceFault& fault : faults_) {
    const bool matches = fault.of_records && fault.operation == operation && fault.stream == name;
    if (matches && Fires(fault)) return true;
  }
  return false;
}

void Reference::Restart() {
  calls_.clear();
  for (auto& [name, stream] : streams_) {
    stream.calls.clear();
    stream.auto_place_known = false;
    for (ReferenceShard& shard : stream.shards) {
      shard.write_bytes = shard.write_records = shard.read_bytes = {};
      shard.read_calls = shard.iterator_calls = {};
    }
    for (auto& [consumer_name, consumer] : stream.consumers) consumer.subscribe_calls.clear();
  }
  // A batch that was under way is delivered again, and its tries are counted anew.
  for (auto& [function, mapping] : mappings_) {
    mapping.failures.clear();
    mapping.again.clear();
    mapping.not_before.clear();
  }
  std::erase_if(faults_, [](const ReferenceFault& fault) { return !fault.durable; });
  for (ReferenceFault& fault : faults_) fault.matched = 0;
}

}  // namespace runnel::simulation
