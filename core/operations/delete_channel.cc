// Source: kinesis-api-45 2.5.
#include "core/operations/addressing.h"
#include "core/operations/channel_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

// Allowed in every state; a channel that is going already stays so.
Result<NoOutput> DeleteChannel(Context& context, const ChannelArnInput& input) {
  const auto channel = FindChannel(context, *input.channel_arn);
  if (!channel) return channel.error();
  if ((*channel)->status == ChannelStatus::kDeleting) return NoOutput{};
  context.Emit(
      ChannelDeletionStarted{(*channel)->uid, context.now + context.settings.delete_stream_delay});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kDeleteChannel =
    DefineOperation<ChannelArnInput, DeleteChannel>("DeleteChannel", kChannelArnInput);

}  // namespace runnel
