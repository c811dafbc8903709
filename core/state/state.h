// All that an emulator knows, for every account and region. Everybody reads it as `const State&`;
// only Apply changes it.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/limits.h"
#include "core/model/names.h"
#include "core/state/account_usage.h"
#include "core/state/active_fault_rule.h"
#include "core/state/channel.h"
#include "core/state/event_source_mapping.h"
#include "core/state/mutation.h"
#include "core/state/stream.h"
#include "core/state/subscription.h"
#include "core/state/timers.h"

namespace runnel {

// What one account has in one region. Maps are by name.
struct Account {
  std::map<std::string, Stream*, std::less<>> streams;
  AccountUsage usage;  // by all of these streams
  std::map<std::string, Channel*, std::less<>> channels;
  std::map<std::string, Function, std::less<>> functions;
  std::map<std::string, Connection, std::less<>> connections;
  std::map<std::string, ApiDestination, std::less<>> api_destinations;
  BillingCommitment commitment;
  CallBuckets calls;
};

class State {
 public:
  State() = default;
  State(State&&) = default;
  State& operator=(State&&) = default;

  // Carries out one change. REQUIRES: the mutation was made for this state (what it names exists,
  // new ids are new); that is checked.
  void Apply(const Mutation& mutation);

  // Null where there is none.
  const Stream* FindStream(const Scope& scope, std::string_view name) const;
  const Stream* FindStream(StreamUid uid) const;
  const Consumer* FindConsumer(ConsumerUid uid) const;
  const Consumer* FindConsumer(const ConsumerArn& arn) const;
  const Channel* FindChannel(ChannelUid uid) const;
  const Channel* FindChannel(const ChannelArn& arn) const;
  // When the oldest record arrived that is in the shard and that channels have still to deliver, or
  // that a channel has; nullopt: there is none.
  std::optional<Timestamp> UndeliveredSince(const Stream& stream, const Shard& shard) const;
  std::optional<Timestamp> UndeliveredSince(const Channel& channel) const;
  const Function* FindFunction(const Scope& scope, std::string_view name) const;
  // By ARN.
  const Connection* FindConnection(std::string_view arn) const;
  const ApiDestination* FindApiDestination(std::string_view arn) const;
  const Subscription* FindSubscription(SubscriptionId id) const;
  const EventSourceMapping* FindMapping(MappingUid uid) const;
  const EventSourceMapping* FindMapping(const Scope& scope, std::string_view uuid) const;
  const Stack* FindStack(StackUid uid) const;
  // By name, of those that are not deleted, or by ARN.
  const Stack* FindStack(const Scope& scope, std::string_view name_or_id) const;
  // An account that has nothing yet is empty.
  const Account& AccountIn(const Scope& scope) const;

  // Ids for what comes next. Apply moves them on.
  IdsRestored last_ids() const {
    return {{last_stream_uid_}, {last_consumer_uid_}, {last_channel_uid_}, {last_mapping_uid_}};
  }
  StreamUid next_stream_uid() const { return {last_stream_uid_ + 1}; }
  ConsumerUid next_consumer_uid() const { return {last_consumer_uid_ + 1}; }
  ChannelUid next_channel_uid() const { return {last_channel_uid_ + 1}; }
  MappingUid next_mapping_uid() const { return {last_mapping_uid_ + 1}; }
  std::uint64_t next_failed_batch() const { return last_failed_batch_ + 1; }
  StackUid next_stack_uid() const { return {stacks_.empty() ? 1 : stacks_.rbegin()->first + 1}; }
  SubscriptionId next_subscription_id() const { return {last_subscription_id_ + 1}; }

  // In the order in which they were added. Usually none.
  const std::vector<ActiveFaultRule>& fault_rules() const { return fault_rules_; }

  // Whether some stream was set to keep the quotas per second, whatever the settings say.
  bool any_limits_enforced() const { return streams_with_limits_ > 0; }

