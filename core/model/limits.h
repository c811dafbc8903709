// Every quota and size limit, each with its source. Sections are those of kinesis-api (7) and
// kinesis-api-45 (K45). What a host may change stands in core/api/settings.h with its default.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/time.h"
#include "core/model/token_bucket.h"

namespace runnel::limits {

// 7.1, 4.10
inline constexpr std::int32_t kGetRecordsMax = 10'000;
inline constexpr std::size_t kGetRecordsBytesMax = 10 * 1024 * 1024;
// One event of a subscription: large enough to be efficient, small enough to share a connection.
inline constexpr std::size_t kSubscriptionEventBytesMax = 1024 * 1024;

// 7.1: what a shard takes and gives in a second.
inline constexpr std::int64_t kWriteBytesPerSecond = 1024 * 1024;
// OBSERVED: what lets a stream with larger records accept one of them at once is a larger burst.
constexpr TokenRate WriteBytesRate(std::int32_t record_size_max_kib) {
  const std::int64_t record_max = std::int64_t{record_size_max_kib} * 1024;
  return {kWriteBytesPerSecond,
          record_max > kWriteBytesPerSecond ? record_max : kWriteBytesPerSecond};
}
inline constexpr TokenRate kWriteRecords{1000, 1000};
inline constexpr TokenRate kReadBytes{2 * 1024 * 1024, 2 * 1024 * 1024};
inline constexpr TokenRate kReadCalls{5, 5};
inline constexpr TokenRate kIteratorCalls{5, 5};
// 8.2: of one consumer to one shard.
inline constexpr TokenRate kSubscribeCalls{1, 1};

// 6.7: a shard of an on-demand stream that took more than this on average over the window is split.
// AWS: "within about 15 minutes", so a window is shorter.
inline constexpr std::int64_t kSplitAboveBytesPerSecond = 500'000;
inline constexpr Duration kScalingWindow = Duration::Seconds(300);

// 7.4: calls in a second. Operations that are not here have no published rate.
enum class CallScope : std::uint8_t { kAccount, kStream };
struct CallRate {
  std::string_view operation;
  std::int32_t per_second;
  CallScope scope;
};
inline constexpr CallRate kCallRates[] = {
    {"AddTagsToStream", 5, CallScope::kAccount},
    {"CreateChannel", 5, CallScope::kAccount},
    {"CreateStream", 5, CallScope::kAccount},
    {"DecreaseStreamRetentionPeriod", 5, CallScope::kStream},
    {"DeleteChannel", 5, CallScope::kAccount},
    {"DeleteResourcePolicy", 5, CallScope::kAccount},
    {"DeleteStream", 5, CallScope::kAccount},
    {"DeregisterStreamConsumer", 5, CallScope::kStream},
    {"DescribeAccountSettings", 5, CallScope::kAccount},
    {"DescribeChannel", 5, CallScope::kAccount},
    {"DescribeLimits", 1, CallScope::kAccount},
    {"DescribeStream", 10, CallScope::kAccount},
    {"DescribeStreamConsumer", 20, CallScope::kStream},
    {"DescribeStreamSummary", 20, CallScope::kAccount},
    {"DisableEnhancedMonitoring", 5, CallScope::kStream},
    {"EnableEnhancedMonitoring", 5, CallScope::kStream},
    {"GetResourcePolicy", 5, CallScope::kAccount},
    {"IncreaseStreamRetentionPeriod", 5, CallScope::kStream},
    {"ListChannels", 5, CallScope::kAccount},
    {"ListShards", 1000, CallScope::kStream},
    {"ListStreamConsumers", 5, CallScope::kStream},
    {"ListStreams", 5, CallScope::kAccount},
    {"ListTagsForStream", 5, CallScope::kStream},
    {"MergeShards", 5, CallScope::kStream},
    {"PutResourcePolicy", 5, CallScope::kAccount},
    {"RegisterStreamConsumer", 5, CallScope::kStream},
    {"RemoveTagsFromStream", 5, CallScope::kStream},
    {"SplitShard", 5, CallScope::kStream},
    {"UpdateAccountSettings", 5, CallScope::kAccount},
    {"UpdateChannel", 5, CallScope::kAccount},
    {"UpdateShardCount", 10, CallScope::kStream},
    {"UpdateStreamRecordDistributionStrategy", 5, CallScope::kAccount},
    {"UpdateStreamWarmThroughput", 5, CallScope::kAccount},
};

// 7.2
inline constexpr std::int32_t kRecordSizeDefaultKiB = 1024;
inline constexpr std::size_t kPutRecordsBytesMax = 10 * 1024 * 1024;
inline constexpr std::size_t kRequestBytesMax = 16 * 1024 * 1024;
// A zip file of 50 MiB in base64, and room.
inline constexpr std::size_t kCodeRequestBytesMax = 70'167'210;
inline constexpr std::size_t kPolicyBytesMax = 20 * 1024;

// 7.3
inline constexpr std::int32_t kConsumersPerStreamMax = 20;
inline constexpr std::int32_t kConsumersPerStreamWithCommitmentMax = 50;
inline constexpr std::int32_t kConsumersCreatingMax = 5;
inline constexpr std::int32_t kStreamsCreatingOrDeletingMax = 5;
inline constexpr std::int32_t kUpdateShardCountTargetMax = 10'000;
inline constexpr std::size_t kUpdateShardCountPerDayMax = 10;
inline constexpr std::size_t kModeChangesPerDayMax = 2;
inline constexpr std::size_t kEncryptionChangesPerDayMax = 25;
inline constexpr std::size_t kTagsMax = 50;
inline constexpr std::int32_t kRetentionHoursMin = 24;
inline constexpr std::int32_t kRetentionHoursMax = 8760;
inline constexpr Duration kCommitmentMin = Duration::Hours(24);
// 4.16: on-demand throughput of the three large regions, and of the others, in MiB/s.
inline constexpr std::int32_t kWarmThroughputLargeRegionMax = 10'240;
inline constexpr std::int32_t kWarmThroughputMax = 200;

// 4.2
inline constexpr std::int32_t kOnDemandShardCount = 4;
// 4.4, 4.20, 4.26; K45 2.5
inline constexpr std::int32_t kDescribeStreamPageMax = 100;
inline constexpr std::int32_t kListStreamsPageMax = 100;
inline constexpr std::int32_t kListConsumersPageMax = 100;
inline constexpr std::int32_t kListChannelsPageMax = 100;
// 4.21
inline constexpr std::int32_t kListShardsPageMax = 1000;
// 4.22
inline constexpr std::int32_t kListTagsPageMax = 50;

// Kinesis lets the clocks of client and service differ by so much, and a presigned request last as
// long as the vendor's services do.
inline constexpr Duration kSignatureLifetime = Duration::Seconds(5 * 60);
inline constexpr Duration kSignatureLifetimeMax = Duration::Hours(7 * 24);

// 8.2: a new subscription takes over from one that is at least this old.
inline constexpr Duration kTakeoverAge = Duration::Seconds(5);

// K45 2.4
inline constexpr std::int32_t kDataFreshnessSecondsMin = 300;
inline constexpr std::int32_t kDataFreshnessSecondsMax = 900;
// What a channel writes at most as one object, before its data has the age that it may have
// (kinesis-api-45 3.3; the service's own number is not known).
inline constexpr std::size_t kChannelObjectBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kChannelKeyTemplateMax = 986;

}  // namespace runnel::limits
