#include "core/state/state_image.h"

#include <algorithm>

namespace runnel {
namespace {

ShardImage ImageOf(const Shard& shard) {
  ShardImage image;
  image.id = shard.id;
  image.parent = shard.parent;
  image.adjacent_parent = shard.adjacent_parent;
  image.range = shard.range;
  image.opened_at = shard.opened_at;
  image.created_seconds = shard.created_seconds;
  image.closed_at = shard.closed_at;
  image.closed_seconds = shard.closed_seconds;
  image.children = shard.children;
  image.end = shard.log.end();
  image.trimmed_before = shard.trimmed_before;
  return image;
}

StreamRestored ImageOf(const State& state, const Stream& stream) {
  StreamRestored image;
  image.uid = stream.uid;
  image.arn = stream.arn;
  image.status = stream.status;
  image.created_at = stream.created_at;
  image.mode = stream.mode;
  image.retention_hours = stream.retention_hours;
  image.record_size_max_kib = stream.record_size_max_kib;
  image.encryption = stream.encryption;
  image.metrics = stream.metrics;
  image.warm_throughput = stream.warm_throughput;
  image.distribution = stream.distribution;
  image.tags = stream.tags;
  image.policy = stream.policy;
  image.pending = stream.pending;
  image.due = state.timers().DueOf({TimerKind::kStream, stream.uid.value});
  image.daily_uses = stream.daily_uses;
  for (const auto& shard : stream.shards) {
    image.shards.push_back(shard ? std::optional(ImageOf(*shard)) : std::nullopt);
  }
  for (const auto& [id, shard] : stream.withdrawn) {
    ShardImage& withdrawn = image.shards[static_cast<std::size_t>(id.index)].emplace();
    withdrawn = ImageOf(*shard);
    withdrawn.withdrawn = true;
  }
  image.next_sequence_index = stream.next_sequence_index;
  image.next_auto_place = stream.next_auto_place;
  image.limits_enforced = stream.limits_enforced;
  image.gone_before = stream.gone_before;
  return image;
}

void AddChannel(const State& state, const Channel& channel, std::vector<Mutation>& image) {
  ChannelRestored restored{channel, state.timers().DueOf({TimerKind::kChannel, channel.uid.value})};
  const auto retry_at = state.timers().DueOf({TimerKind::kDelivery, channel.uid.value});
  if (!channel.flush || !retry_at) return image.push_back(std::move(restored));
  // The latest failure comes after it was restored, and with it the time of the next try.
  --restored.channel.failed_writes;
  image.push_back(std::move(restored));
  image.push_back(ChannelWriteFailed{channel.uid, channel.last_error, *retry_at});
}

}  // namespace

std::vector<Mutation> ImageOf(const State& state) {
  std::vector<Mutation> image = {state.last_ids()};
  for (const ActiveFaultRule& active : state.fault_rules()) {
    if (active.rule.durable.value_or(false)) {
      image.push_back(FaultRuleAdded{active.rule, active.added_at});
    }
  }
  for (const auto& [key_id, key_state] : state.key_states()) {
    image.push_back(KeyStateChanged{key_id, key_state});
  }
  for (const auto& [uid, mapping] : state.mappings()) {
    const TimerKey key{TimerKind::kMapping, uid.value};
    image.push_back(MappingRestored{mapping, state.timers().DueOf(key)});
  }
  for (const auto& [id, event] : state.queued_events()) image.push_back(EventQueued{event});
  for (const FailedBatch& batch : state.failed_batches()) image.push_back(BatchFailed{batch});
  for (const auto& [scope, account] : state.accounts()) {
    image.push_back(BillingCommitmentChanged{scope, account.commitment});
    for (const auto& [name, stream] : account.streams) {
      image.push_back(ImageOf(state, *stream));
      for (const EncryptionPeriod& period : stream->encryption_periods) {
        image.push_back(EncryptionPeriodBegan{stream->uid, period});
      }
      for (const auto& [consumer_name, consumer] : stream->consumers) {
        const TimerKey key{TimerKind::kConsumer, consumer->uid.value};
        image.push_back(ConsumerRestored{*consumer, state.timers().DueOf(key)});
      }
    }
    for (const auto& [name, function] : account.functions) {
      image.push_back(FunctionPut{function});
    }
    for (const auto& [name, connection] : account.connections) {
      image.push_back(ConnectionPut{connection});
    }
    for (const auto& [name, destination] : account.api_destinations) {
      image.push_back(ApiDestinationPut{destination});
    }
    for (const auto& [name, channel] : account.channels) {
      AddChannel(state, *channel, image);
    }
  }
  for (const auto& [uid, stack] : state.stacks()) {
    image.push_back(StackPut{stack});
    if (!stack.events.empty()) image.push_back(StackEventsAdded{stack.uid, stack.events});
  }
  return image;
}

}  // namespace runnel
