#include "core/operations/retention.h"

#include "core/api/errors.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/stream_change.h"

namespace runnel {

Result<NoOutput> ChangeRetention(Context& context, const RetentionInput& input,
                                 RetentionChange direction) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  const std::int32_t hours = *input.retention_period_hours;
  const std::int32_t now = stream.retention_hours;
  if (hours < limits::kRetentionHoursMin) return error::RetentionTooShort(hours);
  if (hours > limits::kRetentionHoursMax) return error::RetentionTooLong(hours);
  if (const auto active = RequireActive(stream); !active) return active.error();
  if (direction == RetentionChange::kIncrease && hours < now) {
    return error::RetentionShorterThanNow(hours, stream.name(), now);
  }
  if (direction == RetentionChange::kDecrease && hours > now) {
    return error::RetentionLongerThanNow(hours, stream.name(), now);
  }
  if (hours == now) return NoOutput{};
  StreamSettingsChange change;
  change.retention_hours = hours;
  StartChange(context, stream, change);
  return NoOutput{};
}

}  // namespace runnel