  // In the order in which they were created.
  const std::map<MappingUid, EventSourceMapping>& mappings() const { return mappings_; }
  // Those that functions are still to be invoked with, by their ids.
  const std::map<std::uint64_t, QueuedEvent>& queued_events() const { return queued_events_; }
  // The latest that event source mappings gave up, the oldest first.
  const std::deque<FailedBatch>& failed_batches() const { return failed_batches_; }

  // The keys that are not enabled, by their id. Usually none.
  const std::map<std::string, KeyState>& key_states() const { return key_states_; }

  // Bytes of memory that records take.
  std::size_t record_memory() const { return record_memory_; }

  std::optional<Timer> EarliestTimer() const { return timers_.Earliest(); }
  const Timers& timers() const { return timers_; }

  // Everything there is, for checks and statistics. Streams, consumers and channels come in no
  // particular order.
  template <class Visit>
  void ForEachStream(Visit visit) const {
    for (const auto& [uid, stream] : streams_) visit(*stream);
  }
  template <class Visit>
  void ForEachConsumer(Visit visit) const {
    for (const auto& [uid, consumer] : consumers_) visit(*consumer);
  }
  template <class Visit>
  void ForEachChannel(Visit visit) const {
    for (const auto& [uid, channel] : channels_) visit(*channel);
  }
  // By uid, so in the order in which they were created.
  const std::map<std::uint64_t, Stack>& stacks() const { return stacks_; }
  // Every scope that has an account, with it.
  const std::map<Scope, Account>& accounts() const { return accounts_; }
  template <class Visit>
  void ForEachSubscription(Visit visit) const {
    for (const auto& [id, subscription] : subscriptions_) visit(subscription);
  }

  // Subscriptions that got something to say since the last call, in that order.
  std::vector<SubscriptionId> TakeReady();

 private:
  void On(const StreamCreated& m);
  void On(const StreamChangeStarted& m);
  void On(const StreamSettingsChanged& m);
  void On(const ShardsReplaced& m);
  void On(const StreamActivated& m);
  void On(const StreamDeleted& m);
  void On(const DailyQuotaUsed& m);
  void On(const RecordsAppended& m);
  void On(const RecordsTrimmed& m);
  void On(const RecordsReleased& m);
  void On(const ShardWithdrawn& m);
  void On(const ShardExpired& m);
  void On(const TagsChanged& m);
  void On(const PolicyChanged& m);
  void On(const ConsumerRegistered& m);
  void On(const ConsumerActivated& m);
  void On(const ConsumerDeletionStarted& m);
  void On(const ConsumerDeleted& m);
  void On(const SubscriptionOpened& m);
  void On(const SubscriptionAdvanced& m);
  void On(const SubscriptionHeartbeatDue& m);
  void On(const SubscriptionEnding& m);
  void On(const SubscriptionClosed& m);
  void On(const ChannelCreated& m);
  void On(const ChannelUpdateStarted& m);
  void On(const ChannelActivated& m);
  void On(const ChannelDeletionStarted& m);
  void On(const ChannelDeleted& m);
  void On(const ChannelStarted& m);
  void On(const ChannelFlushBegan& m);
  void On(const ChannelFlushRetried& m);
  void On(const ChannelObjectSizeSet& m);
  void On(const ChannelDelivered& m);
  void On(const ChannelWriteFailed& m);
  void On(const ChannelFailed& m);
  void On(const BillingCommitmentChanged& m);
  void On(const SubscriptionSilenced& m);
  void On(const ThroughputSpent& m);
  void On(const CallCounted& m);
  void On(const SubscribeCallCounted& m);
  void On(const ScalingWindowEnded& m);
  void On(const StreamLimitsChanged& m);
  void On(const KeyStateChanged& m);
  void On(const EncryptionPeriodBegan& m);
  void On(const FaultRuleAdded& m);
  void On(const FaultRuleRemoved& m);
  void On(const FaultRuleCounted& m);
  void On(const StateCleared& m);
  void On(const StreamRestored& m);
  void On(const ConsumerRestored& m);
  void On(const ChannelRestored& m);
  void On(const IdsRestored& m);
  void On(const RecordsRestored& m);
  void On(const StateReplaced& m);
  void On(const FunctionPut& m);
  void On(const StackPut& m);
  void On(const StackEventsAdded& m);
  void On(const StackForgotten& m);
  void On(const FunctionDeleted& m);
  void On(const ConnectionPut& m);
  void On(const ConnectionDeleted& m);
  void On(const ApiDestinationPut& m);
  void On(const ApiDestinationDeleted& m);
  void On(const EventQueued& m);
  void On(const EventFailed& m);
  void On(const EventEnded& m);
  void On(const MappingCreated& m);
  void On(const MappingUpdateStarted& m);
  void On(const MappingStateChanged& m);
  void On(const MappingDeleted& m);
  void On(const MappingAdvanced& m);
  void On(const MappingResulted& m);
  void On(const MappingAttached& m);
  void On(const MappingTagsChanged& m);
  void On(const MappingRestored& m);
  void On(const BatchFailed& m);
  void On(const FailedBatchDelivered& m);
  void Become(State&& other);

