// Channels: the delivery of an on-demand stream into a bucket or a table, as values.
// Source: kinesis-api-45 2.2. Members are optional where a request may leave them out; a stored
// configuration has every default filled in (2.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

enum class ChannelStatus : std::uint8_t { kCreating, kActive, kUpdating, kDeleting, kFailed };
std::string_view ToText(ChannelStatus status);

struct DeadLetterQueueS3Configuration {
  std::optional<std::string> bucket_arn;
  std::optional<std::string> expected_bucket_owner;
  std::optional<std::string> error_output_prefix;
};

struct S3StorageConfiguration {
  std::optional<std::string> bucket_arn;
  std::optional<std::string> expected_bucket_owner;
  std::optional<std::string> output_key_template;
  std::optional<std::string> storage_class;
  std::optional<std::string> compression_type;
};

struct S3DestinationConfiguration {
  std::optional<std::int32_t> data_freshness_in_seconds;
  std::optional<DeadLetterQueueS3Configuration> dead_letter_queue;
  std::optional<S3StorageConfiguration> storage;
};

struct PartitionField {
  std::optional<std::string> transform;
  std::optional<std::string> source_name;
};

struct PartitionSpec {
  std::optional<std::vector<PartitionField>> partition_fields;
};

struct S3TablesConfiguration {
  std::optional<std::string> table_bucket_arn;
  std::optional<std::string> table_namespace;
  std::optional<std::string> table_name;
  std::optional<std::string> compression_type;
  std::optional<PartitionSpec> partition_spec;
};

struct S3TablesDestinationConfiguration {
  std::optional<std::int32_t> data_freshness_in_seconds;
  std::optional<DeadLetterQueueS3Configuration> dead_letter_queue;
  std::optional<std::vector<S3TablesConfiguration>> tables;
};

struct RecordConfiguration {
  std::optional<std::string> record_format_type;
  std::optional<std::string> gsr_schema_arn;
};

struct ChannelEncryptionConfiguration {
  std::optional<std::string> encryption_type;
  std::optional<std::string> key_id;
};

struct CloudWatchLogs {
  std::optional<bool> enabled;
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_stream_name;
};

// Everything about a channel that is not its name, its state or its stream.
struct ChannelConfiguration {
  std::string service_execution_role_arn;
  RecordConfiguration record;
  std::optional<S3DestinationConfiguration> s3;  // exactly one of the two destinations is there
  std::optional<S3TablesDestinationConfiguration> s3_tables;
  std::optional<ChannelEncryptionConfiguration> encryption;
  CloudWatchLogs logs;
};

// What has been delivered.
struct ChannelTally {
  std::uint64_t objects = 0;  // those with dead letters too
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // of objects, before they are compressed
  std::uint64_t dead_letters = 0;
};

}  // namespace runnel
