// Source: kinesis-api 9.3.
#include "core/operations/enhanced_monitoring.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

Result<MonitoringOutput> DisableEnhancedMonitoring(Context& context, const MonitoringInput& input) {
  return ChangeMonitoring(context, input, MonitoringChange::kDisable);
}

}  // namespace

extern constexpr Operation kDisableEnhancedMonitoring =
    DefineOperation<MonitoringInput, MonitoringOutput, DisableEnhancedMonitoring>(
        "DisableEnhancedMonitoring", kMonitoringInput, kMonitoringOutput);

}  // namespace runnel
