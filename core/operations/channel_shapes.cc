#include "core/operations/channel_shapes.h"

namespace runnel {

ChannelDescriptionOutput ChannelDescriptionOutput::Of(const Channel& channel) {
  const ChannelConfiguration& configuration = channel.configuration;
  ChannelDescriptionOutput output;
  output.channel_name = channel.name.text();
  output.channel_arn = channel.arn.ToString();
  output.channel_id = channel.arn.channel.text();
  output.channel_status = ToText(channel.status);
  if (!channel.status_reason.empty()) output.channel_status_reason = channel.status_reason;
  output.channel_creation_timestamp = channel.created_at;
  output.service_execution_role_arn = configuration.service_execution_role_arn;
  output.streams.emplace().push_back(
      {channel.stream_arn.ToString(), channel.stream_created_at, configuration.record});
  output.s3 = configuration.s3;
  output.s3_tables = configuration.s3_tables;
  output.encryption = configuration.encryption;
  output.logging = ChannelLogging{configuration.logs};
  return output;
}

}  // namespace runnel
