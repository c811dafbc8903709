// Source: kinesis-api 9.3.
#include "core/operations/enhanced_monitoring.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

Result<MonitoringOutput> EnableEnhancedMonitoring(Context& context, const MonitoringInput& input) {
  return ChangeMonitoring(context, input, MonitoringChange::kEnable);
}

}  // namespace

extern constexpr Operation kEnableEnhancedMonitoring =
    DefineOperation<MonitoringInput, MonitoringOutput, EnableEnhancedMonitoring>(
        "EnableEnhancedMonitoring", kMonitoringInput, kMonitoringOutput);

}  // namespace runnel
