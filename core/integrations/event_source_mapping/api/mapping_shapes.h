// The structures of the event source mapping operations.
// Source: integrations 1.1 to 1.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/shapes.h"
#include "core/model/tag_map.h"
#include "core/state/event_source_mapping.h"

namespace runnel {

struct MappingFilter {
  std::optional<std::string> pattern;
};
struct MappingFilterCriteria {
  std::optional<std::vector<MappingFilter>> filters;
};
struct MappingDestination {
  std::optional<std::string> destination;
};
struct MappingDestinationConfig {
  std::optional<MappingDestination> on_success;
  std::optional<MappingDestination> on_failure;
};
struct MappingMetricsConfig {
  std::optional<std::vector<std::string>> metrics;
};

// What can be said about a mapping in a request; an operation's members tell which it takes.
struct MappingInput {
  std::optional<std::string> uuid;
  std::optional<std::string> event_source_arn;
  std::optional<std::string> function_name;
  std::optional<bool> enabled;
  std::optional<std::int32_t> batch_size;
  std::optional<MappingFilterCriteria> filter_criteria;
  std::optional<std::int32_t> maximum_batching_window_in_seconds;
  std::optional<std::int32_t> parallelization_factor;
  std::optional<std::string> starting_position;
  std::optional<Timestamp> starting_position_timestamp;
  std::optional<MappingDestinationConfig> destination_config;
  std::optional<std::int32_t> maximum_record_age_in_seconds;
  std::optional<bool> bisect_batch_on_function_error;
  std::optional<std::int32_t> maximum_retry_attempts;
  std::optional<std::int32_t> tumbling_window_in_seconds;
  std::optional<std::vector<std::string>> function_response_types;
  std::optional<std::string> kms_key_arn;
  std::optional<MappingMetricsConfig> metrics_config;
  std::optional<TagMap> tags;
};

// A mapping in an answer.
struct MappingOutput {
  std::string uuid;
  std::string event_source_mapping_arn;
  std::string event_source_arn;
  std::optional<MappingFilterCriteria> filter_criteria;
  std::string function_arn;
  std::string starting_position;
  std::optional<Timestamp> starting_position_timestamp;
  std::int32_t batch_size = 0;
  std::int32_t maximum_batching_window_in_seconds = 0;
  std::int32_t parallelization_factor = 0;
  std::int32_t maximum_record_age_in_seconds = 0;
  std::int32_t maximum_retry_attempts = 0;
  bool bisect_batch_on_function_error = false;
  std::int32_t tumbling_window_in_seconds = 0;
  std::vector<std::string> function_response_types;
  MappingDestinationConfig destination_config;
  std::optional<std::string> kms_key_arn;
  std::optional<MappingMetricsConfig> metrics_config;
  std::string last_processing_result;
  Timestamp last_modified;
  std::string state;
  std::string state_transition_reason;