  Stream& StreamOf(StreamUid uid);
  Shard& ShardOf(StreamUid uid, ShardId id);
  Consumer& ConsumerOf(ConsumerUid uid);
  Channel& ChannelOf(ChannelUid uid);
  EventSourceMapping& MappingOf(MappingUid uid);
  Subscription& SubscriptionOf(SubscriptionId id);
  std::vector<ActiveFaultRule>::iterator FaultRuleOf(const std::string& rule_id);
  AccountUsage& UsageOf(const Stream& stream);
  TagMap& TagsOf(const std::variant<StreamUid, ConsumerUid, ChannelUid>& resource);

  void CloseShard(Stream& stream, ShardId id, const ShardsReplaced& m);
  void OpenShards(Stream& stream, const ShardsReplaced& m);
  void ReserveIndexes(Stream& stream, ShardId shard, std::uint64_t next_index);
  void ArmRetention(const Stream& stream, const Shard& shard);
  void EndReading(const Stream& stream, const Shard& shard);
  void EndSubscriptionsOf(const Shard& shard, SubscriptionEnd end);
  void EraseConsumer(Consumer& consumer);
  void ArmSubscription(const Subscription& subscription);
  void AddChannel(std::unique_ptr<Channel> channel);
  void NoteForChannels(const Stream& stream, const Shard& shard, ShardPosition position,
                       std::size_t bytes, Timestamp at);
  void ArmDelivery(const Channel& channel, Timestamp now);
  void EndDelivery(Channel& channel);
  void ReleaseRecords(const Channel& channel);
  void MarkReady(Subscription& subscription);

  std::unordered_map<std::uint64_t, std::unique_ptr<Stream>> streams_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Consumer>> consumers_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Channel>> channels_;
  std::map<SubscriptionId, Subscription> subscriptions_;
  std::map<std::uint64_t, Stack> stacks_;
  std::map<Scope, Account> accounts_;
  std::map<MappingUid, EventSourceMapping> mappings_;
  std::map<std::uint64_t, QueuedEvent> queued_events_;
  std::deque<FailedBatch> failed_batches_;
  std::size_t failed_bytes_ = 0;
  std::vector<ActiveFaultRule> fault_rules_;
  std::map<std::string, KeyState> key_states_;
  Timers timers_;
  std::vector<SubscriptionId> ready_;

  std::size_t record_memory_ = 0;
  std::uint64_t channel_object_bytes_ = limits::kChannelObjectBytes;
  std::size_t streams_with_limits_ = 0;

  std::uint64_t last_stream_uid_ = 0;
  std::uint64_t last_consumer_uid_ = 0;
  std::uint64_t last_channel_uid_ = 0;
  std::uint64_t last_subscription_id_ = 0;
  std::uint64_t last_mapping_uid_ = 0;
  std::uint64_t last_failed_batch_ = 0;
};

}  // namespace runnel
