// Shard-level metrics switched on and off.
// Source: kinesis-api 9.3.
#pragma once

#include "core/api/shapes.h"
#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

struct MonitoringInput {
  std::optional<std::string> stream_name;
  std::optional<std::vector<std::string>> shard_level_metrics;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
inline constexpr Member kMonitoringInput[] = {
    Field<&MonitoringInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&MonitoringInput::shard_level_metrics>("ShardLevelMetrics", shapes::kMetricsNameList)
        .Required(),
    Field<&MonitoringInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&MonitoringInput::stream_id>("StreamId", shapes::kStreamId),
};

struct MonitoringOutput {
  std::optional<std::string> stream_name;
  std::optional<std::vector<std::string>> current_shard_level_metrics;
  std::optional<std::vector<std::string>> desired_shard_level_metrics;
  std::optional<std::string> stream_arn;
};
inline constexpr Member kMonitoringOutput[] = {
    Field<&MonitoringOutput::stream_name>("StreamName", shapes::kStreamName),
    Field<&MonitoringOutput::current_shard_level_metrics>("CurrentShardLevelMetrics",
                                                          shapes::kMetricsNameList),
    Field<&MonitoringOutput::desired_shard_level_metrics>("DesiredShardLevelMetrics",
                                                          shapes::kMetricsNameList),
    Field<&MonitoringOutput::stream_arn>("StreamARN", shapes::kStreamArn),
};

enum class MonitoringChange { kEnable, kDisable };

Result<MonitoringOutput> ChangeMonitoring(Context& context, const MonitoringInput& input,
                                          MonitoringChange direction);

}  // namespace runnel
