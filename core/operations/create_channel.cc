// Source: kinesis-api-45 2.4.
#include "core/api/errors.h"
#include "core/model/channel_key_template.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/channel_shapes.h"
#include "core/operations/operation.h"
#include "core/operations/tags.h"

namespace runnel {
namespace {

struct ChannelStreamInput {
  std::optional<std::string> stream_arn;
  std::optional<RecordConfiguration> record;
};
constexpr Member kChannelStream[] = {
    Field<&ChannelStreamInput::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&ChannelStreamInput::record>("RecordConfiguration", channel_shapes::kRecordShape)
        .Required(),
};
constexpr Shape kChannelStreamInputShape = StructureShape(kChannelStream);
constexpr Shape kChannelStreamInputList =
    ListShape<ChannelStreamInput>(kChannelStreamInputShape, 1, 10'000);

struct CreateChannelInput {
  std::optional<std::string> channel_name;
  std::optional<std::string> service_execution_role_arn;
  std::optional<std::vector<ChannelStreamInput>> streams;
  std::optional<S3DestinationConfiguration> s3;
  std::optional<S3TablesDestinationConfiguration> s3_tables;
  std::optional<ChannelEncryptionConfiguration> encryption;
  std::optional<TagMap> tags;
  std::optional<ChannelLogging> logging;
};
constexpr Member kInput[] = {
    Field<&CreateChannelInput::channel_name>("ChannelName", channel_shapes::kName).Required(),
    Field<&CreateChannelInput::service_execution_role_arn>("ServiceExecutionRoleARN",
                                                           channel_shapes::kRole)
        .Required(),
    Field<&CreateChannelInput::streams>("StreamConfigurationList", kChannelStreamInputList)
        .Required(),
    Field<&CreateChannelInput::s3>("S3DestinationConfiguration",
                                   channel_shapes::kS3DestinationShape),
    Field<&CreateChannelInput::s3_tables>("S3TablesDestinationConfiguration",
                                          channel_shapes::kS3TablesShape),
    Field<&CreateChannelInput::encryption>("EncryptionConfiguration",
                                           channel_shapes::kChannelEncryptionShape),
    Field<&CreateChannelInput::tags>("Tags", shapes::kTagMap),
    Field<&CreateChannelInput::logging>("LoggingConfiguration", kChannelLoggingShape),
};

constexpr std::int32_t kFreshnessDefault = limits::kDataFreshnessSecondsMin;

bool IsManagedKey(std::string_view key_id) { return key_id.ends_with("alias/aws/kinesis"); }

std::string_view DestinationOf(const CreateChannelInput& input) {
  return input.s3 ? "S3" : "S3_TABLES";
}

std::int32_t FreshnessOf(const CreateChannelInput& input) {
  const auto& freshness =
      input.s3 ? input.s3->data_freshness_in_seconds : input.s3_tables->data_freshness_in_seconds;
  return freshness.value_or(kFreshnessDefault);
}

// Checks 1 to 5.
Result<void> CheckConfiguration(const CreateChannelInput& input) {
  if (input.s3.has_value() == input.s3_tables.has_value()) {
    return error::ChannelArgument(
        "Exactly one of S3DestinationConfiguration and S3TablesDestinationConfiguration must be "
        "specified.");
  }
  if (input.streams->size() != 1) {
    return error::ChannelArgument("Exactly one stream is supported per channel.");
  }
  if (input.s3_tables && input.s3_tables->tables->size() != 1) {
    return error::ChannelArgument("Exactly one table is supported per channel.");
  }
  const RecordConfiguration& record = *input.streams->front().record;
  const std::string& format = *record.record_format_type;
  const bool supported = input.s3 ? format != "GSR_JSON" : format == "GSR_JSON" || format == "JSON";
  if (!supported) {
    return error::ChannelArgument("Record format " + format + " is not supported for the " +
                                  std::string(DestinationOf(input)) + " destination.");
  }
  if (input.s3_tables && !record.gsr_schema_arn) {
    return error::ChannelArgument("GSRSchemaARN is required for streaming table destinations.");
  }
  const std::int32_t freshness = FreshnessOf(input);
  if (freshness < limits::kDataFreshnessSecondsMin ||
      freshness > limits::kDataFreshnessSecondsMax) {
    return error::ChannelArgument("DataFreshnessInSeconds must be between 300 and 900.");
  }
  return {};
}

// Checks 6 and 7.
Result<void> CheckObjects(const CreateChannelInput& input, const ChannelKeyNames& names) {
  if (input.s3 && input.s3->storage->output_key_template) {
    const S3StorageConfiguration& storage = *input.s3->storage;
    const std::string fault =
        FindKeyTemplateFault(*storage.output_key_template, names, *storage.compression_type);
    if (!fault.empty()) return error::ChannelArgument(fault);
  }
  if (input.encryption && IsManagedKey(*input.encryption->key_id)) {
    return error::ChannelArgument("The aws/kinesis key cannot be used to encrypt channel data.");
  }
  return {};
}

// What an UPDATING stream is about to become counts as well as what it is.
StreamSettingsChange PendingSettings(const Stream& stream) {
  const auto* const change =
      stream.pending ? std::get_if<StreamSettingsChange>(&*stream.pending) : nullptr;
  return change == nullptr ? StreamSettingsChange() : *change;
}

// Checks 8 to 11.
Result<const Stream*> FindSource(const Context& context, const StreamArn& arn) {
  if (arn.scope != context.caller) {
    return error::ChannelArgument("The stream must be in the account and Region of the channel.");
  }
  const auto found = FindStream(context, arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  if (const auto ready = RequireActiveOrUpdating(stream); !ready) return ready.error();
  const StreamSettingsChange pending = PendingSettings(stream);
  if (stream.mode == StreamMode::kProvisioned || pending.mode == StreamMode::kProvisioned) {
    return error::ChannelArgument("Channels are only supported for on-demand streams.");
  }
  if (IsManagedKey(stream.encryption.key_id) ||
      (pending.encryption && IsManagedKey(pending.encryption->key_id))) {
    return error::ChannelArgument(
        "Channels are not supported for streams that are encrypted with the aws/kinesis key.");
  }
  return &stream;
}

// Checks 12 and 13.
Result<void> CheckOtherChannels(const Context& context, const CreateChannelInput& input,
                                const Stream& stream) {
  const auto& channels = context.state.AccountIn(context.caller).channels;
  const AccountId& account = context.caller.account;
  if (channels.contains(*input.channel_name)) {
    return error::ChannelExists(ChannelName(*input.channel_name), account);
  }
  for (const auto& [name, channel] : channels) {
    const bool same_type = channel->configuration.s3.has_value() == input.s3.has_value();
    if (channel->stream == stream.uid && same_type) {
      return error::ChannelOfTypeExists(DestinationOf(input), stream.name(), account);
    }
  }
  if (static_cast<std::int64_t>(channels.size()) >= context.settings.channel_limit) {
    return error::ChannelLimit(account, context.settings.channel_limit);
  }
  return {};
}

// The configuration with every default that the description shows.
ChannelConfiguration Complete(const CreateChannelInput& input, const ChannelKeyNames& names) {
  ChannelConfiguration configuration;
  configuration.service_execution_role_arn = *input.service_execution_role_arn;
  configuration.record = *input.streams->front().record;
  configuration.s3 = input.s3;
  configuration.s3_tables = input.s3_tables;
  configuration.encryption = input.encryption;
  const std::string place = names.channel_name + "/" + names.channel_id;
  const std::string error_prefix = "kinesis-channel/errors/" + place + "/";
  if (auto& s3 = configuration.s3) {
    S3StorageConfiguration& storage = *s3->storage;
    s3->data_freshness_in_seconds = FreshnessOf(input);
    if (!storage.output_key_template) storage.output_key_template = kDefaultChannelKeyTemplate;
    if (!storage.storage_class) storage.storage_class = "STANDARD";
    if (!s3->dead_letter_queue) {
      s3->dead_letter_queue = {storage.bucket_arn, storage.expected_bucket_owner, std::nullopt};
    }
    auto& prefix = s3->dead_letter_queue->error_output_prefix;
    if (!prefix) prefix = error_prefix;
  }
  if (auto& tables = configuration.s3_tables) {
    tables->data_freshness_in_seconds = FreshnessOf(input);
    auto& prefix = tables->dead_letter_queue->error_output_prefix;
    if (!prefix) prefix = error_prefix;
  }
  CloudWatchLogs& logs = configuration.logs;
  if (input.logging) logs = *input.logging->cloud_watch_logs;
  if (!logs.enabled) logs.enabled = false;
  if (!logs.log_group_name) logs.log_group_name = "/aws/kinesis/" + place;
  if (!logs.log_stream_name) logs.log_stream_name = "DestinationDelivery";
  return configuration;
}

// A host label: letters and digits only.
ChannelId MakeChannelId(Prng& random) {
  static constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string id;
  for (int i = 0; i < 26; ++i) id += kAlphabet[random.Next() % 36];
  return ChannelId(id);
}

Result<OneChannelOutput> CreateChannel(Context& context, const CreateChannelInput& input) {
  if (const auto checked = CheckConfiguration(input); !checked) return checked.error();
  const auto arn = ResolveStream(context, std::nullopt, input.streams->front().stream_arn);
  if (!arn) return arn.error();
  const ChannelId id = MakeChannelId(context.random);
  const ChannelKeyNames names{*input.channel_name, id.text(), arn->stream.text()};
  if (const auto checked = CheckObjects(input, names); !checked) return checked.error();
  const TagMap tags = input.tags.value_or(TagMap());
  if (const auto checked = CheckResourceTags(context, tags); !checked) return checked.error();
  const auto found = FindSource(context, *arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  if (const auto checked = CheckOtherChannels(context, input, stream); !checked) {
    return checked.error();
  }
  if (tags.size() > limits::kTagsMax)
    return error::TooManyTags(*input.channel_name, limits::kTagsMax);
  Channel channel;
  channel.uid = context.state.next_channel_uid();
  channel.arn = {context.caller, id};
  channel.name = ChannelName(*input.channel_name);
  channel.stream_arn = stream.arn;
  channel.stream_created_at = stream.created_at;
  channel.created_at = context.now;
  channel.configuration = Complete(input, names);
  context.Emit(ChannelCreated{channel.uid, channel.arn, channel.name, stream.uid, stream.arn,
                              stream.created_at, context.now, channel.configuration, tags,
                              context.now + context.settings.create_stream_delay});
  return OneChannelOutput{ChannelDescriptionOutput::Of(channel)};
}

}  // namespace

extern constexpr Operation kCreateChannel =
    DefineOperation<CreateChannelInput, OneChannelOutput, CreateChannel>("CreateChannel", kInput,
                                                                         kOneChannelOutput);

}  // namespace runnel
