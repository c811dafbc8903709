#include "core/integrations/event_source_mapping/api/mapping_shapes.h"

namespace runnel {

MappingOutput MappingOutput::Of(const EventSourceMapping& mapping) {
  const MappingConfiguration& configuration = mapping.configuration;
  MappingOutput output;
  output.uuid = mapping.uuid;
  output.event_source_mapping_arn = mapping.Arn();
  output.event_source_arn = configuration.event_source_arn;
  if (!configuration.filter_patterns.empty()) {
    auto& filters = output.filter_criteria.emplace().filters.emplace();
    for (const std::string& pattern : configuration.filter_patterns) filters.push_back({pattern});
  }
  output.function_arn = configuration.function_arn;
  output.starting_position = kMappingStarts[static_cast<std::size_t>(configuration.start)];
  output.starting_position_timestamp = configuration.start_timestamp;
  output.batch_size = configuration.batch_size;
  output.maximum_batching_window_in_seconds = configuration.batching_window_seconds;
  output.parallelization_factor = configuration.parallelization_factor;
  output.maximum_record_age_in_seconds = configuration.record_age_seconds;
  output.maximum_retry_attempts = configuration.retry_attempts;
  output.bisect_batch_on_function_error = configuration.bisects;
  output.tumbling_window_in_seconds = configuration.tumbling_window_seconds;
  if (configuration.reports_item_failures) {
    output.function_response_types.emplace_back(kReportBatchItemFailures);
  }
  // AWS: it is there, and empty, without a destination (1.3).
  MappingDestination& destination = output.destination_config.on_failure.emplace();
  if (!configuration.on_failure_destination.empty()) {
    destination.destination = configuration.on_failure_destination;
  }
  output.kms_key_arn = configuration.kms_key_arn;
  if (!configuration.metrics.empty()) {
    output.metrics_config.emplace().metrics = configuration.metrics;
  }
  output.last_processing_result = mapping.last_processing_result;
  output.last_modified = mapping.last_modified;
  output.state = ToText(mapping.state);
  output.state_transition_reason = "User action";
  return output;
}

}  // namespace runnel
