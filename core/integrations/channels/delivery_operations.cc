// The emulator's own operations on what channels deliver: FlushChannel does not wait for data to be
// old enough; by TakeDelivery and CompleteDelivery a client is who writes the objects.
#include <algorithm>
#include <charconv>

#include "core/api/errors.h"
#include "core/integrations/channels/channel_flush.h"
#include "core/operations/addressing.h"
#include "core/operations/channel_shapes.h"
#include "core/operations/delivery_queue.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct FlushChannelInput {
  std::optional<std::string> channel_name;
  std::optional<std::string> channel_arn;
  std::optional<bool> wait;
};
constexpr Member kFlushInput[] = {
    Field<&FlushChannelInput::channel_name>("ChannelName", channel_shapes::kName),
    Field<&FlushChannelInput::channel_arn>("ChannelARN", channel_shapes::kArn),
    Field<&FlushChannelInput::wait>("Wait", shapes::kBoolean),
};

struct FlushChannelOutput {
  std::int64_t records = 0;  // that are written
  std::int64_t left = 0;     // that are not: call again
};
constexpr Member kFlushOutput[] = {
    Field<&FlushChannelOutput::records>("Records", shapes::kLong).Required(),
    Field<&FlushChannelOutput::left>("RecordsLeft", shapes::kLong).Required(),
};

Result<const Channel*> FindNamed(const Context& context, const FlushChannelInput& input) {
  if (input.channel_arn) return FindChannel(context, *input.channel_arn);
  if (!input.channel_name) {
    return error::ChannelArgument("ChannelName or ChannelARN must be specified.");
  }
  const auto& channels = context.state.AccountIn(context.caller).channels;
  const auto named = channels.find(*input.channel_name);
  if (named == channels.end()) {
    return error::ChannelNotFound(*input.channel_name, context.caller.account);
  }
  return named->second;
}

// The answer comes when the objects are there, unless `Wait` is false. A flush that is under way is
// joined.
Result<FlushChannelOutput> FlushChannel(Context& context, const FlushChannelInput& input) {
  const auto found = FindNamed(context, input);
  if (!found) return found.error();
  const Channel& channel = **found;
  if (!channel.configuration.s3) {
    return error::ChannelArgument("Nothing is written into tables, so there is nothing to flush.");
  }
  if (!channel.delivers()) {
    return error::ChannelNotActive(channel.name, channel.arn.scope.account, ToText(channel.status));
  }
  FlushChannelOutput output;
  std::vector<Mutation> changes = BeginFlush(context.state, context.settings, channel, context.now);
  const ChannelFlush* flush = channel.flush ? &*channel.flush : nullptr;
  if (flush == nullptr && !changes.empty()) {
    flush = &std::get<ChannelFlushBegan>(changes.front()).flush;
  }
  context.state.FindStream(channel.stream)->ForEachKeptShard([&](const Shard& shard) {
    const std::size_t all = shard.log.CountFrom(channel.NextOf(shard.id));
    const auto end =
        flush == nullptr ? decltype(flush->ends.begin()){} : flush->ends.find(shard.id);
    const bool flushed = flush != nullptr && end != flush->ends.end();
    const std::size_t left = flushed ? shard.log.CountFrom(end->second) : all;
    output.records += static_cast<std::int64_t>(all - left);
    output.left += static_cast<std::int64_t>(left);
  });
  // Who is writing a flush already is not told of it again.
  const bool is_tried =
      channel.flush && !context.state.timers().IsArmed({TimerKind::kDelivery, channel.uid.value});
  if (!is_tried) context.mutations = std::move(changes);
  if (flush != nullptr && input.wait.value_or(true)) context.awaited_flush = channel.uid;
  return output;
}

struct TakeDeliveryInput {};

struct ObjectOutput {
  std::string bucket;
  std::string key;
  std::string compression;
  std::optional<std::string> body;
};
constexpr Member kObject[] = {
    Field<&ObjectOutput::bucket>("Bucket", shapes::kText).Required(),
    Field<&ObjectOutput::key>("Key", shapes::kText).Required(),
    Field<&ObjectOutput::compression>("CompressionType", shapes::kText).Required(),
    Field<&ObjectOutput::body>("Body", shapes::kData).Required(),
};
constexpr Shape kObjectShape = StructureShape(kObject);
constexpr Shape kObjectList = ListShape<ObjectOutput>(kObjectShape);

struct TakeDeliveryOutput {
  std::optional<std::string> delivery_id;
  std::optional<std::string> channel_arn;
  std::optional<std::vector<ObjectOutput>> objects;
};
constexpr Member kTakeOutput[] = {
    Field<&TakeDeliveryOutput::delivery_id>("DeliveryId", shapes::kText),
    Field<&TakeDeliveryOutput::channel_arn>("ChannelARN", shapes::kText),
    Field<&TakeDeliveryOutput::objects>("Objects", kObjectList),
};

Result<TakeDeliveryOutput> TakeDelivery(Context& context, const TakeDeliveryInput&) {
  if (context.settings.channel_deliveries != ChannelDeliveries::kByCalls) {
    return error::ControlArgument(
        "Deliveries are not taken by calls: Runnel.UpdateSettings with ChannelDeliveries BY_CALLS "
        "changes that.");
  }
  auto taken = context.deliveries->TakeNext();
  if (!taken) return TakeDeliveryOutput{};
  if (!taken->objects.failure.empty()) {
    context.control.completed_delivery = {taken->channel, taken->flush, taken->objects.failure};
    return TakeDeliveryOutput{};
  }
  TakeDeliveryOutput output;
  output.delivery_id = std::to_string(taken->channel.value) + "-" + std::to_string(taken->flush);
  output.channel_arn = context.state.FindChannel(taken->channel)->arn.ToString();
  auto& objects = output.objects.emplace();
  for (ChannelObject& object : taken->objects.objects) {
    objects.push_back({std::move(object.bucket), std::move(object.key),
                       std::move(object.compression), std::move(object.bytes)});
  }
  return output;
}

struct CompleteDeliveryInput {
  std::optional<std::string> delivery_id;
  std::optional<std::string> error;
};
constexpr Member kCompleteInput[] = {
    Field<&CompleteDeliveryInput::delivery_id>("DeliveryId", shapes::kText).Required(),
    Field<&CompleteDeliveryInput::error>("Error", shapes::kText),
};

Result<NoOutput> CompleteDelivery(Context& context, const CompleteDeliveryInput& input) {
  const std::string& id = *input.delivery_id;
  CompletedDelivery completed;
  const char* const end = id.data() + id.size();
  const auto channel = std::from_chars(id.data(), end, completed.channel.value);
  const bool separated = channel.ec == std::errc() && channel.ptr != end && *channel.ptr == '-';
  if (separated) std::from_chars(channel.ptr + 1, end, completed.flush);
  if (!separated || !context.deliveries->IsTaken(completed.channel, completed.flush)) {
    return error::DeliveryNotTaken(id);
  }
  completed.failure = input.error.value_or(std::string());
  context.control.completed_delivery = completed;
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kFlushChannel =
    DefineOperation<FlushChannelInput, FlushChannelOutput, FlushChannel>("FlushChannel",
                                                                         kFlushInput, kFlushOutput);
extern constexpr Operation kTakeDelivery =
    DefineOperation<TakeDeliveryInput, TakeDeliveryOutput, TakeDelivery>("TakeDelivery", {},
                                                                         kTakeOutput);
extern constexpr Operation kCompleteDelivery =
    DefineOperation<CompleteDeliveryInput, CompleteDelivery>("CompleteDelivery", kCompleteInput);

}  // namespace runnel