  static MappingOutput Of(const EventSourceMapping& mapping);
};

inline constexpr std::string_view kReportBatchItemFailures = "ReportBatchItemFailures";
inline constexpr std::array<std::string_view, 1> kFunctionResponseTypes = {
    kReportBatchItemFailures};
// AWS: the order in which messages list them (1.5).
inline constexpr std::array<std::string_view, 3> kStartingPositions = {"LATEST", "AT_TIMESTAMP",
                                                                       "TRIM_HORIZON"};
inline constexpr std::array<std::string_view, 3> kMappingMetrics = {"EventCount", "ErrorCount",
                                                                    "KafkaMetrics"};

namespace mapping_shapes {

inline constexpr Shape kFunctionName = StringShape(1, 256);
inline constexpr Shape kUuid = StringShape(1, 128);
inline constexpr Shape kPattern = StringShape(0, 4096);
inline constexpr Member kFilterMembers[] = {Field<&MappingFilter::pattern>("Pattern", kPattern)};
inline constexpr Shape kFilter = StructureShape(kFilterMembers);
inline constexpr Shape kFilterList = ListShape<MappingFilter>(kFilter);
inline constexpr Member kCriteriaMembers[] = {
    Field<&MappingFilterCriteria::filters>("Filters", kFilterList)};
inline constexpr Shape kCriteria = StructureShape(kCriteriaMembers);
inline constexpr Pattern kDestinationPattern(
    R"($|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:)"
    R"(((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))");
inline constexpr Shape kDestinationArn = StringShape(0, 350, &kDestinationPattern);
inline constexpr Member kDestinationMembers[] = {
    Field<&MappingDestination::destination>("Destination", kDestinationArn)};
inline constexpr Shape kDestination = StructureShape(kDestinationMembers);
inline constexpr Member kDestinationConfigMembers[] = {
    Field<&MappingDestinationConfig::on_success>("OnSuccess", kDestination),
    Field<&MappingDestinationConfig::on_failure>("OnFailure", kDestination)};
inline constexpr Shape kDestinationConfig = StructureShape(kDestinationConfigMembers);
inline constexpr Shape kResponseType = EnumShape(kFunctionResponseTypes);
inline constexpr Shape kResponseTypes = ListShape<std::string>(kResponseType, 0, 1);
inline constexpr Shape kMetric = EnumShape(kMappingMetrics);
inline constexpr Shape kMetrics = ListShape<std::string>(kMetric, 0, 3);
inline constexpr Member kMetricsConfigMembers[] = {
    Field<&MappingMetricsConfig::metrics>("Metrics", kMetrics)};
inline constexpr Shape kMetricsConfig = StructureShape(kMetricsConfigMembers);
inline constexpr Shape kPosition = EnumShape(kStartingPositions);
inline constexpr Shape kBatchSize = NumberShape(ShapeKind::kInteger, 1, 10'000);
inline constexpr Shape kBatchingWindow = NumberShape(ShapeKind::kInteger, 0, 300);
inline constexpr Shape kParallelization = NumberShape(ShapeKind::kInteger, 1, 10);
inline constexpr Shape kRecordAge = NumberShape(ShapeKind::kInteger, -1, 604'800);
inline constexpr Shape kRetries = NumberShape(ShapeKind::kInteger, -1, 10'000);
inline constexpr Shape kTumblingWindow = NumberShape(ShapeKind::kInteger, 0, 900);
inline constexpr Shape kTagValue = StringShape(0, 256);
inline constexpr Shape kTags = MapShape(shapes::kTagKey, kTagValue, 0, 200);

// What Create and Update both take.
inline constexpr Member kSettings[] = {
    Field<&MappingInput::enabled>("Enabled", shapes::kBoolean),
    Field<&MappingInput::batch_size>("BatchSize", kBatchSize),
    Field<&MappingInput::filter_criteria>("FilterCriteria", kCriteria),
    Field<&MappingInput::maximum_batching_window_in_seconds>("MaximumBatchingWindowInSeconds",
                                                             kBatchingWindow),
    Field<&MappingInput::parallelization_factor>("ParallelizationFactor", kParallelization),
    Field<&MappingInput::destination_config>("DestinationConfig", kDestinationConfig),
    Field<&MappingInput::maximum_record_age_in_seconds>("MaximumRecordAgeInSeconds", kRecordAge),
    Field<&MappingInput::bisect_batch_on_function_error>("BisectBatchOnFunctionError",
                                                         shapes::kBoolean),
    Field<&MappingInput::maximum_retry_attempts>("MaximumRetryAttempts", kRetries),
    Field<&MappingInput::tumbling_window_in_seconds>("TumblingWindowInSeconds", kTumblingWindow),
    Field<&MappingInput::function_response_types>("FunctionResponseTypes", kResponseTypes),
    Field<&MappingInput::kms_key_arn>("KMSKeyArn", shapes::kText),
    Field<&MappingInput::metrics_config>("MetricsConfig", kMetricsConfig),
};

inline constexpr Member kOutputMembers[] = {
    Field<&MappingOutput::uuid>("UUID", shapes::kText),
    Field<&MappingOutput::event_source_mapping_arn>("EventSourceMappingArn", shapes::kText),
    Field<&MappingOutput::event_source_arn>("EventSourceArn", shapes::kText),
    Field<&MappingOutput::filter_criteria>("FilterCriteria", kCriteria),
    Field<&MappingOutput::function_arn>("FunctionArn", shapes::kText),
    Field<&MappingOutput::starting_position>("StartingPosition", shapes::kText),
    Field<&MappingOutput::starting_position_timestamp>("StartingPositionTimestamp",
                                                       shapes::kTimestamp),
    Field<&MappingOutput::batch_size>("BatchSize", shapes::kInteger),
    Field<&MappingOutput::maximum_batching_window_in_seconds>("MaximumBatchingWindowInSeconds",
                                                              shapes::kInteger),
    Field<&MappingOutput::parallelization_factor>("ParallelizationFactor", shapes::kInteger),
    Field<&MappingOutput::maximum_record_age_in_seconds>("MaximumRecordAgeInSeconds",
                                                         shapes::kInteger),
    Field<&MappingOutput::maximum_retry_attempts>("MaximumRetryAttempts", shapes::kInteger),
    Field<&MappingOutput::bisect_batch_on_function_error>("BisectBatchOnFunctionError",
                                                          shapes::kBoolean),
    Field<&MappingOutput::tumbling_window_in_seconds>("TumblingWindowInSeconds", shapes::kInteger),
    Field<&MappingOutput::function_response_types>("FunctionResponseTypes", kResponseTypes),
    Field<&MappingOutput::destination_config>("DestinationConfig", kDestinationConfig),
    Field<&MappingOutput::kms_key_arn>("KMSKeyArn", shapes::kText),
    Field<&MappingOutput::metrics_config>("MetricsConfig", kMetricsConfig),
    Field<&MappingOutput::last_processing_result>("LastProcessingResult", shapes::kText),
    Field<&MappingOutput::last_modified>("LastModified", shapes::kTimestamp),
    Field<&MappingOutput::state>("State", shapes::kText),
    Field<&MappingOutput::state_transition_reason>("StateTransitionReason", shapes::kText),
};
inline constexpr Shape kOutput = StructureShape(kOutputMembers);

}  // namespace mapping_shapes
}  // namespace runnel
