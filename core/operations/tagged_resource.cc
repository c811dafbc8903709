#include "core/operations/tagged_resource.h"

#include "core/api/errors.h"
#include "core/operations/addressing.h"

namespace runnel {

Result<Resource> FindResource(const Context& context, const std::string& arn) {
  const auto parsed = ParseResourceArn(arn);
  if (!parsed) return error::InvalidArn(arn);
  if (const auto* stream_arn = std::get_if<StreamArn>(&*parsed)) {
    const auto stream = FindStream(context, *stream_arn);
    if (!stream) return stream.error();
    return Resource(*stream);
  }
  if (const auto* consumer_arn = std::get_if<ConsumerArn>(&*parsed)) {
    const auto stream = FindStream(context, consumer_arn->stream);
    if (!stream) return stream.error();
    const Consumer* const consumer = context.state.FindConsumer(*consumer_arn);
    if (consumer == nullptr) {
      return error::ConsumerNotFound(arn, consumer_arn->stream.scope.account);
    }
    return Resource(consumer);
  }
  const auto& channel_arn = std::get<ChannelArn>(*parsed);
  const Channel* const channel = context.state.FindChannel(channel_arn);
  if (channel == nullptr) return error::ChannelNotFound(arn, channel_arn.scope.account);
  return Resource(channel);
}

const TagMap& TagsOf(const Resource& resource) {
  return std::visit([](const auto* found) -> const TagMap& { return found->tags; }, resource);
}

std::variant<StreamUid, ConsumerUid, ChannelUid> UidOf(const Resource& resource) {
  return std::visit(
      [](const auto* found) -> std::variant<StreamUid, ConsumerUid, ChannelUid> {
        return found->uid;
      },
      resource);
}

Result<void> RequireTaggable(const Resource& resource) {
  if (const auto* const stream = std::get_if<const Stream*>(&resource)) {
    return RequireActiveOrUpdating(**stream);
  }
  if (const auto* const consumer = std::get_if<const Consumer*>(&resource)) {
    if ((*consumer)->status == ConsumerStatus::kActive) return {};
    // Not observed: the words are those of the other operations that take a ResourceARN.
    return error::ConsumerNotActiveAsResource((*consumer)->arn);
  }
  const Channel& channel = *std::get<const Channel*>(resource);
  const bool ready =
      channel.status == ChannelStatus::kActive || channel.status == ChannelStatus::kUpdating;
  if (ready) return {};
  return error::ChannelNotActive(channel.name, channel.arn.scope.account, ToText(channel.status));
}

}  // namespace runnel
