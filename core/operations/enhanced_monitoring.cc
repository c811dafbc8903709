#include "core/operations/enhanced_monitoring.h"

#include "core/operations/addressing.h"
#include "core/operations/stream_change.h"

namespace runnel {

Result<MonitoringOutput> ChangeMonitoring(Context& context, const MonitoringInput& input,
                                          MonitoringChange direction) {
  const auto found = FindActiveStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  MetricsSet named;
  for (const std::string& name : *input.shard_level_metrics) named.Add(name);
  MetricsSet desired = stream.metrics;
  if (direction == MonitoringChange::kEnable) {
    desired.Add(named);
  } else {
    desired.Remove(named);
  }
  StreamSettingsChange change;
  change.metrics = desired;
  StartChange(context, stream, change);
  return MonitoringOutput{stream.name().text(), stream.metrics.Names(), desired.Names(),
                          stream.arn.ToString()};
}

}  // namespace runnel
