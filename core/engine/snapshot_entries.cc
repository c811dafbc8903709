#include "core/engine/snapshot_entries.h"

#include <algorithm>
#include <iterator>
#include <variant>

#include "core/model/function_name.h"

namespace runnel {
namespace {

struct Check {
  const State& state;

  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
  bool operator()(const IdsRestored&) const { return true; }
  bool operator()(const KeyStateChanged&) const { return true; }
  bool operator()(const BillingCommitmentChanged&) const { return true; }
  bool operator()(const FaultRuleAdded& m) const {
    if (!m.rule.rule_id || !m.rule.action) return false;
    const auto end = std::end(kFaultActions);
    return std::find(std::begin(kFaultActions), end, *m.rule.action) != end;
  }

  bool operator()(const MappingRestored& m) const {
    const EventSourceMapping& mapping = m.mapping;
    return mapping.uid.value != 0 && state.FindMapping(mapping.uid) == nullptr &&
           state.FindMapping(mapping.scope, mapping.uuid) == nullptr;
  }
  bool operator()(const EventQueued& m) const {
    return !state.queued_events().contains(m.event.id) &&
           FunctionName::Parse(m.event.function_arn, m.event.scope).has_value();
  }
  bool operator()(const BatchFailed& m) const { return m.batch.id >= state.next_failed_batch(); }

  bool operator()(const StreamRestored& m) const {
    if (m.uid.value == 0 || state.FindStream(m.uid) != nullptr) return false;
    if (state.FindStream(m.arn.scope, m.arn.stream.text()) != nullptr) return false;
    constexpr auto kGroup = static_cast<std::size_t>(Stream::kShardsPerSequenceGroup);
    if (m.next_sequence_index.size() != (m.shards.size() + kGroup - 1) / kGroup) return false;
    for (std::size_t i = 0; i < m.shards.size(); ++i) {
      const auto& shard = m.shards[i];
      if (shard && shard->id != ShardId{static_cast<std::int32_t>(i)}) return false;
      if (shard && shard->withdrawn && !shard->closed_at) return false;
    }
    return true;
  }
  bool operator()(const EncryptionPeriodBegan& m) const {
    const Stream* const stream = state.FindStream(m.uid);
    if (stream == nullptr) return false;
    const auto& periods = stream->encryption_periods;
    return periods.empty() || periods.back().from <= m.period.from;
  }
  bool operator()(const ConsumerRestored& m) const {
    const Consumer& consumer = m.consumer;
    const Stream* const stream = state.FindStream(consumer.stream);
    return consumer.uid.value != 0 && state.FindConsumer(consumer.uid) == nullptr &&
           stream != nullptr && !stream->consumers.contains(consumer.arn.consumer.text());
  }
  bool operator()(const ChannelRestored& m) const {
    const Channel& channel = m.channel;
    // One that is FAILED may outlive its stream.
    const bool reads = channel.status != ChannelStatus::kFailed;
    return channel.uid.value != 0 && state.FindChannel(channel.uid) == nullptr &&
           !state.AccountIn(channel.arn.scope).channels.contains(channel.name.text()) &&
           (!reads || state.FindStream(channel.stream) != nullptr);
  }
  bool operator()(const ChannelWriteFailed& m) const {
    const Channel* const channel = state.FindChannel(m.uid);
    return channel != nullptr && channel->flush;
  }

  bool operator()(const FunctionPut& m) const {
    return state.FindFunction(m.function.scope, m.function.name) == nullptr;
  }
  bool operator()(const ConnectionPut& m) const {
    const Connection& connection = m.connection;
    return !state.AccountIn(connection.scope).connections.contains(connection.name);
  }
  bool operator()(const ApiDestinationPut& m) const {
    const ApiDestination& destination = m.destination;
    return !state.AccountIn(destination.scope).api_destinations.contains(destination.name);
  }

  bool operator()(const StackPut& m) const {
    const Stack& stack = m.stack;
    return stack.uid.value != 0 && state.FindStack(stack.uid) == nullptr &&
           (stack.deleted() || state.FindStack(stack.scope, stack.name) == nullptr);
  }
  bool operator()(const StackEventsAdded& m) const { return state.FindStack(m.uid) != nullptr; }
};

}  // namespace

bool IsOfSnapshot(const Mutation& change, const State& state) {
  return std::visit(Check{state}, change);
}

bool AreOfSnapshot(const RecordsRestored& records, const State& state) {
  const Stream* const stream = state.FindStream(records.uid);
  const Shard* const shard = stream == nullptr ? nullptr : stream->FindKeptShard(records.shard);
  if (shard == nullptr) return false;
  if (records.records.empty() || shard->log.empty()) return true;
  const ShardPosition newest = shard->log.FromNewest(0);
  return records.records.front().index > newest.index &&
         records.records.front().at >= *shard->log.ArrivalFrom(newest);
}

}  // namespace runnel
