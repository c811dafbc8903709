// Source: kinesis-api 8, kinesis-api-45 4.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/starting_position.h"
#include "core/operations/throttling.h"

namespace runnel {
namespace {

struct StartingPositionInput {
  std::optional<std::string> type;
  std::optional<std::string> sequence_number;
  std::optional<Timestamp> timestamp;
};
constexpr Member kStartingPosition[] = {
    Field<&StartingPositionInput::type>("Type", shapes::kShardIteratorType).Required(),
    Field<&StartingPositionInput::sequence_number>("SequenceNumber", shapes::kSequenceNumber),
    Field<&StartingPositionInput::timestamp>("Timestamp", shapes::kTimestamp),
};
constexpr Shape kStartingPositionShape = StructureShape(kStartingPosition);

struct SubscribeToShardInput {
  std::optional<std::string> consumer_arn;
  std::optional<std::string> stream_id;
  std::optional<std::string> shard_id;
  std::optional<StartingPositionInput> starting_position;
  std::optional<bool> dry_run;
};
constexpr Member kInput[] = {
    Field<&SubscribeToShardInput::consumer_arn>("ConsumerARN", shapes::kConsumerArn).Required(),
    Field<&SubscribeToShardInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&SubscribeToShardInput::shard_id>("ShardId", shapes::kShardId).Required(),
    Field<&SubscribeToShardInput::starting_position>("StartingPosition", kStartingPositionShape)
        .Required(),
    Field<&SubscribeToShardInput::dry_run>("DryRun", shapes::kBoolean),
};

// The open subscription of the consumer to the shard, if there is one that is not ending.
const Subscription* PresentSubscription(const State& state, const Consumer& consumer,
                                        const Shard& shard) {
  for (const SubscriptionId id : shard.subscriptions) {
    const Subscription* const subscription = state.FindSubscription(id);
    if (subscription->consumer == consumer.uid && !subscription->ending) return subscription;
  }
  return nullptr;
}

Result<NoOutput> SubscribeToShard(Context& context, const SubscribeToShardInput& input) {
  const auto found = FindConsumer(context, std::nullopt, std::nullopt, input.consumer_arn);
  if (!found) return found.error();
  const Consumer& consumer = **found;
  if (consumer.status != ConsumerStatus::kActive) return error::ConsumerNotActive(consumer.arn);
  const Stream& stream = *context.state.FindStream(consumer.stream);
  context.notes.call = CountedCall::kSubscribeToShard;
  context.notes.stream = stream.uid;
  context.notes.consumer = consumer.uid;
  const auto id = ParseShardId(*input.shard_id);
  if (!id) return error::ShardNotFound(*input.shard_id, stream.name(), stream.account());
  const Shard* const shard = stream.FindShard(*id);
  if (shard == nullptr) return error::ShardDoesNotExist(*id, stream.name(), stream.account());
  context.notes.shard = *id;
  const StartingPositionInput& start = *input.starting_position;
  const auto position = ResolveStartingPosition(
      context, stream, *shard,
      {"SubscribeToShard", *start.type, start.sequence_number, start.timestamp});
  if (!position) return position.error();
  const bool dry_run = input.dry_run.value_or(false);
  if (!dry_run && LimitsHold(context, stream)) {
    if (const auto may = SpendSubscribe(context, consumer, *shard); !may) return may.error();
  }
  const Subscription* const present = PresentSubscription(context.state, consumer, *shard);
  if (present != nullptr && context.now - present->opened_at < limits::kTakeoverAge) {
    return error::SubscriptionExists(consumer.arn, *id);
  }
  if (dry_run) return error::DryRunOperation();
  if (present != nullptr) {
    context.Emit(SubscriptionEnding{present->id, SubscriptionEnd::kTakenOver});
  }
  SubscriptionOpened opened;
  opened.id = context.state.next_subscription_id();
  opened.consumer = consumer.uid;
  opened.stream = stream.uid;
  opened.shard = *id;
  opened.position = *position;
  opened.at = context.now;
  opened.ends = context.now + context.settings.subscription_lifetime;
  opened.heartbeat = context.now + context.settings.subscription_heartbeat;
  context.opened_subscription = opened.id;
  context.Emit(opened);
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kSubscribeToShard =
    DefineOperation<SubscribeToShardInput, SubscribeToShard>("SubscribeToShard", kInput);

}  // namespace runnel
