// Source: kinesis-api-45 2.5.
#include "core/operations/addressing.h"
#include "core/operations/channel_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

Result<OneChannelOutput> DescribeChannel(Context& context, const ChannelArnInput& input) {
  const auto channel = FindChannel(context, *input.channel_arn);
  if (!channel) return channel.error();
  return OneChannelOutput{ChannelDescriptionOutput::Of(**channel)};
}

}  // namespace

extern constexpr Operation kDescribeChannel =
    DefineOperation<ChannelArnInput, OneChannelOutput, DescribeChannel>(
        "DescribeChannel", kChannelArnInput, kOneChannelOutput);

}  // namespace runnel
