// State::Apply for fault rules and for what is spent of quotas per second.
#include <algorithm>

#include "core/base/check.h"
#include "core/model/limits.h"
#include "core/state/state.h"

namespace runnel {

void State::On(const SubscriptionSilenced& m) {
  Subscription& subscription = SubscriptionOf(m.id);
  subscription.silent_until = m.until;
  subscription.heartbeat = m.until;
  ArmSubscription(subscription);
}

void State::On(const ThroughputSpent& m) {
  Stream& stream = StreamOf(m.uid);
  bool counted = false;
  for (const auto& [id, throughput] : m.shards) {
    Shard& shard = ShardOf(m.uid, id);
    if (!shard.throughput) shard.throughput = std::make_unique<ShardThroughput>();
    *shard.throughput = throughput;
    counted |= throughput.window_bytes > 0;
  }
  const TimerKey key{TimerKind::kScaling, m.uid.value};
  if (!counted || stream.mode != StreamMode::kOnDemand || timers_.IsArmed(key)) return;
  timers_.Arm(key, m.at + limits::kScalingWindow);
}

void State::On(const CallCounted& m) {
  const auto* const stream = std::get_if<StreamUid>(&m.counted_by);
  CallBuckets& calls =
      stream != nullptr ? StreamOf(*stream).calls : accounts_[std::get<Scope>(m.counted_by)].calls;
  calls[m.operation] = m.bucket;
}

void State::On(const SubscribeCallCounted& m) {
  ConsumerOf(m.consumer).subscribe_calls[m.shard] = m.bucket;
}

void State::On(const ScalingWindowEnded& m) {
  for (const auto& shard : StreamOf(m.uid).shards) {
    if (shard && shard->throughput) shard->throughput->window_bytes = 0;
  }
  timers_.Disarm({TimerKind::kScaling, m.uid.value});
}

void State::On(const StreamLimitsChanged& m) {
  Stream& stream = StreamOf(m.uid);
  if (stream.limits_enforced == true) --streams_with_limits_;
  stream.limits_enforced = m.enforced;
  if (stream.limits_enforced == true) ++streams_with_limits_;
}

std::vector<ActiveFaultRule>::iterator State::FaultRuleOf(const std::string& rule_id) {
  return std::find_if(fault_rules_.begin(), fault_rules_.end(), [&](const ActiveFaultRule& active) {
    return active.rule.rule_id == rule_id;
  });
}

void State::On(const FaultRuleAdded& m) {
  RUNNEL_CHECK(m.rule.rule_id && m.rule.action);
  const ActiveFaultRule active{m.rule, ActionOf(*m.rule.action), m.at, {}};
  // The journal knows the durable ones alone: a place that was another one's could not be kept.
  const auto present = FaultRuleOf(*m.rule.rule_id);
  if (present != fault_rules_.end()) fault_rules_.erase(present);
  fault_rules_.push_back(active);
}

void State::On(const FaultRuleRemoved& m) {
  const auto present = FaultRuleOf(m.rule_id);
  RUNNEL_CHECK(present != fault_rules_.end());
  fault_rules_.erase(present);
}

void State::On(const FaultRuleCounted& m) {
  const auto present = FaultRuleOf(m.rule_id);
  RUNNEL_CHECK(present != fault_rules_.end());
  present->tally = m.tally;
}

}  // namespace runnel
