#include "core/operations/stream_description.h"

namespace runnel {

void Describe(const Stream& stream, StreamDescriptionBase& description) {
  description.stream_name = stream.name().text();
  description.stream_arn = stream.arn.ToString();
  description.stream_status = ToText(stream.status);
  description.stream_mode_details = StreamModeOutput{ToText(stream.mode)};
  description.retention_period_hours = stream.retention_hours;
  description.stream_creation_timestamp = stream.created_at;
  description.enhanced_monitoring.emplace().push_back({stream.metrics.Names()});
  description.encryption_type = stream.encryption.enabled() ? "KMS" : "NONE";
  if (stream.encryption.enabled()) description.key_id = stream.encryption.key_id;
}

}  // namespace runnel
