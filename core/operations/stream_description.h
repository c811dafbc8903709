// What the operations that describe streams have in common.
// Source: kinesis-api 2.2, 4.4, 4.5.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shapes.h"
#include "core/state/stream.h"

namespace runnel {

struct StreamModeOutput {
  std::string_view stream_mode;
};
inline constexpr Member kStreamModeMembers[] = {
    Field<&StreamModeOutput::stream_mode>("StreamMode", shapes::kStreamMode).Required(),
};
inline constexpr Shape kStreamModeShape = StructureShape(kStreamModeMembers);

struct EnhancedMetricsOutput {
  std::optional<std::vector<std::string>> shard_level_metrics;
};
inline constexpr Member kEnhancedMetricsMembers[] = {
    Field<&EnhancedMetricsOutput::shard_level_metrics>("ShardLevelMetrics",
                                                       shapes::kMetricsNameList),
};
inline constexpr Shape kEnhancedMetricsShape = StructureShape(kEnhancedMetricsMembers);
inline constexpr Shape kEnhancedMonitoringList =
    ListShape<EnhancedMetricsOutput>(kEnhancedMetricsShape);

struct WarmThroughputOutput {
  std::optional<std::int32_t> target_mibps;
  std::optional<std::int32_t> current_mibps;
};
inline constexpr Member kWarmThroughputMembers[] = {
    Field<&WarmThroughputOutput::target_mibps>("TargetMiBps", shapes::kNaturalInteger),
    Field<&WarmThroughputOutput::current_mibps>("CurrentMiBps", shapes::kNaturalInteger),
};
inline constexpr Shape kWarmThroughputShape = StructureShape(kWarmThroughputMembers);

// The members that StreamDescription and StreamDescriptionSummary share.
struct StreamDescriptionBase {
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::string_view stream_status;
  std::optional<StreamModeOutput> stream_mode_details;
  std::optional<std::int32_t> retention_period_hours;
  std::optional<Timestamp> stream_creation_timestamp;
  std::optional<std::vector<EnhancedMetricsOutput>> enhanced_monitoring;
  std::string_view encryption_type;
  std::optional<std::string> key_id;
};

inline constexpr Member kStreamDescriptionBaseMembers[] = {
    Field<&StreamDescriptionBase::stream_name>("StreamName", shapes::kStreamName).Required(),
    Field<&StreamDescriptionBase::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&StreamDescriptionBase::stream_status>("StreamStatus", shapes::kText).Required(),
    Field<&StreamDescriptionBase::stream_mode_details>("StreamModeDetails", kStreamModeShape),
    Field<&StreamDescriptionBase::retention_period_hours>("RetentionPeriodHours", shapes::kInteger)
        .Required(),
    Field<&StreamDescriptionBase::stream_creation_timestamp>("StreamCreationTimestamp",
                                                             shapes::kTimestamp)
        .Required(),
    Field<&StreamDescriptionBase::enhanced_monitoring>("EnhancedMonitoring",
                                                       kEnhancedMonitoringList)
        .Required(),
    Field<&StreamDescriptionBase::encryption_type>("EncryptionType", shapes::kEncryptionType),
    Field<&StreamDescriptionBase::key_id>("KeyId", shapes::kKeyId),
};

void Describe(const Stream& stream, StreamDescriptionBase& description);

}  // namespace runnel
