#include "core/operations/addressing.h"

#include "core/api/errors.h"
#include "core/base/whole_number.h"

namespace runnel {

Result<StreamArn> ResolveStream(const Context& context,
                                const std::optional<std::string>& stream_name,
                                const std::optional<std::string>& stream_arn) {
  if (!stream_arn) {
    if (!stream_name) return error::StreamNameOrArnMissing();
    return StreamArn{context.caller, StreamName(*stream_name)};
  }
  auto arn = StreamArn::Parse(*stream_arn);
  if (!arn) return error::InvalidArn(*stream_arn);
  if (stream_name && *stream_name != arn->stream.text()) {
    return error::StreamNameAndArnDiffer(*stream_arn, StreamName(*stream_name));
  }
  return *std::move(arn);
}

Result<const Stream*> FindStream(const Context& context, const StreamArn& arn) {
  const Stream* const stream = context.state.FindStream(arn.scope, arn.stream.text());
  if (stream == nullptr) return error::StreamNotFound(arn.stream, arn.scope.account);
  return stream;
}

Result<const Stream*> FindStream(const Context& context,
                                 const std::optional<std::string>& stream_name,
                                 const std::optional<std::string>& stream_arn) {
  const auto arn = ResolveStream(context, stream_name, stream_arn);
  if (!arn) return arn.error();
  return FindStream(context, *arn);
}

Result<void> RequireActive(const Stream& stream) {
  if (stream.status == StreamStatus::kActive) return {};
  return error::StreamNotActive(stream.name(), stream.account(), stream.status);
}

Result<void> RequireActiveOrUpdating(const Stream& stream) {
  return stream.status == StreamStatus::kUpdating ? Result<void>() : RequireActive(stream);
}

Result<void> RequireReshardable(const Stream& stream) {
  if (const auto active = RequireActive(stream); !active) return active.error();
  if (stream.mode == StreamMode::kProvisioned) return {};
  return error::StreamIsOnDemand(stream.name(), stream.account());
}

Result<const Stream*> FindActiveStream(const Context& context,
                                       const std::optional<std::string>& stream_name,
                                       const std::optional<std::string>& stream_arn) {
  const auto stream = FindStream(context, stream_name, stream_arn);
  if (!stream) return stream.error();
  if (const auto active = RequireActive(**stream); !active) return active.error();
  return *stream;
}

const Stream* FindReadableStream(const Context& context, const StreamArn& arn) {
  const Stream* const stream = context.state.FindStream(arn.scope, arn.stream.text());
  // A stream deleted while it was still being created has no shards either.
  return stream == nullptr || stream->shards.empty() ? nullptr : stream;
}

std::optional<ShardId> ParseShardId(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) text.remove_prefix(dash + 1);
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  const auto index = ReadWholeNumber<decltype(ShardId::index)>(text);
  return index ? std::optional(ShardId{*index}) : std::nullopt;
}

Result<const Consumer*> FindConsumer(const Context& context,
                                     const std::optional<std::string>& stream_arn,
                                     const std::optional<std::string>& consumer_name,
                                     const std::optional<std::string>& consumer_arn) {
  if (!consumer_arn) {
    if (!stream_arn || !consumer_name) return error::ConsumerAddressMissing();
    const auto stream = FindStream(context, std::nullopt, stream_arn);
    if (!stream) return stream.error();
    const auto entry = (*stream)->consumers.find(*consumer_name);
    if (entry == (*stream)->consumers.end()) {
      return error::ConsumerNotFound(*consumer_name, (*stream)->account());
    }
    return entry->second;
  }
  const auto arn = ConsumerArn::Parse(*consumer_arn);
  if (!arn) return error::InvalidArn(*consumer_arn);
  const bool same_stream = !stream_arn || *stream_arn == arn->stream.ToString();
  const bool same_name = !consumer_name || *consumer_name == arn->consumer.text();
  if (!same_stream || !same_name) return error::ConsumerAddressesDiffer();
  const Consumer* const consumer = context.state.FindConsumer(*arn);
  if (consumer == nullptr) return error::ConsumerNotFound(*consumer_arn, arn->stream.scope.account);
  return consumer;
}

Result<const Channel*> FindChannel(const Context& context, const std::string& channel_arn) {
  const auto arn = ChannelArn::Parse(channel_arn);
  if (!arn) return error::InvalidArn(channel_arn);
  const Channel* const channel = context.state.FindChannel(*arn);
  if (channel == nullptr) return error::ChannelNotFound(channel_arn, arn->scope.account);
  return channel;
}

}  // namespace runnel
