// The structures of channels, described once for requests and answers.
// Source: kinesis-api-45 2.1, 2.2.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shapes.h"
#include "core/model/channel.h"
#include "core/state/channel.h"

namespace runnel {

namespace channel_shapes {

inline constexpr Pattern kRolePattern(
    R"(arn:aws[-a-z0-9]*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-_/]+)");
inline constexpr Pattern kSchemaPattern(
    R"(arn:aws[-a-z0-9]*:glue:[-a-z0-9]+:\d{12}:schema/[-a-zA-Z0-9_$#.]+/[-a-zA-Z0-9_$#.]+)");
inline constexpr Pattern kBucketPattern(R"(arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63})");
inline constexpr Pattern kOwnerPattern(R"(\d{12})");
inline constexpr Pattern kTemplatePattern(R"([0-9A-Za-z!\-_'.*()\/=:{}]+)");
inline constexpr Pattern kErrorPrefixPattern(R"([0-9A-Za-z!\-_'.*()\/]+)");
inline constexpr Pattern kTableBucketPattern(
    R"(arn:aws[-a-z0-9]*:s3tables:[-a-z0-9]+:[0-9]{12}:bucket/[a-z0-9_-]{3,63})");
inline constexpr Pattern kTablePattern("[0-9a-z_]+");
inline constexpr Pattern kSourcePattern("[a-zA-Z0-9._]+");
inline constexpr Pattern kLogGroupPattern(R"([\.\-_/#A-Za-z0-9]+)");
inline constexpr Pattern kLogStreamPattern("[^:*]+");

inline constexpr std::array<std::string_view, 4> kFormats = {"GSR_JSON", "JSON", "STRING",
                                                             "BYTE_ARRAY"};
inline constexpr std::array<std::string_view, 3> kS3Compressions = {"NONE", "GZIP", "ZSTD"};
inline constexpr std::array<std::string_view, 3> kTableCompressions = {"NONE", "ZSTD", "SNAPPY"};
inline constexpr std::array<std::string_view, 3> kStorageClasses = {
    "STANDARD", "INTELLIGENT_TIERING", "GLACIER_IR"};
inline constexpr std::array<std::string_view, 1> kTransforms = {"TIME_HOUR"};
inline constexpr std::array<std::string_view, 1> kEncryptions = {"KMS"};

inline constexpr Shape kName = StringShape(1, 128, &shapes::kNamePattern);
inline constexpr Shape kArn = StringShape(1, 2048, &shapes::kChannelArnPattern);
inline constexpr Shape kRole = StringShape(1, 512, &kRolePattern);
inline constexpr Shape kSchema = StringShape(1, 512, &kSchemaPattern);
inline constexpr Shape kBucket = StringShape(1, 2048, &kBucketPattern);
inline constexpr Shape kOwner = StringShape(12, 12, &kOwnerPattern);
inline constexpr Shape kTemplate = StringShape(1, 1024, &kTemplatePattern);
inline constexpr Shape kErrorPrefix = StringShape(1, 512, &kErrorPrefixPattern);
inline constexpr Shape kTableBucket = StringShape(1, 2048, &kTableBucketPattern);
inline constexpr Shape kTable = StringShape(1, 255, &kTablePattern);
inline constexpr Shape kSource = StringShape(1, 255, &kSourcePattern);
inline constexpr Shape kLogGroup = StringShape(1, 512, &kLogGroupPattern);
inline constexpr Shape kLogStream = StringShape(1, 512, &kLogStreamPattern);
inline constexpr Shape kFormat = EnumShape(kFormats);
inline constexpr Shape kS3Compression = EnumShape(kS3Compressions);
inline constexpr Shape kTableCompression = EnumShape(kTableCompressions);
inline constexpr Shape kStorageClass = EnumShape(kStorageClasses);
inline constexpr Shape kTransform = EnumShape(kTransforms);
inline constexpr Shape kEncryption = EnumShape(kEncryptions);

inline constexpr Member kDeadLetterQueue[] = {
    Field<&DeadLetterQueueS3Configuration::bucket_arn>("BucketARN", kBucket).Required(),
    Field<&DeadLetterQueueS3Configuration::expected_bucket_owner>("ExpectedBucketOwner", kOwner)
        .Required(),
    Field<&DeadLetterQueueS3Configuration::error_output_prefix>("ErrorOutputPrefix", kErrorPrefix),
};
inline constexpr Shape kDeadLetterQueueShape = StructureShape(kDeadLetterQueue);

inline constexpr Member kS3Storage[] = {
    Field<&S3StorageConfiguration::bucket_arn>("BucketARN", kBucket).Required(),
    Field<&S3StorageConfiguration::expected_bucket_owner>("ExpectedBucketOwner", kOwner).Required(),
    Field<&S3StorageConfiguration::output_key_template>("OutputKeyTemplate", kTemplate),
    Field<&S3StorageConfiguration::storage_class>("StorageClass", kStorageClass),
    Field<&S3StorageConfiguration::compression_type>("CompressionType", kS3Compression).Required(),
};
inline constexpr Shape kS3StorageShape = StructureShape(kS3Storage);

inline constexpr Member kS3Destination[] = {
    Field<&S3DestinationConfiguration::data_freshness_in_seconds>("DataFreshnessInSeconds",
                                                                  shapes::kInteger),
    Field<&S3DestinationConfiguration::dead_letter_queue>("DeadLetterQueueS3Configuration",
                                                          kDeadLetterQueueShape),
    Field<&S3DestinationConfiguration::storage>("StorageConfiguration", kS3StorageShape).Required(),
};
inline constexpr Shape kS3DestinationShape = StructureShape(kS3Destination);

inline constexpr Member kPartitionField[] = {
    Field<&PartitionField::transform>("Transform", kTransform).Required(),
    Field<&PartitionField::source_name>("SourceName", kSource).Required(),
};
inline constexpr Shape kPartitionFieldShape = StructureShape(kPartitionField);
inline constexpr Shape kPartitionFieldList = ListShape<PartitionField>(kPartitionFieldShape, 1, 10);
inline constexpr Member kPartitionSpec[] = {
    Field<&PartitionSpec::partition_fields>("PartitionFields", kPartitionFieldList).Required(),
};
inline constexpr Shape kPartitionSpecShape = StructureShape(kPartitionSpec);

inline constexpr Member kS3Table[] = {
    Field<&S3TablesConfiguration::table_bucket_arn>("TableBucketARN", kTableBucket).Required(),
    Field<&S3TablesConfiguration::table_namespace>("Namespace", kTable).Required(),
    Field<&S3TablesConfiguration::table_name>("TableName", kTable).Required(),
    Field<&S3TablesConfiguration::compression_type>("CompressionType", kTableCompression)
        .Required(),
    Field<&S3TablesConfiguration::partition_spec>("PartitionSpec", kPartitionSpecShape),
};
inline constexpr Shape kS3TableShape = StructureShape(kS3Table);
inline constexpr Shape kS3TableList = ListShape<S3TablesConfiguration>(kS3TableShape, 1, 10'000);
inline constexpr Member kS3Tables[] = {
    Field<&S3TablesDestinationConfiguration::data_freshness_in_seconds>("DataFreshnessInSeconds",
                                                                        shapes::kInteger),
    Field<&S3TablesDestinationConfiguration::dead_letter_queue>("DeadLetterQueueS3Configuration",
                                                                kDeadLetterQueueShape)
        .Required(),
    Field<&S3TablesDestinationConfiguration::tables>("S3TablesConfigurationList", kS3TableList)
        .Required(),
};
inline constexpr Shape kS3TablesShape = StructureShape(kS3Tables);

inline constexpr Member kRecord[] = {
    Field<&RecordConfiguration::record_format_type>("RecordFormatType", kFormat).Required(),
    Field<&RecordConfiguration::gsr_schema_arn>("GSRSchemaARN", kSchema),
};
inline constexpr Shape kRecordShape = StructureShape(kRecord);

inline constexpr Member kChannelEncryption[] = {
    Field<&ChannelEncryptionConfiguration::encryption_type>("EncryptionType", kEncryption)
        .Required(),
    Field<&ChannelEncryptionConfiguration::key_id>("KeyId", shapes::kKeyId).Required(),
};
inline constexpr Shape kChannelEncryptionShape = StructureShape(kChannelEncryption);

inline constexpr Member kCloudWatchLogs[] = {
    Field<&CloudWatchLogs::enabled>("Enabled", shapes::kBoolean).Required(),
    Field<&CloudWatchLogs::log_group_name>("LogGroupName", kLogGroup),
    Field<&CloudWatchLogs::log_stream_name>("LogStreamName", kLogStream),
};
inline constexpr Shape kCloudWatchLogsShape = StructureShape(kCloudWatchLogs);

}  // namespace channel_shapes

struct ChannelLogging {
  std::optional<CloudWatchLogs> cloud_watch_logs;
};
inline constexpr Member kChannelLoggingMembers[] = {
    Field<&ChannelLogging::cloud_watch_logs>("CloudWatchLogs", channel_shapes::kCloudWatchLogsShape)
        .Required(),
};
inline constexpr Shape kChannelLoggingShape = StructureShape(kChannelLoggingMembers);

struct ChannelStreamOutput {
  std::optional<std::string> stream_arn;
  std::optional<Timestamp> stream_creation_timestamp;
  std::optional<RecordConfiguration> record;
};
inline constexpr Member kChannelStreamMembers[] = {
    Field<&ChannelStreamOutput::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&ChannelStreamOutput::stream_creation_timestamp>("StreamCreationTimestamp",
                                                           shapes::kTimestamp)
        .Required(),
    Field<&ChannelStreamOutput::record>("RecordConfiguration", channel_shapes::kRecordShape),
};
inline constexpr Shape kChannelStreamShape = StructureShape(kChannelStreamMembers);
inline constexpr Shape kChannelStreamList = ListShape<ChannelStreamOutput>(kChannelStreamShape);

struct ChannelDescriptionOutput {
  std::optional<std::string> channel_name;
  std::optional<std::string> channel_arn;
  std::optional<std::string> channel_id;
  std::string_view channel_status;
  std::optional<std::string> channel_status_reason;
  std::optional<Timestamp> channel_creation_timestamp;
  std::optional<std::string> service_execution_role_arn;
  std::optional<std::vector<ChannelStreamOutput>> streams;
  std::optional<S3DestinationConfiguration> s3;
  std::optional<S3TablesDestinationConfiguration> s3_tables;
  std::optional<ChannelEncryptionConfiguration> encryption;
  std::optional<ChannelLogging> logging;

