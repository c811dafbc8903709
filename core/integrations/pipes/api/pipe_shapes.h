// The structures of the operations on pipes.
// Source: integrations 3.1, 3.4, 3.5.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shapes.h"
#include "core/model/tag_map.h"

namespace runnel {

struct PipeFilter {
  std::optional<std::string> pattern;
};
struct PipeFilterCriteria {
  std::optional<std::vector<PipeFilter>> filters;
};
struct PipeDeadLetterConfig {
  std::optional<std::string> arn;
};
struct PipeStreamSource {
  std::optional<std::int32_t> batch_size;
  std::optional<PipeDeadLetterConfig> dead_letter_config;
  std::optional<std::int32_t> maximum_batching_window_in_seconds;
  std::optional<std::int32_t> maximum_record_age_in_seconds;
  std::optional<std::int32_t> maximum_retry_attempts;
  std::optional<std::string> on_partial_batch_item_failure;
  std::optional<std::int32_t> parallelization_factor;
  std::optional<std::string> starting_position;
  std::optional<Timestamp> starting_position_timestamp;
};
struct PipeSourceParameters {
  std::optional<PipeFilterCriteria> filter_criteria;
  std::optional<PipeStreamSource> stream;
};

struct PipeHttpParameters {
  std::optional<std::vector<std::string>> path_parameter_values;
  std::optional<TagMap> header_parameters;
  std::optional<TagMap> query_string_parameters;
};
struct PipeEnrichmentParameters {
  std::optional<std::string> input_template;
  std::optional<PipeHttpParameters> http;
};

struct PipeFunctionTarget {
  std::optional<std::string> invocation_type;
};
struct PipeStreamTarget {
  std::optional<std::string> partition_key;
};
struct PipeLogsTarget {
  std::optional<std::string> log_stream_name;
  std::optional<std::string> timestamp;
};
struct PipeTargetParameters {
  std::optional<std::string> input_template;
  std::optional<PipeFunctionTarget> function;
  std::optional<PipeStreamTarget> stream;
  std::optional<PipeHttpParameters> http;
  std::optional<PipeLogsTarget> logs;
};

struct PipeLogGroup {
  std::optional<std::string> log_group_arn;
};
struct PipeLogFirehose {
  std::optional<std::string> delivery_stream_arn;
};
struct PipeLogBucket {
  std::optional<std::string> bucket_name;
  std::optional<std::string> bucket_owner;
  std::optional<std::string> output_format;
  std::optional<std::string> prefix;
};
struct PipeLogConfiguration {
  std::optional<PipeLogGroup> log_group;
  std::optional<PipeLogFirehose> firehose;
  std::optional<PipeLogBucket> bucket;
  std::optional<std::string> level;
  std::optional<std::vector<std::string>> include_execution_data;
};

// What requests say; an operation's members tell which it takes.
struct PipeInput {
  std::optional<std::string> name;
  std::optional<std::string> source;
  std::optional<std::string> target;
  std::optional<std::string> role_arn;
  std::optional<std::string> description;
  std::optional<std::string> desired_state;
  std::optional<PipeSourceParameters> source_parameters;
  std::optional<std::string> enrichment;
  std::optional<PipeEnrichmentParameters> enrichment_parameters;
  std::optional<PipeTargetParameters> target_parameters;
  std::optional<TagMap> tags;
  std::optional<PipeLogConfiguration> log_configuration;
  std::optional<std::string> kms_key_identifier;
};

namespace pipe_shapes {

inline constexpr std::array<std::string_view, 2> kDesiredStates = {"RUNNING", "STOPPED"};
inline constexpr std::array<std::string_view, 1> kPartialFailures = {"AUTOMATIC_BISECT"};
inline constexpr std::array<std::string_view, 3> kPositions = {"TRIM_HORIZON", "LATEST",
                                                               "AT_TIMESTAMP"};
inline constexpr std::array<std::string_view, 2> kInvocationTypes = {"REQUEST_RESPONSE",
                                                                     "FIRE_AND_FORGET"};
inline constexpr std::array<std::string_view, 4> kLevels = {"OFF", "ERROR", "INFO", "TRACE"};
inline constexpr std::array<std::string_view, 3> kFormats = {"json", "plain", "w3c"};
inline constexpr std::array<std::string_view, 1> kExecutionData = {"ALL"};

inline constexpr Pattern kNamePattern(R"([\.\-_A-Za-z0-9]+)");
inline constexpr Pattern kRolePattern(
    R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z0-9+=,.@\-_/]+)");
inline constexpr Shape kName = StringShape(1, 64, &kNamePattern);
inline constexpr Shape kRole = StringShape(1, 1600, &kRolePattern);
inline constexpr Shape kArn = StringShape(1, 1600);
inline constexpr Shape kOptionalArn = StringShape(0, 1600);
inline constexpr Shape kDescription = StringShape(0, 512);
inline constexpr Shape kDesiredState = EnumShape(kDesiredStates);
inline constexpr Shape kTemplate = StringShape(0, 8192);
inline constexpr Shape kTagValue = StringShape(0, 256);
inline constexpr Shape kTags = MapShape(shapes::kTagKey, kTagValue, 1, 50);

inline constexpr Shape kPattern = StringShape(0, 4096);
inline constexpr Member kFilterMembers[] = {Field<&PipeFilter::pattern>("Pattern", kPattern)};
inline constexpr Shape kFilter = StructureShape(kFilterMembers);
inline constexpr Shape kFilters = ListShape<PipeFilter>(kFilter, 0, 5);
inline constexpr Member kCriteriaMembers[] = {
    Field<&PipeFilterCriteria::filters>("Filters", kFilters)};
inline constexpr Shape kCriteria = StructureShape(kCriteriaMembers);

inline constexpr Pattern kDeadLetterPattern(
    R"(arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-]+):)"
    R"(([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?)?:(\d{12})?:(.+))");
inline constexpr Shape kDeadLetterArn = StringShape(1, 1600, &kDeadLetterPattern);
inline constexpr Member kDeadLetterMembers[] = {
    Field<&PipeDeadLetterConfig::arn>("Arn", kDeadLetterArn)};
inline constexpr Shape kDeadLetter = StructureShape(kDeadLetterMembers);
inline constexpr Shape kBatchSize = NumberShape(ShapeKind::kInteger, 1, 10'000);
inline constexpr Shape kWindow = NumberShape(ShapeKind::kInteger, 0, 300);
inline constexpr Shape kAge = NumberShape(ShapeKind::kInteger, -1, 604'800);
inline constexpr Shape kRetries = NumberShape(ShapeKind::kInteger, -1, 10'000);
inline constexpr Shape kParallel = NumberShape(ShapeKind::kInteger, 1, 10);
inline constexpr Shape kPartialFailure = EnumShape(kPartialFailures);
inline constexpr Shape kPosition = EnumShape(kPositions);
inline constexpr Member kStreamSourceMembers[] = {
    Field<&PipeStreamSource::batch_size>("BatchSize", kBatchSize),
    Field<&PipeStreamSource::dead_letter_config>("DeadLetterConfig", kDeadLetter),
    Field<&PipeStreamSource::maximum_batching_window_in_seconds>("MaximumBatchingWindowInSeconds",
                                                                 kWindow),
    Field<&PipeStreamSource::maximum_record_age_in_seconds>("MaximumRecordAgeInSeconds", kAge),
    Field<&PipeStreamSource::maximum_retry_attempts>("MaximumRetryAttempts", kRetries),
    Field<&PipeStreamSource::on_partial_batch_item_failure>("OnPartialBatchItemFailure",
                                                            kPartialFailure),
    Field<&PipeStreamSource::parallelization_factor>("ParallelizationFactor", kParallel),
    Field<&PipeStreamSource::starting_position>("StartingPosition", kPosition),
    Field<&PipeStreamSource::starting_position_timestamp>("StartingPositionTimestamp",
                                                          shapes::kTimestamp),
};
inline constexpr Shape kStreamSource = StructureShape(kStreamSourceMembers);
inline constexpr Member kSourceMembers[] = {
    Field<&PipeSourceParameters::filter_criteria>("FilterCriteria", kCriteria),
    Field<&PipeSourceParameters::stream>("KinesisStreamParameters", kStreamSource),
};
inline constexpr Shape kSource = StructureShape(kSourceMembers);

inline constexpr Shape kTexts = ListShape<std::string>(shapes::kText);
inline constexpr Shape kTextMap = MapShape(shapes::kText, shapes::kText, 0, 1000);
inline constexpr Member kHttpMembers[] = {
    Field<&PipeHttpParameters::path_parameter_values>("PathParameterValues", kTexts),
    Field<&PipeHttpParameters::header_parameters>("HeaderParameters", kTextMap),
    Field<&PipeHttpParameters::query_string_parameters>("QueryStringParameters", kTextMap),
};
inline constexpr Shape kHttp = StructureShape(kHttpMembers);
inline constexpr Member kEnrichmentMembers[] = {
    Field<&PipeEnrichmentParameters::input_template>("InputTemplate", kTemplate),
    Field<&PipeEnrichmentParameters::http>("HttpParameters", kHttp),
};
inline constexpr Shape kEnrichment = StructureShape(kEnrichmentMembers);

inline constexpr Shape kInvocationType = EnumShape(kInvocationTypes);
inline constexpr Member kFunctionTargetMembers[] = {
    Field<&PipeFunctionTarget::invocation_type>("InvocationType", kInvocationType)};
inline constexpr Shape kFunctionTarget = StructureShape(kFunctionTargetMembers);
inline constexpr Shape kPartitionKey = StringShape(0, 256);
inline constexpr Member kStreamTargetMembers[] = {
    Field<&PipeStreamTarget::partition_key>("PartitionKey", kPartitionKey).Required()};
inline constexpr Shape kStreamTarget = StructureShape(kStreamTargetMembers);
inline constexpr Shape kLogStreamName = StringShape(1, 256);
inline constexpr Member kLogsTargetMembers[] = {
    Field<&PipeLogsTarget::log_stream_name>("LogStreamName", kLogStreamName),
    Field<&PipeLogsTarget::timestamp>("Timestamp", kLogStreamName)};
inline constexpr Shape kLogsTarget = StructureShape(kLogsTargetMembers);
inline constexpr Member kTargetMembers[] = {
    Field<&PipeTargetParameters::input_template>("InputTemplate", kTemplate),
    Field<&PipeTargetParameters::function>("LambdaFunctionParameters", kFunctionTarget),
    Field<&PipeTargetParameters::stream>("KinesisStreamParameters", kStreamTarget),
    Field<&PipeTargetParameters::http>("HttpParameters", kHttp),
    Field<&PipeTargetParameters::logs>("CloudWatchLogsParameters", kLogsTarget),
};
inline constexpr Shape kTarget = StructureShape(kTargetMembers);

inline constexpr Member kLogGroupMembers[] = {
    Field<&PipeLogGroup::log_group_arn>("LogGroupArn", kArn)};
inline constexpr Shape kLogGroup = StructureShape(kLogGroupMembers);
inline constexpr Member kFirehoseMembers[] = {
    Field<&PipeLogFirehose::delivery_stream_arn>("DeliveryStreamArn", kArn)};
inline constexpr Shape kFirehose = StructureShape(kFirehoseMembers);
inline constexpr Shape kFormat = EnumShape(kFormats);
inline constexpr Member kBucketMembers[] = {
    Field<&PipeLogBucket::bucket_name>("BucketName", shapes::kText),
    Field<&PipeLogBucket::bucket_owner>("BucketOwner", shapes::kText),
    Field<&PipeLogBucket::output_format>("OutputFormat", kFormat),
    Field<&PipeLogBucket::prefix>("Prefix", shapes::kText),
};
inline constexpr Shape kBucket = StructureShape(kBucketMembers);
inline constexpr Shape kLevel = EnumShape(kLevels);
inline constexpr Shape kDataOption = EnumShape(kExecutionData);
inline constexpr Shape kDataOptions = ListShape<std::string>(kDataOption);
inline constexpr Member kLogMembers[] = {
    Field<&PipeLogConfiguration::log_group>("CloudwatchLogsLogDestination", kLogGroup),
    Field<&PipeLogConfiguration::firehose>("FirehoseLogDestination", kFirehose),
    Field<&PipeLogConfiguration::bucket>("S3LogDestination", kBucket),
    Field<&PipeLogConfiguration::level>("Level", kLevel).Required(),
    Field<&PipeLogConfiguration::include_execution_data>("IncludeExecutionData", kDataOptions),
};
inline constexpr Shape kLog = StructureShape(kLogMembers);

// What CreatePipe and UpdatePipe both take.
inline constexpr Member kSettings[] = {
    Field<&PipeInput::name>("Name", kName).Required(),
    Field<&PipeInput::description>("Description", kDescription),
    Field<&PipeInput::desired_state>("DesiredState", kDesiredState),
    Field<&PipeInput::source_parameters>("SourceParameters", kSource),
    Field<&PipeInput::enrichment>("Enrichment", kOptionalArn),
    Field<&PipeInput::enrichment_parameters>("EnrichmentParameters", kEnrichment),
    Field<&PipeInput::target_parameters>("TargetParameters", kTarget),
    Field<&PipeInput::role_arn>("RoleArn", kRole).Required(),
    Field<&PipeInput::log_configuration>("LogConfiguration", kLog),
    Field<&PipeInput::kms_key_identifier>("KmsKeyIdentifier", kOptionalArn),
};

}  // namespace pipe_shapes
}  // namespace runnel
