// Source: kinesis-api-45 2.5.
#include "core/api/errors.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/channel_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct DestinationUpdate {
  std::optional<std::int32_t> data_freshness_in_seconds;
};
constexpr Member kDestinationUpdate[] = {
    Field<&DestinationUpdate::data_freshness_in_seconds>("DataFreshnessInSeconds", shapes::kInteger)
        .Required(),
};
constexpr Shape kDestinationUpdateShape = StructureShape(kDestinationUpdate);

struct UpdateChannelInput {
  std::optional<std::string> channel_arn;
  std::optional<DestinationUpdate> s3;
  std::optional<DestinationUpdate> s3_tables;
  std::optional<ChannelLogging> logging;
};
constexpr Member kInput[] = {
    Field<&UpdateChannelInput::channel_arn>("ChannelARN", channel_shapes::kArn).Required(),
    Field<&UpdateChannelInput::s3>("S3DestinationConfiguration", kDestinationUpdateShape),
    Field<&UpdateChannelInput::s3_tables>("S3TablesDestinationConfiguration",
                                          kDestinationUpdateShape),
    Field<&UpdateChannelInput::logging>("LoggingConfiguration", kChannelLoggingShape),
};

Result<void> CheckUpdate(const UpdateChannelInput& input, const Channel& channel) {
  if (!input.s3 && !input.s3_tables && !input.logging) {
    return error::ChannelArgument(
        "One of S3DestinationConfiguration, S3TablesDestinationConfiguration and "
        "LoggingConfiguration must be specified.");
  }
  if ((input.s3 && !channel.configuration.s3) ||
      (input.s3_tables && !channel.configuration.s3_tables)) {
    return error::ChannelArgument("The destination of a channel cannot be changed.");
  }
  for (const auto& destination : {input.s3, input.s3_tables}) {
    if (!destination) continue;
    const std::int32_t freshness = *destination->data_freshness_in_seconds;
    if (freshness < limits::kDataFreshnessSecondsMin ||
        freshness > limits::kDataFreshnessSecondsMax) {
      return error::ChannelArgument("DataFreshnessInSeconds must be between 300 and 900.");
    }
  }
  return {};
}

Result<OneChannelOutput> UpdateChannel(Context& context, const UpdateChannelInput& input) {
  const auto found = FindChannel(context, *input.channel_arn);
  if (!found) return found.error();
  Channel channel = **found;
  if (const auto checked = CheckUpdate(input, channel); !checked) return checked.error();
  if (channel.status != ChannelStatus::kActive) {
    return error::ChannelNotActive(channel.name, channel.arn.scope.account, ToText(channel.status));
  }
  ChannelUpdateStarted update;
  update.uid = channel.uid;
  update.due = context.now + context.settings.update_stream_delay;
  // The copy shows in the answer what the mutation makes of the channel.
  if (input.s3) {
    update.data_freshness_in_seconds = input.s3->data_freshness_in_seconds;
    channel.configuration.s3->data_freshness_in_seconds = update.data_freshness_in_seconds;
  }
  if (input.s3_tables) {
    update.data_freshness_in_seconds = input.s3_tables->data_freshness_in_seconds;
    channel.configuration.s3_tables->data_freshness_in_seconds = update.data_freshness_in_seconds;
  }
  if (input.logging) {
    CloudWatchLogs logs = *input.logging->cloud_watch_logs;
    const CloudWatchLogs& present = channel.configuration.logs;
    if (!logs.log_group_name) logs.log_group_name = present.log_group_name;
    if (!logs.log_stream_name) logs.log_stream_name = present.log_stream_name;
    channel.configuration.logs = logs;
    update.logs = logs;
  }
  channel.status = ChannelStatus::kUpdating;
  context.Emit(update);
  return OneChannelOutput{ChannelDescriptionOutput::Of(channel)};
}

}  // namespace

extern constexpr Operation kUpdateChannel =
    DefineOperation<UpdateChannelInput, OneChannelOutput, UpdateChannel>("UpdateChannel", kInput,
                                                                         kOneChannelOutput);

}  // namespace runnel
