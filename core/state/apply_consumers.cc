// State::Apply for consumers and subscriptions.
#include <algorithm>

#include "core/base/check.h"
#include "core/state/state.h"

namespace runnel {

void State::On(const ConsumerRegistered& m) {
  RUNNEL_CHECK(m.uid == next_consumer_uid());
  auto& place = StreamOf(m.stream).consumers[m.arn.consumer.text()];
  RUNNEL_CHECK(place == nullptr);
  auto consumer = std::make_unique<Consumer>();
  consumer->uid = m.uid;
  consumer->stream = m.stream;
  consumer->arn = m.arn;
  consumer->created_at = m.at;
  consumer->tags = m.tags;
  place = consumer.get();
  consumers_.emplace(m.uid.value, std::move(consumer));
  last_consumer_uid_ = m.uid.value;
  timers_.Arm({TimerKind::kConsumer, m.uid.value}, m.due);
}

void State::On(const ConsumerActivated& m) {
  ConsumerOf(m.uid).status = ConsumerStatus::kActive;
  timers_.Disarm({TimerKind::kConsumer, m.uid.value});
}

void State::On(const ConsumerDeletionStarted& m) {
  ConsumerOf(m.uid).status = ConsumerStatus::kDeleting;
  timers_.Arm({TimerKind::kConsumer, m.uid.value}, m.due);
  for (auto& [id, subscription] : subscriptions_) {
    if (subscription.consumer != m.uid) continue;
    On(SubscriptionEnding{id, SubscriptionEnd::kConsumerDeleted});
  }
}

void State::On(const ConsumerDeleted& m) { EraseConsumer(ConsumerOf(m.uid)); }

void State::EraseConsumer(Consumer& consumer) {
  const ConsumerUid uid = consumer.uid;
  timers_.Disarm({TimerKind::kConsumer, uid.value});
  StreamOf(consumer.stream).consumers.erase(consumer.arn.consumer.text());
  consumers_.erase(uid.value);
}

void State::On(const SubscriptionOpened& m) {
  RUNNEL_CHECK(m.id == next_subscription_id());
  Subscription subscription;
  subscription.id = m.id;
  subscription.consumer = m.consumer;
  subscription.consumer_arn = ConsumerOf(m.consumer).arn;
  subscription.stream = m.stream;
  subscription.shard = m.shard;
  subscription.position = m.position;
  subscription.opened_at = m.at;
  subscription.ends = m.ends;
  subscription.heartbeat = m.heartbeat;
  ShardOf(m.stream, m.shard).subscriptions.push_back(m.id);
  last_subscription_id_ = m.id.value;
  Subscription& stored = subscriptions_.emplace(m.id, std::move(subscription)).first->second;
  ArmSubscription(stored);
  MarkReady(stored);
}

void State::On(const SubscriptionAdvanced& m) {
  Subscription& subscription = SubscriptionOf(m.id);
  RUNNEL_CHECK(m.position >= subscription.position);
  subscription.position = m.position;
  subscription.heartbeat = m.heartbeat;
  subscription.event_owed = false;
  ArmSubscription(subscription);
}

void State::On(const SubscriptionHeartbeatDue& m) {
  Subscription& subscription = SubscriptionOf(m.id);
  subscription.event_owed = true;
  // Until the owed event is taken, only the end of the lifetime can come.
  subscription.heartbeat = subscription.ends;
  ArmSubscription(subscription);
  MarkReady(subscription);
}

void State::On(const SubscriptionEnding& m) {
  Subscription& subscription = SubscriptionOf(m.id);
  if (!subscription.ending) subscription.ending = m.end;
  timers_.Disarm({TimerKind::kSubscription, m.id.value});
  MarkReady(subscription);
}

void State::On(const SubscriptionClosed& m) {
  const Subscription& subscription = SubscriptionOf(m.id);
  timers_.Disarm({TimerKind::kSubscription, m.id.value});
  // The stream or the shard may be gone already.
  const Stream* const stream = FindStream(subscription.stream);
  if (stream != nullptr && stream->FindShard(subscription.shard) != nullptr) {
    std::erase(ShardOf(subscription.stream, subscription.shard).subscriptions, m.id);
  }
  subscriptions_.erase(m.id);
}

void State::EndSubscriptionsOf(const Shard& shard, SubscriptionEnd end) {
  for (const SubscriptionId id : shard.subscriptions) On(SubscriptionEnding{id, end});
}

void State::ArmSubscription(const Subscription& subscription) {
  timers_.Arm({TimerKind::kSubscription, subscription.id.value},
              std::min(subscription.heartbeat, subscription.ends));
}

void State::MarkReady(Subscription& subscription) {
  if (subscription.ready) return;
  subscription.ready = true;
  ready_.push_back(subscription.id);
}

}  // namespace runnel