  static ChannelDescriptionOutput Of(const Channel& channel);
};
inline constexpr Member kChannelDescriptionMembers[] = {
    Field<&ChannelDescriptionOutput::channel_name>("ChannelName", channel_shapes::kName),
    Field<&ChannelDescriptionOutput::channel_arn>("ChannelARN", channel_shapes::kArn),
    Field<&ChannelDescriptionOutput::channel_id>("ChannelId", shapes::kText),
    Field<&ChannelDescriptionOutput::channel_status>("ChannelStatus", shapes::kText),
    Field<&ChannelDescriptionOutput::channel_status_reason>("ChannelStatusReason", shapes::kText),
    Field<&ChannelDescriptionOutput::channel_creation_timestamp>("ChannelCreationTimestamp",
                                                                 shapes::kTimestamp),
    Field<&ChannelDescriptionOutput::service_execution_role_arn>("ServiceExecutionRoleARN",
                                                                 channel_shapes::kRole),
    Field<&ChannelDescriptionOutput::streams>("StreamConfigurationList", kChannelStreamList),
    Field<&ChannelDescriptionOutput::s3>("S3DestinationConfiguration",
                                         channel_shapes::kS3DestinationShape),
    Field<&ChannelDescriptionOutput::s3_tables>("S3TablesDestinationConfiguration",
                                                channel_shapes::kS3TablesShape),
    Field<&ChannelDescriptionOutput::encryption>("EncryptionConfiguration",
                                                 channel_shapes::kChannelEncryptionShape),
    Field<&ChannelDescriptionOutput::logging>("LoggingConfiguration", kChannelLoggingShape),
};
inline constexpr Shape kChannelDescriptionShape = StructureShape(kChannelDescriptionMembers);

// The answer of the operations that show one channel whole.
struct OneChannelOutput {
  std::optional<ChannelDescriptionOutput> channel_description;
};
inline constexpr Member kOneChannelOutput[] = {
    Field<&OneChannelOutput::channel_description>("ChannelDescription", kChannelDescriptionShape)
        .Required(),
};

// The input of the operations that need nothing but the channel.
struct ChannelArnInput {
  std::optional<std::string> channel_arn;
};
inline constexpr Member kChannelArnInput[] = {
    Field<&ChannelArnInput::channel_arn>("ChannelARN", channel_shapes::kArn).Required(),
};

}  // namespace runnel
